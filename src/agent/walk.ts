// Finds out where a partition stands after a change of owner. A position says "source offset S lies at target
// offset T"; whatever the target holds behind T was copied from the source behind S, in order. So the walk lays
// the two stretches beside each other, leaves out control batches and aborted data on both sides, and compares
// what is in them. A difference means that someone else wrote to the remote topic: it throws, never guesses.

import { StraitError } from '../errors/strait-error.ts'
import type { Run } from '../mirror/offset-map.ts'
import { BATCH_HEADER_BYTES, type BatchHeader, readBatchHeader } from '../wire/batch.ts'
import { decodeRecords, type WireRecord } from '../wire/records.ts'
import type { ScannedBatch } from './log-scan.ts'
import { type PreparedBatch, prepareBatch } from './prepared-batch.ts'

export interface ProvenPosition {
  readonly sourceNext: number
  readonly targetNext: number
  /** Of the last source batch before `sourceNext`; -1 unknown. */
  readonly leaderEpoch: number
}

export interface WalkRequest {
  /** For messages: the remote partition. */
  readonly place: string
  readonly position: ProvenPosition
  readonly targetEnd: number
  /** Others cut their batches in their own way, so the target may end inside one of the source's. */
  readonly mayEndInside?: boolean
  /** The target's end has to be readable: what others left in an open transaction may still be aborted. */
  readonly mustReadEnd?: boolean
  scanTarget(start: number, end: number): AsyncIterable<ScannedBatch>
  scanSource(start: number): AsyncIterable<ScannedBatch>
}

export interface Walked extends ProvenPosition {
  /** What was found behind the old position. */
  readonly runs: readonly Run[]
}

/** Throws ST510 where the two logs do not fit together, ST620 where the target's end cannot be read yet. */
export async function walk(request: WalkRequest): Promise<Walked> {
  const { position, targetEnd, place } = request
  const source = new SourceCursor(request)
  const runs: Run[] = []
  for await (const stretch of targetStretches(request)) {
    let done = 0
    while (done < stretch.count) {
      const piece = await source.next(stretch.count - done)
      if (piece === undefined) {
        throw foreign(place, `it holds ${stretch.count - done} records past the end of the source`)
      }
      if (stretch.content?.holds(stretch.first + done, piece) === false) {
        throw foreign(place, `the record at offset ${stretch.targetStart + done} is not the source's`)
      }
      for (const run of runsOf(piece, stretch.targetStart + done)) runs.push(run)
      done += piece.count
    }
  }
  if (source.insideBatch && request.mayEndInside !== true) {
    throw foreign(place, 'its end falls inside a source batch')
  }
  return {
    sourceNext: source.sourceNext,
    targetNext: Math.max(targetEnd, position.targetNext),
    leaderEpoch: source.leaderEpoch,
    runs,
  }
}

export interface Stretch {
  readonly targetStart: number
  readonly count: number
  /** Where in its batch it begins: a place that others told of may lie inside one. */
  readonly first: number
  /** Undefined where retention or compaction took the records; they still count. */
  readonly content?: BatchContent
}

/** What the target holds behind the position, in order, without markers and aborted data. */
export async function* targetStretches(request: WalkRequest): AsyncGenerator<Stretch> {
  const { position, targetEnd, scanTarget } = request
  let next = position.targetNext
  if (next >= targetEnd) return
  for await (const { batch, header, delivers } of scanTarget(next, targetEnd)) {
    if (header.baseOffset > next) yield { targetStart: next, count: header.baseOffset - next, first: 0 }
    const start = Math.max(next, header.baseOffset)
    const end = header.baseOffset + header.lastOffsetDelta + 1
    if (delivers) {
      const first = start - header.baseOffset
      yield { targetStart: start, count: end - start, first, content: new BatchContent(batch, header) }
    }
    next = end
  }
  if (next >= targetEnd) return
  if (request.mustReadEnd === true) {
    throw new StraitError(
      'ST620',
      `${request.place}: a transaction is still open at offset ${next} of the target, as MirrorMaker leaves one when it is killed; the brokers end it after its timeout (a minute unless set otherwise), and the flow goes on then`,
    )
  }
  yield { targetStart: next, count: targetEnd - next, first: 0 }
}

interface Piece {
  readonly batch: PreparedBatch
  /** Index of the first record of the piece in its batch. */
  readonly first: number
  readonly count: number
}

/** Hands out the source's records in pieces that end at a batch end or where the caller's need does. */
class SourceCursor {
  readonly #batches: AsyncIterator<PreparedBatch>
  #current: PreparedBatch | undefined
  #used = 0
  #end: number
  leaderEpoch: number

