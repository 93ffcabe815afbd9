// Fetches from one broker of the source, for all partitions that it leads, in a fetch session: one long poll at a
// time, the next one sent before the target has answered for the batches of the last. Committed data only. What a
// broker may say about one partition (moved, truncated, gone) is told to the flow; the others go on.

import { asStraitError, type StraitError } from '../errors/strait-error.ts'
import { type BatchHeader, eachBatch, readBatchHeader } from '../wire/batch.ts'
import { committedFilter } from '../wire/committed.ts'
import type { Connection } from '../wire/connection.ts'
import type { FramePool } from '../wire/frame-pool.ts'
import {
  decodeFetch,
  encodeFetch,
  type FetchedPartition,
  type FetchRequest,
  fetchApi,
} from '../wire/messages/fetch.ts'
import type { ByteBudget } from './byte-budget.ts'
import { FetchSession } from './fetch-session.ts'
import { FrameLease } from './frame-lease.ts'
import type { PartitionCopy } from './partition-copy.ts'
import { prepareBatch } from './prepared-batch.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Wake } from './wake.ts'

const maxWaitMs = 500
/** While a full partition waits for room, a long poll on the idle ones would hold it back. */
const maxWaitBesideFullMs = 10
const answerBytesMax = 8 * 1024 * 1024
const partitionBytesMax = 2 * 1024 * 1024

/** What the source said of one partition that a fetcher cannot settle by itself. */
export type FetchFault =
  | { readonly kind: 'moved' }
  | { readonly kind: 'unknown_topic' }
  | { readonly kind: 'out_of_range'; readonly logStart: number }
  | { readonly kind: 'diverged'; readonly epoch: number; readonly endOffset: number }
  | { readonly kind: 'uncopyable'; readonly error: StraitError; readonly start: number; readonly end: number }
  | { readonly kind: 'refused'; readonly code: number }

export interface FetcherOptions {
  connect(): Promise<Connection>
  /** The partitions that this broker leads; may change between calls. */
  copies(): Iterable<PartitionCopy>
  fault(copy: PartitionCopy, fault: FetchFault): void
  answered(): void
  /** The connection failed; routes may be stale. */
  lost(error: unknown): Promise<void>
  readonly budget: ByteBudget
  readonly rate: RateLimit | undefined
  readonly frames: FramePool
  readonly wake: Wake
}

/** Runs until the signal aborts. */
export async function fetchLoop(options: FetcherOptions, signal: AbortSignal): Promise<void> {
  const bytesMax = Math.min(answerBytesMax, options.rate?.burstBytes ?? answerBytesMax)
  let session: FetchSession | undefined
  while (!signal.aborted) {
    await options.budget.wait(signal)
    await options.rate?.wait(signal)
    const { wanted, isAnyFull } = sift(options.copies())
    if (wanted.length === 0) {
      await options.wake.sleep(signal, maxWaitMs)
      continue
    }
    try {
      const connection = await options.connect()
      if (session?.connection !== connection) session = new FetchSession(connection)
      const body = await request(session, {
        maxWaitMs: isAnyFull ? maxWaitBesideFullMs : maxWaitMs,
        minBytes: 1,
        maxBytes: bytesMax,
        isolation: 'read_committed',
        ...session.ask(wanted, Math.min(partitionBytesMax, bytesMax)),
      })
      const frame = new FrameLease(() => options.frames.give(body))
      options.answered()
      if (!signal.aborted) {
        const answer = decodeFetch(session.version, body)
        for (const { copy, fetched } of session.take(answer)) accept(copy, { fetched, frame }, options)
      }
      frame.release()
    } catch (error) {
      session = undefined
      if (signal.aborted) return
      await options.lost(error)
    }
  }
}

function sift(copies: Iterable<PartitionCopy>): { wanted: PartitionCopy[]; isAnyFull: boolean } {
  const wanted: PartitionCopy[] = []
  let isAnyFull = false
  for (const copy of copies) {
    if (copy.wantsFetch) wanted.push(copy)
    else isAnyFull ||= copy.full
  }
  return { wanted, isAnyFull }
}

function request({ connection, version }: FetchSession, asked: FetchRequest): Promise<Buffer> {
  return connection.request({ key: fetchApi.key, version, flexible: true }, encodeFetch(version, asked))
}

function accept(
  copy: PartitionCopy,
  { fetched, frame }: { fetched: FetchedPartition; frame: FrameLease },
  options: FetcherOptions,
): void {
  if (fetched.errorCode !== 0) {
    options.fault(copy, faultOf(fetched))
    return
  }
  if (fetched.divergingEpoch !== undefined) {
    options.fault(copy, { kind: 'diverged', ...fetched.divergingEpoch })
    return
  }
  copy.waits.source = undefined
  copy.sourceEnd = fetched.highWatermark
  const delivers = committedFilter(fetched)
  for (const batch of eachBatch(fetched.records)) {
    const header = readBatchHeader(batch, 0)
    const end = header.baseOffset + header.lastOffsetDelta + 1
    const deliver = delivers(header, batch)
    if (end <= copy.fetchNext) continue
    if (deliver && !offer(copy, { batch, header, end, frame }, options)) return
    copy.fetchNext = end
    copy.fetchedEpoch = header.leaderEpoch
  }
}

/** False where the batch cannot be copied: nothing behind it may be offered either. */
function offer(
  copy: PartitionCopy,
  fetched: { batch: Buffer; header: BatchHeader; end: number; frame: FrameLease },
  options: FetcherOptions,
): boolean {
  const { batch, header, end, frame } = fetched
  try {
    const prepared = prepareBatch(batch, header, copy.fetchNext)
    if (prepared === undefined) return true
    if (prepared.untouched) frame.hold()
    options.budget.take(prepared.batch.length)
    options.rate?.spend(prepared.batch.length)
    copy.offer(prepared.untouched ? { ...prepared, frame } : prepared)
    return true
  } catch (cause) {
    const error = asStraitError(cause, 'ST518', 'rebuilding a batch failed')
    options.fault(copy, { kind: 'uncopyable', error, start: header.baseOffset, end })
    return false
  }
}

const movedCodes = new Set([5, 6, 9, 56, 72, 74, 75, 76, 78])
const unknownTopicCodes = new Set([3, 100, 103])
const offsetOutOfRange = 1

function faultOf(fetched: FetchedPartition): FetchFault {
  const code = fetched.errorCode
  if (code === offsetOutOfRange) return { kind: 'out_of_range', logStart: fetched.logStartOffset }
  if (movedCodes.has(code)) return { kind: 'moved' }
  if (unknownTopicCodes.has(code)) return { kind: 'unknown_topic' }
  return { kind: 'refused', code }
}
