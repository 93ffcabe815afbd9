// One applied flow at work in this agent: joins the flow's group, runs the shards it is given, keeps routes and
// positions fresh, and reacts to what sources and targets say. Stopping drains: nothing new is fetched, what was
// fetched is written and its position stored.

import { setTimeout as delay } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import { agentsGroup } from '../mirror/control.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { EndedHalts } from './ended-halts.ts'
import type { FlowContext } from './flow-context.ts'
import { FlowStatus } from './flow-status.ts'
import { GapJournal } from './gap-journal.ts'
import { historyAgeMs } from './history-age.ts'
import { Membership } from './membership.ts'
import { MissingTopics } from './missing-topics.ts'
import { openShard } from './open-shard.ts'
import type { CopyRoute } from './partition-copy.ts'
import { type CopyEvents, PartitionCopy } from './partition-copy.ts'
import { PositionsWatch } from './positions-watch.ts'
import type { AppendedBatch } from './prepared-batch.ts'
import { recreated } from './proof.ts'
import { type Reaction, type Refusal, reactToFault, reactToRefusal } from './reaction.ts'
import { Routes, routeKey } from './routes.ts'
import type { Shard } from './shard.ts'
import { shardOf } from './shard-of.ts'
import type { FetchFault } from './source-fetcher.ts'
import { Traffic } from './traffic.ts'
import { trimMaps } from './trim-maps.ts'

const positionIntervalMs = 1_000
const staleRefreshMs = 250
const trimIntervalMs = 10 * 60_000
/** Exactly-once.md §5.7: well below a day (producer state) and a week (transactional ids). */
const keepAliveMs = 4 * 3_600_000
const drainTimeoutMs = 20_000

