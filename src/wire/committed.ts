// Which fetched batches are committed data. Control batches hold no data. Batches of an aborted transaction are
// dropped from its first offset to its abort marker. Fetch with read_committed: the broker then sends nothing past
// the last stable offset, so what is left is decided. (The last stable offset in the answer may be older than the
// data beside it and is no limit here.)

import { StraitError } from '../errors/strait-error.ts'
import { BATCH_HEADER_BYTES, type BatchHeader, eachBatch, readBatchHeader } from './batch.ts'
import type { AbortedTransaction } from './messages/fetch.ts'
import { VarintReader } from './varint.ts'

export interface FetchedData {
  readonly records: Buffer
  /** In any order. */
  readonly abortedTransactions: readonly AbortedTransaction[]
}

export type CommittedFilter = (header: BatchHeader, batch: Buffer) => boolean

/** To be asked about each batch of the answer, in order. Throws ST307 at a marker that cannot be read. */
export function committedFilter({
  abortedTransactions,
}: Pick<FetchedData, 'abortedTransactions'>): CommittedFilter {
  if (abortedTransactions.length === 0) return isData
  const waiting = abortedTransactions.toSorted((one, other) => one.firstOffset - other.firstOffset)
  const aborting = new Set<number>()
  let begun = 0
  return (header, batch) => {
    const lastOffset = header.baseOffset + header.lastOffsetDelta
    for (
      let next = waiting[begun];
      next !== undefined && next.firstOffset <= lastOffset;
      next = waiting[begun]
    ) {
      aborting.add(next.producerId)
      begun += 1
    }
    if (header.control) {
      if (isAbortMarker(batch)) aborting.delete(header.producerId)
      return false
    }
    return !(header.transactional && aborting.has(header.producerId))
  }
}

/** The committed batches of one fetched partition, in order. */
export function committedBatches(fetched: FetchedData): { header: BatchHeader; batch: Buffer }[] {
  const delivers = committedFilter(fetched)
  const committed: { header: BatchHeader; batch: Buffer }[] = []
  for (const batch of eachBatch(fetched.records)) {
    const header = readBatchHeader(batch)
    if (delivers(header, batch)) committed.push({ header, batch })
  }
  return committed
}

function isData(header: BatchHeader): boolean {
  return !header.control
}

/** A control record's key is its version and its type, int16 each; 0 aborts and 1 commits. */
function isAbortMarker(batch: Buffer): boolean {
  const reader = new VarintReader(batch, BATCH_HEADER_BYTES)
  reader.read()
  reader.byte()
  reader.read()
  reader.read()
  const key = reader.bytes()
  if (key === null || key.length < 4) throw new StraitError('ST307', 'a control record has no type')
  return key.readInt16BE(2) === 0
}
