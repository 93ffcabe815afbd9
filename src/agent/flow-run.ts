// One applied flow at work in this agent: joins the flow's group, runs the shards it is given, and keeps routes and
// positions fresh. Stopping drains: nothing new is fetched, what was fetched is written and its position stored.

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
import { OwnedShards } from './owned-shards.ts'
import type { CopyEvents, PartitionCopy } from './partition-copy.ts'
import { PositionsWatch } from './positions-watch.ts'
import type { AppendedBatch } from './prepared-batch.ts'
import { Reactions } from './reactions.ts'
import { Routes } from './routes.ts'
import type { Shard } from './shard.ts'
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
  readonly #owned: OwnedShards
  readonly #positions: PositionsWatch
  readonly #traffic: Traffic
  readonly #reactions: Reactions
  readonly #endedHalts: EndedHalts
  readonly #gaps: GapJournal
  readonly #missing: MissingTopics
  readonly #abort = new AbortController()
  #membership: Membership | undefined
  #joined: Promise<void> = Promise.resolve()
  #timers: NodeJS.Timeout[] = []
  #historyAgeMs = Number.POSITIVE_INFINITY
  #refreshQueued = false
  #ending = false
  #isWritten = false
  /** Told of each acknowledged batch; the offset-sync service listens. */
  onAppended: (copy: PartitionCopy, batch: AppendedBatch, targetStart: number) => void = () => undefined

  constructor(context: FlowContext) {
    this.context = context
    const trouble = (error: unknown, what: string, partitions?: number): void =>
      this.status.trouble(error, what, partitions)
    const works = (what: string): void => this.status.settled(what)
    const stale = (): void => this.#stale()
    const halt = (copy: PartitionCopy, error: StraitError): void => this.#gaps.halt(copy, error)
    this.#routes = new Routes({ ...context, trouble, works })
    this.#owned = new OwnedShards({
      routes: this.#routes,
      open: (number, shardCount) => this.#open(number, shardCount),
      eventsOf: (shard) => this.#copyEvents(shard),
      historyAgeMs: () => this.#historyAgeMs,
      closed: (copy) => this.#traffic.unbind(copy),
      halt,
    })
    this.status = new FlowStatus(context, this.#owned.copies)
    this.#endedHalts = new EndedHalts(context)
    this.#positions = new PositionsWatch(context, this.#routes)
    this.#missing = new MissingTopics({ halt, stale })
    this.#gaps = new GapJournal(context, {
      halted: (copy) => this.#traffic.unbind(copy),
      trouble,
      works,
      signal: this.#abort.signal,
    })
    this.#reactions = new Reactions({
      sides: context.sides,
      halt,
      fenced: (shard) => this.#fenced(shard),
      stale,
      warn: (error, what) => this.status.warn(error, what),
    })
    this.#traffic = new Traffic(context, {
      fault: (copy, fault) => {
        const shard = this.#owned.shardWith(copy)
        if (shard !== undefined) this.#reactions.fault(shard, copy, fault)
      },
      mayWrite: () => this.#membership?.holdsLease === true,
      stale,
      trouble,
      works,
    })
  }

  get copies(): ReadonlyMap<string, PartitionCopy> {
    return this.#owned.copies
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
    while (performance.now() < deadlineMs && [...this.copies.values()].some(isBusy)) await delay(5)
    this.#isWritten = [...this.copies.values()].every(isWritten)
    await this.#storePositions()
    for (const timer of this.#timers) clearInterval(timer)
    await this.#owned.stop()
    await lastWrites()
    this.#abort.abort()
    await this.#joined
    this.status.ends('stopped')
  }

  #assigned(shards: ReadonlySet<number>, shardCount: number): void {
    // Who is leaving finishes what it has; the next rebalance gives the rest to others.
    if (this.#ending) return
    this.#owned.assign(shards, shardCount)
    this.status.shards = { owned: shards.size, all: shardCount }
    this.#adopt(shardCount)
    this.status.running()
    const share = shards.size === shardCount ? 'all shards' : `${shards.size} of ${shardCount} shards`
    this.context.logger.info({ flow: this.context.spec.name, shards: [...shards] }, `${share} assigned`)
  }

  #open(number: number, shardCount: number): Shard {
    return openShard(number, {
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
  }

  #copyEvents(shard: Shard): CopyEvents {
    return {
      ready: (copy) => this.#traffic.ready(copy),
      room: (copy, bytes) => this.#traffic.room(copy, bytes),
      appended: (copy, batch, targetStart) => {
        this.status.appended(batch)
        this.onAppended(copy, batch, targetStart)
      },
      refused: (copy, batch, refusal) => this.#reactions.refused(shard, copy, { batch, ...refusal }),
      distrust: (copy, why) => this.#reactions.distrust(shard, copy, why),
      settled: () => shard.copySettled(),
      old: (copy) => shard.askHistory(copy),
    }
  }

  #fenced(shard: Shard): void {
    if (!this.#owned.has(shard)) return
    const message = `fenced: another agent has taken shard ${shard.number} of flow "${this.context.spec.name}" over`
    this.context.logger.error({ flow: this.context.spec.name, shard: shard.number, code: 'ST519' }, message)
    this.status.fenced(message)
    this.#owned.close(shard)
    this.#membership?.rejoin()
  }

  /** Until it has joined again this agent sends nothing: its lease is over. */
  #lostAll(why: string): void {
    const { name } = this.context.spec
    const message = `fenced: the group of flow "${name}" gave this agent's shards away while it was silent`
    this.context.logger.error({ flow: name, code: 'ST519', why }, message)
    this.status.fenced(message)
    for (const shard of [...this.#owned]) this.#owned.close(shard)
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

  #rebind(): void {
    if (this.status.shards.all > 0) this.#adopt(this.status.shards.all)
    for (const copy of this.copies.values()) {
      const leader = copy.state === 'running' ? this.#routes.sourceLeader(copy.route) : undefined
      if (leader !== undefined) this.#traffic.bindFetcher(copy, leader)
    }
  }

  /** Makes the copies equal to the routes as they are now. */
  #adopt(shardCount: number): void {
    this.#checkPositions(shardCount)
    this.#owned.adopt(shardCount)
    this.#missing.check(this.copies, this.#routes)
  }

  /** Of idle partitions, too, nothing is stored in a topic that was made anew: all are proven and stored again. */
  #checkPositions(shardCount: number): void {
    const what = 'storing positions'
    try {
      if (this.#positions.hasChanged(shardCount)) for (const shard of this.#owned) shard.distrust()
      this.status.settled(what)
    } catch (error) {
      this.status.trouble(error, what)
    }
  }

  #keepAlive(): void {
    for (const shard of this.#owned) shard.keepAlive()
  }

  #trimMaps(): void {
    trimMaps(this.context, this.#owned).catch((error: unknown) =>
      this.status.trouble(error, 'trimming offset maps'),
    )
  }

  async #storePositions(): Promise<void> {
    await this.#owned.storePositions()
    const what = 'ending a halt'
    await this.#endedHalts.end(this.copies).then(
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
