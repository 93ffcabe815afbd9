import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ScannedBatch } from '../../src/agent/log-scan.ts'
import { type ProvenPosition, walk } from '../../src/agent/walk.ts'
import { type Codec, readBatchHeader, sealCrc } from '../../src/wire/batch.ts'
import { encodeBatch } from '../../src/wire/records.ts'

interface Entry {
  readonly at: number
  readonly values: readonly string[]
  /** A marker, or data of an aborted transaction. */
  readonly silent?: boolean
  readonly codec?: Codec
}

function batchOf({ at, values, codec = 'none' }: Entry): Buffer {
  const records = values.map((value) => ({
    timestampMs: 1_000,
    key: null,
    value: Buffer.from(value),
    headers: [],
  }))
  const batch = encodeBatch(records, { codec })
  batch.writeUInt32BE(at, 4)
  sealCrc(batch)
  return batch
}

function log(entries: readonly Entry[]) {
  return async function* scan(start: number, end = Number.MAX_SAFE_INTEGER): AsyncGenerator<ScannedBatch> {
    for (const entry of entries) {
      const batch = batchOf(entry)
      const header = readBatchHeader(batch)
      if (header.baseOffset + header.lastOffsetDelta < start || header.baseOffset >= end) continue
      yield { batch, header, delivers: entry.silent !== true }
    }
  }
}

const fromZero: ProvenPosition = { sourceNext: 0, targetNext: 0, leaderEpoch: -1 }

function walkOver(
  source: readonly Entry[],
  target: readonly Entry[],
  given: { end: number; position?: ProvenPosition },
) {
  return walk({
    place: 'orders-0',
    position: given.position ?? fromZero,
    targetEnd: given.end,
    scanSource: log(source),
    scanTarget: log(target),
  })
}

const source: Entry[] = [
  { at: 0, values: ['a', 'b'] },
  { at: 2, values: ['c'] },
  { at: 3, values: ['marker'], silent: true },
  { at: 4, values: ['d', 'e', 'f'] },
]

test('a target that ends with our marker stands where the position says', async () => {
  const target: Entry[] = [{ at: 7, values: ['marker'], silent: true }]
  const walked = await walkOver(source, target, {
    end: 8,
    position: { sourceNext: 2, targetNext: 7, leaderEpoch: 3 },
  })
  assert.deepEqual(walked, { sourceNext: 2, targetNext: 8, leaderEpoch: 3, runs: [] })
})

test('records behind the position are matched to their source, over markers on both sides', async () => {
  const target: Entry[] = [
    { at: 0, values: ['a', 'b'] },
    { at: 2, values: ['marker'], silent: true },
    { at: 3, values: ['c'] },
    { at: 4, values: ['d', 'e', 'f'] },
    { at: 7, values: ['marker'], silent: true },
  ]
  const walked = await walkOver(source, target, { end: 8 })
  assert.equal(walked.sourceNext, 7)
  assert.equal(walked.targetNext, 8)
  assert.deepEqual(walked.runs, [
    { sourceStart: 0, targetStart: 0, count: 2 },
    { sourceStart: 2, targetStart: 3, count: 1 },
    { sourceStart: 4, targetStart: 4, count: 3 },
  ])
})

test('a walk among batches that others cut begins and ends inside a batch of either side', async () => {
  const target: Entry[] = [
    { at: 10, values: ['a', 'b', 'c'] },
    { at: 13, values: ['d', 'e'] },
    { at: 15, values: ['marker'], silent: true },
  ]
  const walked = await walk({
    place: 'orders-0',
    position: { sourceNext: 1, targetNext: 11, leaderEpoch: -1 },
    targetEnd: 16,
    mayEndInside: true,
    scanSource: log(source),
    scanTarget: log(target),
  })
  assert.deepEqual([walked.sourceNext, walked.targetNext], [6, 16])
  assert.deepEqual(walked.runs, [
    { sourceStart: 1, targetStart: 11, count: 1 },
    { sourceStart: 2, targetStart: 12, count: 1 },
    { sourceStart: 4, targetStart: 13, count: 2 },
  ])
})

test('batches that the target keeps merged or under another codec are matched record by record', async () => {
  const target: Entry[] = [{ at: 0, values: ['a', 'b', 'c'], codec: 'gzip' }]
  const walked = await walkOver(source, target, { end: 3 })
  assert.equal(walked.sourceNext, 3)
  assert.deepEqual(walked.runs, [
    { sourceStart: 0, targetStart: 0, count: 2 },
    { sourceStart: 2, targetStart: 2, count: 1 },
  ])
})

test('offsets whose records retention took from the target still count', async () => {
  const target: Entry[] = [{ at: 2, values: ['c'] }]
  const walked = await walkOver(source, target, { end: 3 })
  assert.equal(walked.sourceNext, 3)
})

const foreign: { name: string; target: Entry[]; end: number; says: RegExp }[] = [
  {
    name: 'a record that is not the source’s stops the walk',
    target: [{ at: 0, values: ['a', 'x'] }],
    end: 2,
    says: /the record at offset 0 is not the source's/,
  },
  {
    name: 'more records than the source has stop the walk',
    target: [
      { at: 0, values: ['a', 'b'] },
      { at: 2, values: ['c'] },
      { at: 3, values: ['d', 'e', 'f'] },
      { at: 6, values: ['g'] },
    ],
    end: 7,
    says: /it holds 1 records past the end of the source/,
  },
  {
    name: 'an end inside a source batch stops the walk',
    target: [{ at: 0, values: ['a'] }],
    end: 1,
    says: /its end falls inside a source batch/,
  },
]

for (const { name, target, end, says } of foreign) {
  test(name, async () => {
    await assert.rejects(walkOver(source, target, { end }), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'ST510')
      assert.match(error.message, says)
      return true
    })
  })
}