export class FlowRun {
  readonly context: FlowContext
  readonly status: FlowStatus
  readonly #routes: Routes
  readonly #positions: PositionsWatch
  readonly #traffic: Traffic
  readonly #copies = new Map<string, PartitionCopy>()
  readonly #shards = new Map<number, Shard>()
  readonly #endedHalts: EndedHalts
  readonly #gaps: GapJournal
  readonly #missing = new MissingTopics({
    halt: (copy, error) => this.#gaps.halt(copy, error),
    stale: () => this.#stale(),
  })
  readonly #closing = new Set<Promise<void>>()
  readonly #abort = new AbortController()
  #membership: Membership | undefined
  #joined: Promise<void> = Promise.resolve()
  #timers: NodeJS.Timeout[] = []
  #historyAgeMs = Number.POSITIVE_INFINITY
  #refreshQueued = false
  #ending = false
  #isWritten = false
  #damagedAt = new Map<PartitionCopy, number>()
  /** Told of each acknowledged batch; the offset-sync service listens. */
  onAppended: (copy: PartitionCopy, batch: AppendedBatch, targetStart: number) => void = () => undefined

  constructor(context: FlowContext) {
    this.context = context
    this.status = new FlowStatus(context, this.#copies)
    this.#endedHalts = new EndedHalts(context)
    const trouble = (error: unknown, what: string, partitions?: number): void =>
      this.status.trouble(error, what, partitions)
    const works = (what: string): void => this.status.settled(what)
    this.#routes = new Routes({ ...context, trouble, works })
    this.#positions = new PositionsWatch(context, this.#routes)
    this.#gaps = new GapJournal(context, {
      halted: (copy) => this.#traffic.unbind(copy),
      trouble,
      works,
      signal: this.#abort.signal,
    })
    this.#traffic = new Traffic(context, {
      fault: (copy, fault) => this.#fault(copy, fault),
      mayWrite: () => this.#membership?.holdsLease === true,
      stale: () => this.#stale(),
      trouble,
      works,
    })
  }

  get copies(): ReadonlyMap<string, PartitionCopy> {
    return this.#copies
  }

  /** After `stop`: whether all that was fetched stands on the target. */
  get isWritten(): boolean {
    return this.#isWritten
  }

  /** Rejects where the flow cannot run yet, and may be called again; afterwards `failed` tells. */
  async start(): Promise<void> {
    const { target, spec, identity } = this.context
    const [positions] = await target.topics([positionsTopic])
    if (positions === undefined) {
      throw new StraitError(
        'ST517',
        `topic ${positionsTopic} is missing on "${target.name}": run \`strait apply\` for flow "${spec.name}"`,
      )
    }
    await this.#routes.refresh()
    // At least once needs no fence, so nobody is to be remembered.
    if (spec.delivery === 'exactly_once') this.#historyAgeMs = await historyAgeMs(this.context.targetBrokers)
    // Stopped in the meantime.
    if (this.#ending) return
    const groupId = agentsGroup(identity)
    this.status.holdsLease = () => this.#membership?.holdsLease === true
    this.#membership = new Membership({
      brokers: this.context.targetBrokers,
      groupId,
      side: this.context.sides.target,
      agentId: this.context.agentId,
      shards: positions.partitions.length,
      sessionTimeoutMs: this.context.sessionTimeoutMs,
      assigned: (shards) => this.#assigned(shards, positions.partitions.length),
      renewed: () => {
        this.status.settled(`group ${groupId}`)
        this.#traffic.poke()
      },
      lost: (why) => this.#lostAll(why),
      trouble: (error, what) => this.status.trouble(error, what),
    })
    this.#joined = this.#membership.run(this.#abort.signal).catch((error: unknown) => this.status.fail(error))
    this.#timers = [
      setInterval(() => this.#stale(), spec.refreshIntervalMs),
      setInterval(() => this.#storePositions(), positionIntervalMs),
      setInterval(() => this.#trimMaps(), trimIntervalMs),
      setInterval(() => this.#keepAlive(), keepAliveMs),
    ]
  }

  /** Drains and leaves; bounded in time. Who has left the group writes nothing more, so the last writes come before. */
  async stop(lastWrites: () => Promise<void>): Promise<void> {
    this.#ending = true
    this.status.ends('draining')
    this.#traffic.stopFetching()
    const deadlineMs = performance.now() + drainTimeoutMs
    while (performance.now() < deadlineMs && [...this.#copies.values()].some(isBusy)) await delay(5)
    this.#isWritten = [...this.#copies.values()].every(isWritten)
    await this.#storePositions()
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([...this.#shards.values()].map((shard) => shard.stop()))
    await Promise.all(this.#closing)
    await lastWrites()
    this.#abort.abort()
    await this.#joined
    this.status.ends('stopped')
  }

  #assigned(shards: ReadonlySet<number>, shardCount: number): void {
    // Who is leaving finishes what it has; the next rebalance gives the rest to others.
    if (this.#ending) return
    for (const [number, shard] of this.#shards) if (!shards.has(number)) this.#close(shard)
    for (const number of shards) {
      if (this.#shards.has(number)) continue
      const shard = openShard(number, {
        context: this.context,
        routes: this.#routes,
        traffic: this.#traffic,
        positionsTopicId: () => this.#positions.id(shardCount),
        halt: (copy, error) => this.#gaps.halt(copy, error),
        stepOver: (copy, { gap }) => this.#gaps.stepOver(copy, gap),
        fenced: (fenced) => this.#fenced(fenced),
        stale: () => this.#stale(),
        trouble: (error, what) => this.status.trouble(error, what),
        works: (what) => this.status.settled(what),
        waits: (copy, reason) => this.status.warn(reason, copy.remoteTopic),
      })
      this.#shards.set(number, shard)
    }
    this.status.shards = { owned: shards.size, all: shardCount }
    this.#checkPositions(shardCount)
    this.#adopt(shardCount)
    this.status.running()
    const share = shards.size === shardCount ? 'all shards' : `${shards.size} of ${shardCount} shards`
    this.context.logger.info({ flow: this.context.spec.name, shards: [...shards] }, `${share} assigned`)
  }

  /** Gives every route of an owned shard its copy. */
  #adopt(shardCount: number): void {
    for (const [key, route] of this.#routes.all) {
      const shard = this.#shards.get(shardOf(route.topic, route.partition, shardCount))
      if (shard === undefined) continue
      const copy = this.#copies.get(key)
      if (copy !== undefined && shard.copies.has(copy)) this.#checkIdentity(copy, route)
      else if (copy === undefined) {
        const fresh = new PartitionCopy(route, this.#copyEvents(shard), this.#historyAgeMs)
        this.#copies.set(key, fresh)
        shard.add(fresh)
      }
    }
    for (const shard of this.#shards.values()) shard.start()
    for (const shard of this.#shards.values()) shard.poke()
    this.#missing.check(this.#copies, this.#routes)
  }

  #checkIdentity(copy: PartitionCopy, route: CopyRoute): void {
    if (copy.state === 'halted') return
    if (copy.route.topicId !== route.topicId) this.#gaps.halt(copy, recreated(route.topic, 'source'))
    else if (copy.route.remoteTopicId !== route.remoteTopicId) {
      this.#gaps.halt(copy, recreated(route.remoteTopic, 'target'))
    }
  }

  #copyEvents(shard: Shard): CopyEvents {
    return {
      ready: (copy) => this.#traffic.ready(copy),
      room: (copy, bytes) => this.#traffic.room(copy, bytes),
      appended: (copy, batch, targetStart) => {
        this.status.appended(batch)
        this.onAppended(copy, batch, targetStart)
      },
      refused: (copy, batch, refusal) => this.#refused(shard, copy, { batch, ...refusal }),
      distrust: (copy, why) => this.#react(shard, copy, { do: 'distrust', why }),
      settled: () => shard.copySettled(),
      old: (copy) => shard.askHistory(copy),
    }
  }

  #refused(shard: Shard, copy: PartitionCopy, refusal: Omit<Refusal, 'again'>): void {
    const again = this.#damagedAt.get(copy) === refusal.batch.sourceEnd
    this.#damagedAt.set(copy, refusal.batch.sourceEnd)
    if (refusal.batch.merged) copy.mergeBytesMax = Math.floor(refusal.batch.batch.length / 2)
    this.#react(shard, copy, reactToRefusal(copy.route, { ...refusal, again }, this.context.sides.target))
  }

  #fault(copy: PartitionCopy, fault: FetchFault): void {
    const shard = [...this.#shards.values()].find((candidate) => candidate.copies.has(copy))
    if (shard === undefined) return
    const { source } = this.context.sides
    this.#react(shard, copy, reactToFault(copy.route, copy.fetchNext, { fault, source }))
  }

  #react(shard: Shard, copy: PartitionCopy, reaction: Reaction): void {
    switch (reaction.do) {
      case 'halt':
        this.#gaps.halt(copy, reaction.error)
        break
      case 'fence':
        this.#fenced(shard)
        break
      case 'reprove':
        shard.reprove(copy)
        break
      case 'distrust':
        this.status.warn(new StraitError('ST305', reaction.why), `${copy.remoteTopic}-${copy.partition}`)
        this.#stale()
        shard.distrust()
        break
      case 'hold':
        copy.heldUntilMs = performance.now() + reaction.forMs
        copy.waits.source = reaction.error
        if (reaction.error !== undefined) this.status.warn(reaction.error, copy.route.topic)
        this.#stale()
        break
      case 'wait':
        // What stands in a transaction that is open is in doubt with it.
        if (copy.transactionalId === null) shard.hold(copy, reaction.error)
        else this.#react(shard, copy, { do: 'distrust', why: reaction.error.message })
        break
    }
  }

  #fenced(shard: Shard): void {
    if (!this.#shards.has(shard.number)) return
    const message = `fenced: another agent has taken shard ${shard.number} of flow "${this.context.spec.name}" over`
    this.context.logger.error({ flow: this.context.spec.name, shard: shard.number, code: 'ST519' }, message)
    this.status.fenced(message)
    this.#close(shard)
    this.#membership?.rejoin()
  }

  /** Until it has joined again this agent sends nothing: its lease is over. */
  #lostAll(why: string): void {
    const { name } = this.context.spec
    const message = `fenced: the group of flow "${name}" gave this agent's shards away while it was silent`
    this.context.logger.error({ flow: name, code: 'ST519', why }, message)
    this.status.fenced(message)
    for (const shard of [...this.#shards.values()]) this.#close(shard)
  }

  #close(shard: Shard): void {
    this.#shards.delete(shard.number)
    for (const copy of shard.copies) {
      copy.pause()
      this.#traffic.unbind(copy)
      this.#copies.delete(routeKey(copy.route.topic, copy.partition))
    }
    const closing = shard.stop().finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }

  /** Reads routes again soon; many askers, one reading. */
  #stale(): void {
    if (this.#refreshQueued || this.#abort.signal.aborted) return
    this.#refreshQueued = true
    setTimeout(() => {
      this.#refreshQueued = false
      if (this.#ending) return
      this.#routes.refresh().then(
        () => {
          this.status.settled('reading routes')
          this.#rebind()
        },
        (error: unknown) => {
          this.status.trouble(error, 'reading routes')
          this.#stale()
        },
      )
    }, staleRefreshMs).unref()
  }

  /** Of idle partitions, too, nothing is stored in a topic that was made anew: all are proven and stored again. */
  #checkPositions(shardCount: number): void {
    const what = 'storing positions'
    try {
      if (this.#positions.hasChanged(shardCount)) for (const shard of this.#shards.values()) shard.distrust()
      this.status.settled(what)
    } catch (error) {
      this.status.trouble(error, what)
    }
  }

  #rebind(): void {
    if (this.status.shards.all > 0) this.#checkPositions(this.status.shards.all)
    if (this.status.shards.all > 0) this.#adopt(this.status.shards.all)
    for (const copy of this.#copies.values()) {
      const leader = copy.state === 'running' ? this.#routes.sourceLeader(copy.route) : undefined
      if (leader !== undefined) this.#traffic.bindFetcher(copy, leader)
    }
  }

  #keepAlive(): void {
    for (const shard of this.#shards.values()) shard.keepAlive()
  }

  #trimMaps(): void {
    trimMaps(this.context, this.#shards.values()).catch((error: unknown) =>
      this.status.trouble(error, 'trimming offset maps'),
    )
  }

  async #storePositions(): Promise<void> {
    // What could not be stored is stored by the shard when it has proven its copies again.
    for (const shard of this.#shards.values()) await shard.storePositions().catch(() => undefined)
    const what = 'ending a halt'
    await this.#endedHalts.end(this.#copies).then(
      () => this.status.settled(what),
      (error: unknown) => this.status.trouble(error, what),
    )
  }
}

function isBusy(copy: PartitionCopy): boolean {
  return copy.inFlight > 0 || (copy.state === 'running' && !copy.complete)
}

function isWritten({ state, complete }: PartitionCopy): boolean {
  return state === 'halted' || (state !== 'settling' && complete)
}
