// The shards of a flow that this agent runs: opened when the group assigns them, closed when it takes them back.
// Here the pure shard loop meets the clusters: fence, durable positions, log ranges, walk.

import { StraitError } from '../errors/strait-error.ts'
import type { PartitionOffset } from '../kafka/cluster.ts'
import { leaderRefusal } from '../kafka/refusal.ts'
import { type MirrorMakerState, readMirrorMaker } from '../live/mirror-maker-state.ts'
import { offsetMapsFrom, type StoredPosition } from '../mirror/position-records.ts'
import { type PositionRecord, positionKey, positionsTopic } from '../mirror/positions.ts'
import { transactionalIdOf } from '../mirror/transactional-ids.ts'
import { decodeRecords } from '../wire/records.ts'
import { takeSession } from './fence.ts'
import type { FlowContext } from './flow-context.ts'
import { type ScanPlace, scanLog } from './log-scan.ts'
import { MapTail } from './map-tail.ts'
import type { Outcome } from './outlet.ts'
import type { CopyRoute, PartitionCopy, ProducerSession } from './partition-copy.ts'
import { fencing, mayPass, reading, refused, writing } from './patience.ts'
import { PositionLane } from './position-lane.ts'
import { type LogRange, type Proof, prove, recreated } from './proof.ts'
import { refusalVerdict } from './refusal.ts'
import type { Routes } from './routes.ts'
import { sealCopies, slowSeals } from './seal-copies.ts'
import { Shard } from './shard.ts'
import type { Traffic } from './traffic.ts'
import { addPartitions, endTransaction, type Place } from './transaction.ts'

export interface ShardHooks {
  readonly context: FlowContext
  readonly routes: Routes
  readonly traffic: Traffic
  /** Throws while the positions topic is not there, or not as the shards need it. */
  positionsTopicId(): string
  halt(copy: PartitionCopy, error: StraitError): void
  stepOver(copy: PartitionCopy, proof: Proof): Promise<void>
  fenced(shard: Shard): void
  stale(): void
  trouble(error: unknown, what: string): void
  works(what: string): void
  waits(copy: PartitionCopy, reason: StraitError): void
}

/** How many partitions are proven at once: each may read a stretch of both logs. */
const proofsAtOnce = 16

/** Builds the shard; its loop starts with `start()`. */
export function openShard(number: number, hooks: ShardHooks): Shard {
  const { context, routes, traffic } = hooks
  const transactionalId = transactionalIdOf(context.identity, number)
  const stored = new Map<string, StoredPosition>()
  const brokers = context.targetBrokers
  const lane = new PositionLane({
    topicId: hooks.positionsTopicId(),
    partition: number,
    ready: (outlet) => traffic.ready(outlet),
    failed: (outcome) => laneFailed(outcome),
  })
  const shard: Shard = new Shard({
    number,
    lane,
    history: {
      transactionalId,
      add: async (session, copies, signal) => {
        const owner = { transactionalId, session, signal }
        for (const [topic, code] of await addPartitions(brokers, owner, copies.map(placeOf))) {
          throw leaderRefusal(code, { ...context.sides.target, ...writing(topic) })
        }
      },
      commit: (session, signal) => endTransaction(brokers, { transactionalId, session, signal }, 'commit'),
    },
    takeSession: (signal) =>
      takeShard(context, { transactionalId, signal, slow: () => slow([...shard.copies]) }),
    seal: (session, copies, signal) => {
      adoptPositionsTopic(hooks.positionsTopicId(), lane, shard)
      const leader = routes.targetLeader(positionsTopic, number)
      if (leader === undefined) throw noLeader(context.target.name, positionsTopic, number)
      traffic.bindWriter(lane, leader)
      const owner = { transactionalId, session, signal, slow: () => slow(copies) }
      return sealCopies(owner, { context, number, copies })
    },
    unreachable: (copy) => unreachable(hooks, copy),
    stands: (copy) => stands(context, copy),
    loadPositions: async (signal) => {
      for (const [key, position] of await loadPositions(hooks, number, signal)) stored.set(key, position)
    },
    prove: (copies, signal) => proveAll(copies, { hooks, stored, signal }),
    stepOver: hooks.stepOver,
    record: (copy, session) => positionRecords(context.identity, copy, session),
    started: (copy) => {
      const source = routes.sourceLeader(copy.route)
      const target = routes.targetLeader(copy.remoteTopic, copy.partition)
      if (source === undefined || target === undefined) return shard.reprove(copy)
      traffic.bindWriter(copy, target)
      traffic.bindFetcher(copy, source)
    },
    halt: hooks.halt,
    fenced: hooks.fenced,
    trouble: (error, what) => {
      hooks.stale()
      hooks.trouble(error, what)
    },
    works: hooks.works,
    waits: (copy, reason) => {
      hooks.stale()
      hooks.waits(copy, reason)
    },
    now: () => Date.now(),
  })
  const slow = slowSeals(hooks, number)
  function laneFailed(outcome: Outcome): void {
    if (outcome.kind === 'refused' && refusalVerdict(outcome.code) === 'fenced') hooks.fenced(shard)
    else shard.distrust()
  }
  return shard
}

