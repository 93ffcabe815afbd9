// Turns a fetched, committed batch into what is sent: nearly always the very same bytes. A batch is rebuilt only
// where a broker rule demands it: compaction left holes (brokers want dense offsets), the copy starts inside
// the batch, or the source stamped LogAppendTime (a CreateTime target would fall back to the clients' times).

import assert from 'node:assert/strict'
import { StraitError } from '../errors/strait-error.ts'
import { type BatchHeader, type Codec, verifyCrc } from '../wire/batch.ts'
import { canMerge, mergeBatches } from '../wire/merge-batches.ts'
import { decodeRecords, encodeBatch } from '../wire/records.ts'
import type { FrameLease } from './frame-lease.ts'

export interface PreparedBatch {
  readonly batch: Buffer
  /** Records, which is also the number of target offsets that the batch takes. */
  readonly count: number
  /** Which source offsets the records come from, in order: [sourceStart, count]. */
  readonly runs: readonly (readonly [number, number])[]
  /** The source offset after the batch. */
  readonly sourceEnd: number
  readonly untouched: boolean
  /** Set where the batch is small and plain enough to be joined with neighbours of the same codec. */
  readonly mergeCodec: Codec | undefined
  /** Joined from several source batches: what the target refuses of it is asked again one by one. */
  readonly merged: boolean
  readonly maxTimestampMs: number
  readonly leaderEpoch: number
  /** The fetched frame that an untouched batch lies in, held until the batch is settled. */
  readonly frame?: FrameLease
}

/** What is still known of a batch once the target has it: no bytes, they are others' by then. */
export type AppendedBatch = Pick<
  PreparedBatch,
  'count' | 'runs' | 'sourceEnd' | 'leaderEpoch' | 'untouched'
> & { readonly bytes: number }

export function appendedOf({
  batch,
  count,
  runs,
  sourceEnd,
  leaderEpoch,
  untouched,
}: PreparedBatch): AppendedBatch {
  return { count, runs, sourceEnd, leaderEpoch, untouched, bytes: batch.length }
}

/** Above this size a broker's cost per batch no longer counts. */
const mergeableBytesMax = 16 * 1024

/** Undefined where no record at or past `sourceNext` is left. Throws ST307 where a rebuild meets damage. */
export function prepareBatch(
  batch: Buffer,
  header: BatchHeader,
  sourceNext: number,
): PreparedBatch | undefined {
  const sourceEnd = header.baseOffset + header.lastOffsetDelta + 1
  if (header.count === 0 || sourceEnd <= sourceNext) return undefined
  const dense = header.count === header.lastOffsetDelta + 1
  if (dense && header.baseOffset >= sourceNext && !header.logAppendTime) {
    return {
      batch,
      count: header.count,
      runs: [[header.baseOffset, header.count]],
      sourceEnd,
      untouched: true,
      mergeCodec: batch.length <= mergeableBytesMax && canMerge(header) ? header.codec : undefined,
      merged: false,
      maxTimestampMs: header.maxTimestamp,
      leaderEpoch: header.leaderEpoch,
    }
  }
  return rebuild(batch, header, sourceNext)
}

function rebuild(batch: Buffer, header: BatchHeader, sourceNext: number): PreparedBatch | undefined {
  // A rebuild computes a new CRC, so the old one must be proven first or damage would be sealed in.
  if (!verifyCrc(batch)) {
    throw new StraitError('ST307', `batch at source offset ${header.baseOffset} fails its CRC`)
  }
  const kept = decodeRecords(batch).filter((record) => record.offset >= sourceNext)
  if (kept.length === 0) return undefined
  const records = header.logAppendTime
    ? kept.map((record) => ({ ...record, timestampMs: header.maxTimestamp }))
    : kept
  return {
    batch: encodeBatch(records, { codec: header.codec }),
    count: records.length,
    runs: denseRuns(records),
    sourceEnd: header.baseOffset + header.lastOffsetDelta + 1,
    untouched: false,
    mergeCodec: undefined,
    merged: false,
    maxTimestampMs: header.maxTimestamp,
    leaderEpoch: header.leaderEpoch,
  }
}

/** Joins batches that follow each other. Throws ST307 where one of them is damaged. */
export function mergePrepared(parts: readonly PreparedBatch[]): PreparedBatch {
  const last = parts.at(-1)
  assert.ok(last !== undefined, 'something is joined')
  const runs: [number, number][] = []
  for (const [sourceStart, count] of parts.flatMap((part) => part.runs)) {
    const run = runs.at(-1)
    if (run !== undefined && run[0] + run[1] === sourceStart) run[1] += count
    else runs.push([sourceStart, count])
  }
  return {
    batch: mergeBatches(parts.map((part) => part.batch)),
    count: parts.reduce((sum, part) => sum + part.count, 0),
    runs,
    sourceEnd: last.sourceEnd,
    untouched: false,
    mergeCodec: undefined,
    merged: true,
    maxTimestampMs: parts.reduce((max, part) => Math.max(max, part.maxTimestampMs), -1),
    leaderEpoch: last.leaderEpoch,
  }
}

function denseRuns(records: readonly { offset: number }[]): [number, number][] {
  const runs: [number, number][] = []
  for (const { offset } of records) {
    const last = runs.at(-1)
    if (last !== undefined && last[0] + last[1] === offset) last[1] += 1
    else runs.push([offset, 1])
  }
  return runs
}
