import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBatchHeader } from '../../src/wire/batch.ts'
import { committedBatches, committedFilter } from '../../src/wire/committed.ts'
import type { AbortedTransaction } from '../../src/wire/messages/fetch.ts'
import { encodeBatch } from '../../src/wire/records.ts'

type Kind = 'plain' | 'transactional' | 'commit' | 'abort'
type Row = readonly [offset: number, kind: Kind, producerId: number, count?: number]

function batchOf([offset, kind, producerId, count = 1]: Row): Buffer {
  const marker = kind === 'commit' || kind === 'abort'
  const key = marker ? Buffer.from([0, 0, 0, kind === 'commit' ? 1 : 0]) : null
  const record = { timestampMs: 0, key, value: Buffer.from('v'), headers: [] }
  const batch = encodeBatch(Array(count).fill(record), { codec: 'none' })
  batch.writeBigInt64BE(BigInt(offset), 0)
  batch.writeBigInt64BE(BigInt(producerId), 43)
  batch.writeUInt16BE((kind === 'plain' ? 0 : 1 << 4) | (marker ? 1 << 5 : 0), 21)
  return batch
}

const cases: readonly {
  readonly name: string
  readonly log: readonly Row[]
  readonly aborted?: readonly (readonly [producerId: number, firstOffset: number])[]
  readonly delivered: readonly number[]
}[] = [
  { name: 'an empty log has nothing', log: [], delivered: [] },
  {
    name: 'plain batches are data, also of a producer that aborts elsewhere',
    log: [
      [0, 'plain', -1],
      [1, 'plain', 7],
    ],
    aborted: [[7, 0]],
    delivered: [0, 1],
  },
  {
    name: 'markers are never data',
    log: [
      [0, 'commit', 7],
      [1, 'abort', 7],
    ],
    delivered: [],
  },
  {
    name: 'a committed transaction is data',
    log: [
      [0, 'transactional', 7],
      [1, 'transactional', 7],
      [2, 'commit', 7],
    ],
    delivered: [0, 1],
  },
  {
    name: 'an aborted transaction is dropped from its first offset to its marker',
    log: [
      [0, 'transactional', 7],
      [1, 'commit', 7],
      [2, 'transactional', 7],
      [3, 'transactional', 7],
      [4, 'abort', 7],
      [5, 'transactional', 7],
      [6, 'commit', 7],
    ],
    aborted: [[7, 2]],
    delivered: [0, 5],
  },
  {
    name: 'transactions of several producers lie in each other',
    log: [
      [0, 'transactional', 7],
      [1, 'transactional', 8],
      [2, 'plain', 9],
      [3, 'transactional', 7],
      [4, 'abort', 7],
      [5, 'transactional', 8],
      [6, 'commit', 8],
    ],
    aborted: [[7, 0]],
    delivered: [1, 2, 5],
  },
  {
    name: 'one producer aborts twice in a row',
    log: [
      [0, 'transactional', 7],
      [1, 'abort', 7],
      [2, 'transactional', 7],
      [3, 'abort', 7],
      [4, 'transactional', 7],
      [5, 'commit', 7],
    ],
    aborted: [
      [7, 2],
      [7, 0],
    ],
    delivered: [4],
  },
  {
    name: 'the answer begins inside an aborted transaction',
    log: [
      [50, 'transactional', 7],
      [51, 'abort', 7],
      [52, 'transactional', 7],
    ],
    aborted: [[7, 3]],
    delivered: [52],
  },
  {
    name: 'an aborted transaction that begins in a later batch does not reach back',
    log: [
      [0, 'transactional', 7, 5],
      [5, 'commit', 7],
      [6, 'transactional', 7, 5],
      [11, 'abort', 7],
    ],
    aborted: [[7, 6]],
    delivered: [0],
  },
  {
    name: 'an abort whose marker is not in the answer drops to its end',
    log: [
      [0, 'plain', -1],
      [1, 'transactional', 7],
      [2, 'transactional', 7],
    ],
    aborted: [[7, 1]],
    delivered: [0],
  },
  {
    name: 'the marker of an empty transaction (a fence) takes an offset and nothing else',
    log: [
      [0, 'plain', 7],
      [1, 'abort', 7],
      [2, 'plain', 7],
    ],
    delivered: [0, 2],
  },
]

for (const { name, log, aborted = [], delivered } of cases) {
  test(name, () => {
    const abortedTransactions = aborted.map(
      ([producerId, firstOffset]): AbortedTransaction => ({ producerId, firstOffset }),
    )
    const records = Buffer.concat(log.map(batchOf))
    const found = committedBatches({ records, abortedTransactions })
    assert.deepEqual(
      found.map(({ header }) => header.baseOffset),
      delivered,
    )
    assert.deepEqual(
      found.map(({ batch }) => readBatchHeader(batch).baseOffset),
      delivered,
    )
  })
}

test('a marker without a type is damage', () => {
  const batch = batchOf([0, 'plain', 7])
  batch.writeUInt16BE(0b11_0000, 21)
  const filter = committedFilter({ abortedTransactions: [{ producerId: 7, firstOffset: 0 }] })
  assert.throws(() => filter(readBatchHeader(batch), batch), { code: 'ST307' })
})