/** Whatever was stored was stored in the former one. */
function adoptPositionsTopic(topicId: string, lane: PositionLane, { copies }: Shard): void {
  if (lane.remoteTopicId === topicId) return
  lane.remoteTopicId = topicId
  for (const { map } of copies) map.unstored()
}

async function takeShard(
  { identity, targetBrokers, sides, expectClusters }: FlowContext,
  owner: Parameters<typeof takeSession>[1],
): Promise<ProducerSession> {
  await expectClusters()
  return takeSession(targetBrokers, owner).catch((error: unknown) => {
    throw refused(error, sides.target, fencing(identity))
  })
}

function unreachable(
  { context, routes }: ShardHooks,
  { route, remoteTopic, partition }: PartitionCopy,
): StraitError | undefined {
  if (routes.sourceLeader(route) === undefined) return noLeader(context.source.name, route.topic, partition)
  const led = routes.targetLeader(remoteTopic, partition) !== undefined
  return led ? undefined : noLeader(context.target.name, remoteTopic, partition)
}

async function stands({ target }: FlowContext, copy: PartitionCopy): Promise<boolean> {
  const [range] = await logRanges(target, [placeOf(copy)])
  if (range instanceof StraitError) throw range
  return range?.end === copy.position.targetNext
}

/** The records that make a copy's position durable: the newest chunk of its map and those that grew. */
function positionRecords(flow: string, copy: PartitionCopy, session: ProducerSession): PositionRecord[] {
  const known = copy.known
  if (known === undefined) return []
  return copy.map.dirtyChunks().map(({ chunk, runs }) => ({
    format: 1,
    flow,
    topic: copy.route.topic,
    partition: copy.partition,
    chunk,
    runs,
    sourceNext: known.sourceNext,
    targetNext: known.targetNext,
    sourceTopicId: copy.route.topicId,
    targetTopicId: copy.route.remoteTopicId,
    sourceLeaderEpoch: known.leaderEpoch,
    producerId: session.producerId,
    producerEpoch: session.producerEpoch,
  }))
}

function noLeader(cluster: string, topic: string, partition: number): StraitError {
  return new StraitError('ST353', `cluster "${cluster}": ${topic}-${partition} has no leader`)
}

function placeOf(copy: PartitionCopy): Place {
  return { topic: copy.remoteTopic, partition: copy.partition }
}

async function loadPositions(
  { context, routes, positionsTopicId }: ShardHooks,
  number: number,
  signal: AbortSignal,
): Promise<Map<string, StoredPosition>> {
  const place = { topic: positionsTopic, partition: number }
  const [range] = await logRanges(context.target, [place])
  const leader = routes.targetLeader(positionsTopic, number)
  if (range instanceof StraitError) throw range
  if (range === undefined || leader === undefined) throw noLeader(context.target.name, positionsTopic, number)
  const records: { key: Buffer | null; value: Buffer | null }[] = []
  const scanned = scanLog(
    context.targetBrokers,
    { ...place, topicId: positionsTopicId(), leader },
    { ...range, signal },
  )
  try {
    for await (const { batch, delivers } of scanned) if (delivers) records.push(...decodeRecords(batch))
  } catch (error) {
    throw refused(error, context.sides.target, reading(positionsTopic))
  }
  return offsetMapsFrom(records)
}

async function proveAll(
  copies: readonly PartitionCopy[],
  given: { hooks: ShardHooks; stored: ReadonlyMap<string, StoredPosition>; signal: AbortSignal },
): Promise<Map<PartitionCopy, Proof | StraitError>> {
  const { context } = given.hooks
  const [sourceLogs, targetLogs] = await Promise.all([
    logRanges(
      context.source,
      copies.map(({ route }) => ({ topic: route.topic, partition: route.partition })),
    ),
    logRanges(context.target, copies.map(placeOf)),
  ])
  const mirrorMaker = await mirrorMakerOf(copies, given)
  const proofs = new Map<PartitionCopy, Proof | StraitError>()
  const pending = [...copies.entries()]
  async function work(): Promise<void> {
    for (let entry = pending.shift(); entry !== undefined; entry = pending.shift()) {
      const [index, copy] = entry
      const sourceLog = sourceLogs[index]
      const targetLog = targetLogs[index]
      if (sourceLog === undefined || targetLog === undefined) continue
      proofs.set(copy, await proveOne(copy, { ...given, sourceLog, targetLog, mirrorMaker }))
    }
  }
  await Promise.all(Array.from({ length: proofsAtOnce }, work))
  return proofs
}

/** Read anew each time: it may have been stopped meanwhile. Undefined where nothing is taken over. */
async function mirrorMakerOf(
  copies: readonly PartitionCopy[],
  { hooks, stored }: { hooks: ShardHooks; stored: ReadonlyMap<string, StoredPosition> },
): Promise<MirrorMakerState | undefined> {
  const { context } = hooks
  const isNew = ({ known, route: { topic, partition } }: PartitionCopy): boolean =>
    known === undefined && !stored.has(positionKey(context.identity, topic, partition))
  if (context.spec.start !== 'mirrormaker' || !copies.some(isNew)) return undefined
  return readMirrorMaker(context.spec, context)
}

