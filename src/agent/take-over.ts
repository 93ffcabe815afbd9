// Goes on where MirrorMaker stopped, in the remote topics that it filled. What it wrote down of its work is late by up
// to a minute when it was killed, so it is not believed: it only says where to begin comparing. From the newest pair
// of offsets that MirrorMaker recorded, the target's records are laid beside the source's up to the target's end.
// Where they are the same, record by record, the end is proven to be one source offset.

import { StraitError } from '../errors/strait-error.ts'
import { type MirrorMakerState, traceKey } from '../live/mirror-maker-state.ts'
import type { ProofRequest } from './proof.ts'
import { type Walked, walk } from './walk.ts'

/**
 * Undefined where MirrorMaker knows nothing of the partition. Throws ST620 while it runs or has left a
 * transaction open (again and again: both may end), ST621 where the logs do not prove where it stopped.
 */
export async function takeOver(request: ProofRequest, state: MirrorMakerState): Promise<Walked | undefined> {
  const { route, spec, targetLog, sourceLog } = request
  // Also where it knows nothing yet: it would begin with a topic that we begin with.
  if (state.isRunning) {
    throw new StraitError(
      'ST620',
      `MirrorMaker still copies from ${spec.source} to ${spec.target}: stop it, and "${spec.name}" goes on where it stopped`,
    )
  }
  const trace = state.traces.get(traceKey(route.topic, route.partition))
  if (trace === undefined) return undefined
  const { lastOffset, sync } = trace
  const next = lastOffset === undefined ? undefined : lastOffset + 1
  if (spec.delivery === 'at_least_once') {
    return beginning(next ?? sync?.upstreamOffset ?? sourceLog.start, targetLog.end)
  }
  // Nothing came after what it had copied for certain.
  if (next !== undefined && next >= sourceLog.end) return beginning(next, targetLog.end)
  if (sync === undefined) throw unproven(request, 'it recorded no pair of offsets of this partition')
  if (sync.upstreamOffset < sourceLog.start || sync.downstreamOffset < targetLog.start) {
    throw unproven(
      request,
      'the records from its last recorded pair of offsets on are not all there any more',
    )
  }
  const place = `${route.remoteTopic}-${route.partition}`
  const position = { sourceNext: sync.upstreamOffset, targetNext: sync.downstreamOffset, leaderEpoch: -1 }
  const walked = await walk({
    ...request,
    position,
    targetEnd: targetLog.end,
    place,
    mayEndInside: true,
    mustReadEnd: true,
  }).catch((error: unknown) => {
    if (error instanceof StraitError && error.code === 'ST510')
      throw unproven(request, 'the target does not hold the source’s records one by one', error)
    throw error
  })
  if (next !== undefined && walked.sourceNext < next) {
    throw unproven(request, `it copied up to source offset ${next}, and the target holds less`)
  }
  return { ...walked, runs: [mark(sync.upstreamOffset, sync.downstreamOffset), ...walked.runs] }
}

/** Behind records of others: groups that stand before it keep the offsets that they have. */
export function beginning(sourceNext: number, targetNext: number): Walked {
  return { sourceNext, targetNext, leaderEpoch: -1, runs: [mark(sourceNext, targetNext)] }
}

function mark(sourceStart: number, targetStart: number): Walked['runs'][number] {
  return { sourceStart, targetStart, count: 0 }
}

function unproven({ route, spec }: ProofRequest, why: string, cause?: unknown): StraitError {
  return new StraitError(
    'ST621',
    `${route.topic}-${route.partition}: where MirrorMaker stopped cannot be proven: ${why}. With delivery = ` +
      `"at_least_once" flow "${spec.name}" goes on where MirrorMaker last wrote down that it was, and some records ` +
      'may come twice; or delete the remote topic, and it is copied anew.',
    { cause },
  )
}