  constructor({ position, scanSource }: WalkRequest) {
    this.#end = position.sourceNext
    this.leaderEpoch = position.leaderEpoch
    this.#batches = deliveredBatches(scanSource(position.sourceNext), position.sourceNext)
  }

  /** The source offset of the record that was not handed out yet, or the end of all that were. */
  get sourceNext(): number {
    const batch = this.#current
    if (batch === undefined) return this.#end
    let left = this.#used
    for (const [start, count] of batch.runs) {
      if (left < count) return start + left
      left -= count
    }
    return batch.sourceEnd
  }

  get insideBatch(): boolean {
    return this.#current !== undefined
  }

  async next(countMax: number): Promise<Piece | undefined> {
    if (this.#current === undefined) {
      const read = await this.#batches.next()
      if (read.done === true) return undefined
      this.#current = read.value
      this.#used = 0
    }
    const batch = this.#current
    const piece = { batch, first: this.#used, count: Math.min(countMax, batch.count - this.#used) }
    this.#used += piece.count
    if (this.#used === batch.count) {
      this.#current = undefined
      this.#end = batch.sourceEnd
      this.leaderEpoch = batch.leaderEpoch
    }
    return piece
  }
}

async function* deliveredBatches(
  scanned: AsyncIterable<ScannedBatch>,
  sourceNext: number,
): AsyncGenerator<PreparedBatch> {
  for await (const { batch, header, delivers } of scanned) {
    const prepared = delivers ? prepareBatch(batch, header, sourceNext) : undefined
    if (prepared !== undefined) yield prepared
  }
}

function runsOf({ batch, first, count }: Piece, targetStart: number): Run[] {
  const runs: Run[] = []
  let skip = first
  let left = count
  let target = targetStart
  for (const [sourceStart, length] of batch.runs) {
    const taken = Math.min(left, length - skip)
    if (taken > 0) {
      runs.push({ sourceStart: sourceStart + skip, targetStart: target, count: taken })
      target += taken
      left -= taken
    }
    skip = Math.max(0, skip - length)
    if (left === 0) break
  }
  return runs
}

/** What a target batch holds: compared as bytes first, record by record only where those differ. */
class BatchContent {
  readonly #batch: Buffer
  readonly #header: BatchHeader
  #byIndex: Map<number, WireRecord> | undefined

  constructor(batch: Buffer, header: BatchHeader) {
    this.#batch = batch
    this.#header = header
  }

  /** The target's broker set the times. */
  get logAppendTime(): boolean {
    return this.#header.logAppendTime
  }

  /** Whether the source's piece lies at `first` of this batch. */
  holds(first: number, piece: Piece): boolean {
    const source = piece.batch.batch
    const whole = first === 0 && piece.first === 0
    // Equal compressed bodies prove equal records; another codec or other boundaries prove nothing.
    if (whole && this.#isSameTime(source) && this.#bodyOf(source).equals(this.#bodyOf(this.#batch)))
      return true
    const sourceRecords = decodeRecords(source).slice(piece.first, piece.first + piece.count)
    return sourceRecords.every((record, index) => {
      const copy = this.record(first + index)
      return copy === undefined || this.#isCopy(copy, record)
    })
  }

  /** The target's own compaction leaves holes in a batch: undefined there. */
  record(index: number): WireRecord | undefined {
    this.#byIndex ??= new Map(
      decodeRecords(this.#batch).map((record) => [record.offset - this.#header.baseOffset, record]),
    )
    return this.#byIndex.get(index)
  }

  /** A body tells times from its header's on: the same value, sent again later, has the same body. */
  #isSameTime(source: Buffer): boolean {
    return this.logAppendTime || readBatchHeader(source).baseTimestamp === this.#header.baseTimestamp
  }

  #bodyOf(batch: Buffer): Buffer {
    return batch.subarray(BATCH_HEADER_BYTES)
  }

  #isCopy(copy: WireRecord, record: WireRecord): boolean {
    if (!this.logAppendTime && copy.timestampMs !== record.timestampMs) return false
    return sameBytes(copy.key, record.key) && sameBytes(copy.value, record.value)
  }
}

function sameBytes(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b)
}

/** The two logs do not fit together. */
export function foreign(place: string, found: string): StraitError {
  return new StraitError(
    'ST510',
    `${place} on the target does not continue what Strait copied: ${found}. Something else writes to this topic. ` +
      'Stop the other writer; `strait explain ST510` says how to go on.',
  )
}