async function proveOne(
  copy: PartitionCopy,
  given: {
    hooks: ShardHooks
    stored: ReadonlyMap<string, StoredPosition>
    sourceLog: LogRange | StraitError
    targetLog: LogRange | StraitError
    mirrorMaker: MirrorMakerState | undefined
    signal: AbortSignal
  },
): Promise<Proof | StraitError> {
  const { hooks, stored, sourceLog, targetLog, mirrorMaker, signal } = given
  const { context, routes } = hooks
  const { route } = copy
  if (sourceLog instanceof StraitError) return sourceLog
  if (targetLog instanceof StraitError) return targetLog
  async function* scan(side: 'source' | 'target', place: ScanPlace, start: number, end: number) {
    const brokers = side === 'source' ? context.sourceBrokers : context.targetBrokers
    try {
      yield* scanLog(brokers, place, { start, end, signal })
    } catch (error) {
      throw refused(error, context.sides[side], reading(place.topic))
    }
  }
  const sourcePlace = {
    topic: route.topic,
    topicId: route.topicId,
    partition: route.partition,
    leader: routes.sourceLeader(route) ?? -1,
  }
  const targetPlace = {
    topic: route.remoteTopic,
    topicId: route.remoteTopicId,
    partition: route.partition,
    leader: routes.targetLeader(route.remoteTopic, route.partition) ?? -1,
  }
  const position = knownPosition(
    copy,
    stored.get(positionKey(context.identity, route.topic, route.partition)),
  )
  try {
    return await prove({
      spec: context.spec,
      route,
      source: context.source,
      position,
      start: startOf(context, route),
      mirrorMaker,
      sourceLog,
      targetLog,
      scanSource: (start) => scan('source', sourcePlace, start, Number.MAX_SAFE_INTEGER),
      scanTarget: (start, end) => scan('target', targetPlace, start, end),
    })
  } catch (error) {
    if (error instanceof StraitError && !mayPass(error)) {
      return behind(position?.sourceNext, (await replaced(context, route)) ?? error)
    }
    if (signal.aborted) throw error
    return error instanceof StraitError
      ? error
      : new StraitError('ST305', `proving ${route.topic}-${route.partition} failed`, { cause: error })
  }
}

/**
 * Log ends are asked by name and answered for whatever bears the name now: before a copy is halted for what its
 * logs hold, they must be the logs it means.
 */
async function replaced({ source, target }: FlowContext, route: CopyRoute): Promise<StraitError | undefined> {
  const [[topic], [remote]] = await Promise.all([
    source.topics([route.topic]),
    target.topics([route.remoteTopic]),
  ])
  if (topic !== undefined && topic.id !== route.topicId) return recreated(route.topic, 'source')
  if (remote !== undefined && remote.id !== route.remoteTopicId) return recreated(route.remoteTopic, 'target')
  return undefined
}

/** The refusal with the source offset that the copy stands at, unless it names a range itself. */
function behind(sourceNext: number | undefined, error: StraitError): StraitError {
  if (sourceNext === undefined || error.facts['start'] !== undefined) return error
  const facts = { ...error.facts, start: sourceNext }
  return new StraitError(error.code, error.message, { cause: error, facts })
}

/** What this process knows beats what is stored; the stored map is taken over the first time. */
function knownPosition(copy: PartitionCopy, stored: StoredPosition | undefined) {
  const { topicId: sourceTopicId, remoteTopicId: targetTopicId } = copy.route
  const known = copy.known
  if (known !== undefined) return { ...known, sourceTopicId, targetTopicId }
  if (stored === undefined) return undefined
  copy.map = new MapTail(stored.runs, stored.firstChunk)
  return { ...stored, leaderEpoch: stored.sourceLeaderEpoch }
}

/** What appeared after the apply begins at its first record. */
function startOf({ spec, entry }: FlowContext, route: CopyRoute) {
  const initial = entry.initialTopics
  const late = initial !== undefined && route.partition >= (initial[route.topic] ?? 0)
  return late ? 'earliest' : spec.start
}

async function logRanges(
  cluster: FlowContext['source'],
  places: readonly Place[],
): Promise<(LogRange | StraitError)[]> {
  const [starts, ends] = await Promise.all([
    cluster.offsets(places, 'earliest'),
    cluster.offsets(places, 'latest'),
  ])
  return places.map((place, index) => rangeOf(place, starts[index], ends[index]))
}

function rangeOf(
  place: Place,
  start: PartitionOffset | undefined,
  end: PartitionOffset | undefined,
): LogRange | StraitError {
  const error = start?.error ?? end?.error
  if (error !== undefined) return error
  if (start === undefined || end === undefined) {
    return new StraitError('ST305', `no offsets were answered for ${place.topic}-${place.partition}`)
  }
  return { start: start.offset, end: end.offset }
}
