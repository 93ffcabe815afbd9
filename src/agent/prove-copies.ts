// The positions of a shard's copies held against the logs of both clusters: each copy is proven by itself, and a refusal
// is its own.

import { asStraitError, StraitError } from '../errors/strait-error.ts'
import { type MirrorMakerState, readMirrorMaker } from '../live/mirror-maker-state.ts'
import type { StoredPosition } from '../mirror/position-records.ts'
import { positionKey } from '../mirror/positions.ts'
import type { FlowContext } from './flow-context.ts'
import { logRanges, targetPlace } from './log-ranges.ts'
import { type ScanPlace, scanLog } from './log-scan.ts'
import { MapTail } from './map-tail.ts'
import type { CopyRoute, PartitionCopy } from './partition-copy.ts'
import { mayPass, reading, refused } from './patience.ts'
import { type LogRange, type Proof, prove, recreated } from './proof.ts'
import type { Routes } from './routes.ts'

interface Given {
  readonly context: FlowContext
  readonly routes: Routes
  /** By `positionKey`. */
  readonly stored: ReadonlyMap<string, StoredPosition>
  readonly signal: AbortSignal
}

/** How many partitions are proven at once: each may read a stretch of both logs. */
const proofsAtOnce = 16

/** Rejects only where the logs' ends or MirrorMaker's state cannot be read at all, or the signal aborts. */
export async function proveCopies(
  copies: readonly PartitionCopy[],
  given: Given,
): Promise<Map<PartitionCopy, Proof | StraitError>> {
  const { context } = given
  const [sourceLogs, targetLogs] = await Promise.all([
    logRanges(
      context.source,
      copies.map(({ route }) => ({ topic: route.topic, partition: route.partition })),
    ),
    logRanges(context.target, copies.map(targetPlace)),
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
  { context, stored }: Given,
): Promise<MirrorMakerState | undefined> {
  const isNew = ({ known, route: { topic, partition } }: PartitionCopy): boolean =>
    known === undefined && !stored.has(positionKey(context.identity, topic, partition))
  if (context.spec.start !== 'mirrormaker' || !copies.some(isNew)) return undefined
  return readMirrorMaker(context.spec, context)
}

async function proveOne(
  copy: PartitionCopy,
  given: Given & {
    readonly sourceLog: LogRange | StraitError
    readonly targetLog: LogRange | StraitError
    readonly mirrorMaker: MirrorMakerState | undefined
  },
): Promise<Proof | StraitError> {
  const { context, routes, stored, sourceLog, targetLog, mirrorMaker, signal } = given
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
    return asStraitError(error, 'ST305', `proving ${route.topic}-${route.partition} failed`)
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
