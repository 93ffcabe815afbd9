// Proves where a copy stands before it may write: from the newest position (in memory, or the durable one), the
// identities of both topics, and the target's own log. It answers a place to go on from, or throws the reason
// why the partition must halt.

import { StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import type { MirrorMakerState } from '../live/mirror-maker-state.ts'
import { isHeartbeatsTopic } from '../mirror/naming.ts'
import type { FlowSpec } from '../topology/model.ts'
import type { ScannedBatch } from './log-scan.ts'
import type { CopyRoute } from './partition-copy.ts'
import { type RealignRequest, realign } from './realign.ts'
import { beginning, takeOver } from './take-over.ts'
import { foreign, type ProvenPosition, type Walked, walk } from './walk.ts'

/** A position with the identities it was written for. */
export interface KnownPosition extends ProvenPosition {
  readonly sourceTopicId: string
  readonly targetTopicId: string
}

export interface LogRange {
  readonly start: number
  readonly end: number
}

export interface ProofRequest {
  readonly spec: FlowSpec
  readonly route: CopyRoute
  readonly source: Cluster
  /** The newest position known, or undefined for a partition that was never copied. */
  readonly position: KnownPosition | undefined
  /** Where a partition begins that was never copied. */
  readonly start: FlowSpec['start']
  /** What MirrorMaker left, where the flow goes on where it stopped. */
  readonly mirrorMaker?: MirrorMakerState | undefined
  /** The target's log after the fence; its end stands still until we write. */
  readonly targetLog: LogRange
  readonly sourceLog: LogRange
  scanTarget(start: number, end: number): AsyncIterable<ScannedBatch>
  scanSource(start: number): AsyncIterable<ScannedBatch>
}

/** A proven place to go on from; `gap` is what the source no longer holds before it. */
export interface Proof extends Walked {
  readonly gap: LogRange | undefined
}

/** Throws ST510–ST516 where the partition has to halt, or a retriable error where the world has to recover. */
export async function prove(request: ProofRequest): Promise<Proof> {
  const walked = await provePosition(request)
  const { route, sourceLog } = request
  if (walked.sourceNext > sourceLog.end) {
    throw new StraitError(
      'ST516',
      `${route.topic}-${route.partition} on the source ends at offset ${sourceLog.end}, before the copied offset ` +
        `${walked.sourceNext}: its log was truncated, and the target holds records that the source lost.`,
      { facts: { start: sourceLog.end, end: walked.sourceNext } },
    )
  }
  if (walked.sourceNext >= sourceLog.start) return { ...walked, gap: undefined }
  const gap = { start: walked.sourceNext, end: sourceLog.start }
  if (request.spec.onGap === 'halt') {
    throw new StraitError(
      'ST520',
      `${route.topic}-${route.partition}: the source deleted offsets ${gap.start}–${gap.end - 1} before they were ` +
        'copied (retention or DeleteRecords). To go on behind them, set on_gap = "record" and apply.',
      { facts: gap },
    )
  }
  return { ...walked, sourceNext: sourceLog.start, leaderEpoch: -1, gap }
}

/** Heartbeats belong to a pair of clusters, whichever flow or tool copied them before: doubling one harms nobody. */
function deliveryOf({ spec, route }: ProofRequest): FlowSpec['delivery'] {
  return isHeartbeatsTopic(spec, route.topic) ? 'at_least_once' : spec.delivery
}

async function provePosition(request: ProofRequest): Promise<Walked> {
  const { route, position, targetLog } = request
  if (position === undefined) return firstPosition(request)
  if (position.sourceTopicId !== route.topicId) throw recreated(route.topic, 'source')
  if (position.targetTopicId !== route.remoteTopicId) throw recreated(route.remoteTopic, 'target')
  if (deliveryOf(request) === 'at_least_once') return { ...position, targetNext: targetLog.end, runs: [] }
  const place = `${route.remoteTopic}-${route.partition}`
  if (targetLog.end < position.targetNext) {
    throw new StraitError(
      'ST511',
      `${place} on the target ends at offset ${targetLog.end}, before the copied offset ${position.targetNext}: ` +
        'the target lost acknowledged records (an unclean election, or a restored disk).',
    )
  }
  return walkOn({ ...request, position, targetEnd: targetLog.end, place })
}

/** The source may have lost meanwhile what was copied behind the position. */
async function walkOn(request: RealignRequest): Promise<Walked> {
  const isCut = request.sourceLog.start > request.position.sourceNext
  const walking = isCut
    ? Promise.reject(foreign(request.place, 'it is not what the source has had there'))
    : walk(request)
  return walking.catch(async (error: unknown) => {
    if (!(error instanceof StraitError) || error.code !== 'ST510') throw error
    const found = await realign(request)
    if (found === undefined) throw error
    return found
  })
}

async function firstPosition(request: ProofRequest): Promise<Walked> {
  const { spec, route, targetLog, mirrorMaker } = request
  const isHeartbeats = isHeartbeatsTopic(spec, route.topic)
  if (mirrorMaker !== undefined && !isHeartbeats) {
    const taken = await takeOver(request, mirrorMaker)
    if (taken !== undefined) return taken
  }
  const offset = await firstRecord(request)
  if (offset !== undefined && deliveryOf(request) === 'exactly_once') {
    throw new StraitError(
      'ST512',
      `${route.remoteTopic}-${route.partition} on the target already holds records (from offset ` +
        `${offset}) that flow "${spec.name}" did not copy. Exactly-once needs a remote topic of its own: ` +
        'choose another naming, empty the topic, or set delivery = "at_least_once".',
    )
  }
  const sourceNext = await startOffset(request)
  if (offset !== undefined) return beginning(sourceNext, targetLog.end)
  return { sourceNext, targetNext: targetLog.end, leaderEpoch: -1, runs: [] }
}

/** Offset of the batch with the first record that the target holds. */
async function firstRecord({ targetLog, scanTarget }: ProofRequest): Promise<number | undefined> {
  for await (const { delivers, header } of scanTarget(targetLog.start, targetLog.end)) {
    if (delivers) return header.baseOffset
  }
  return undefined
}

async function startOffset({ start, route, source }: ProofRequest): Promise<number> {
  const place = [{ topic: route.topic, partition: route.partition }]
  const [found] = await source.offsets(place, start === 'mirrormaker' ? 'earliest' : start)
  if (found?.error !== undefined) throw found.error
  if (found !== undefined && found.offset >= 0) return found.offset
  const [end] = await source.offsets(place, 'latest')
  if (end?.error !== undefined) throw end.error
  return end?.offset ?? 0
}

/** The topic bears its name and is another one. */
export function recreated(topic: string, side: 'source' | 'target'): StraitError {
  const code = side === 'source' ? 'ST513' : 'ST514'
  return new StraitError(
    code,
    `topic "${topic}" on the ${side} was deleted and created again: the old position means nothing for it. ` +
      `\`strait explain ${code}\` says how to go on.`,
  )
}
