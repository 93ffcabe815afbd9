import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRetriable } from '../../src/errors/strait-error.ts'
import { appendRun, growOffsetMap } from '../../src/mirror/offset-map.ts'
import {
  chunkRuns,
  decodePosition,
  encodePosition,
  offsetMapsFrom,
} from '../../src/mirror/position-records.ts'
import { type PositionRecord, positionKey, runsPerChunk } from '../../src/mirror/positions.ts'

const position: PositionRecord = {
  format: 1,
  flow: 'us-to-eu',
  topic: 'orders',
  partition: 3,
  chunk: 0,
  runs: [
    [0, 0, 4],
    [6, 5, 3],
  ],
  sourceNext: 9,
  targetNext: 8,
  sourceTopicId: '0a',
  targetTopicId: '0b',
  sourceLeaderEpoch: 2,
  producerId: 4000,
  producerEpoch: 1,
}

const key = positionKey('us-to-eu', 'orders', 3)

function written(...records: PositionRecord[]) {
  return records.map((record) => encodePosition(record))
}

describe('position records', () => {
  test('a record is JSON under a JSON key that names its chunk', () => {
    const { key: name, value } = encodePosition(position)
    assert.equal(name.toString(), '["us-to-eu","orders",3,0]')
    assert.equal(
      value.toString(),
      '{"format":1,"flow":"us-to-eu","topic":"orders","partition":3,"chunk":0,"runs":[[0,0,4],[6,5,3]],' +
        '"sourceNext":9,"targetNext":8,"sourceTopicId":"0a","targetTopicId":"0b","sourceLeaderEpoch":2,' +
        '"producerId":4000,"producerEpoch":1}',
    )
    assert.deepEqual(decodePosition(encodePosition(position)), position)
  })

  const broken: { name: string; key?: string; value: string; says: RegExp }[] = [
    { name: 'no JSON', value: 'null!', says: /value: / },
    { name: 'a newer format', value: JSON.stringify({ ...position, format: 2 }), says: /format: / },
    {
      name: 'a missing field',
      value: JSON.stringify({ ...position, targetNext: undefined }),
      says: /targetNext: /,
    },
    { name: 'a field of a newer version', value: JSON.stringify({ ...position, more: 1 }), says: /more/ },
    {
      name: 'a negative offset',
      value: JSON.stringify({ ...position, sourceNext: -1 }),
      says: /sourceNext: /,
    },
    {
      name: 'an offset past 2^53',
      value: JSON.stringify({ ...position, sourceNext: 2 ** 53 }),
      says: /sourceNext: /,
    },
    {
      name: 'a run of fewer than no records',
      value: JSON.stringify({ ...position, runs: [[0, 0, -1]] }),
      says: /runs\.0\.2: /,
    },
    {
      name: "another partition's key",
      key: '["us-to-eu","orders",4,0]',
      value: JSON.stringify(position),
      says: /belongs/,
    },
  ]
  for (const { name, key: keyText, value, says } of broken) {
    test(`${name} is an error that names the record`, () => {
      const raw = { key: Buffer.from(keyText ?? '["us-to-eu","orders",3,0]'), value: Buffer.from(value) }
      assert.throws(
        () => decodePosition(raw),
        (error) =>
          error instanceof Error &&
          'code' in error &&
          error.code === 'ST500' &&
          error.message.includes('"orders"') &&
          says.test(error.message) &&
          !isRetriable(error),
      )
    })
  }
})

describe('offset maps from the positions topic', () => {
  test('the newest record of a chunk counts', () => {
    const maps = offsetMapsFrom(
      written(position, { ...position, runs: [[0, 0, 4]], sourceNext: 4, targetNext: 4 }),
    )
    assert.deepEqual(maps.get(key), {
      flow: 'us-to-eu',
      topic: 'orders',
      partition: 3,
      runs: [{ sourceStart: 0, targetStart: 0, count: 4 }],
      sourceNext: 4,
      targetNext: 4,
      sourceTopicId: '0a',
      targetTopicId: '0b',
      sourceLeaderEpoch: 2,
      producerId: 4000,
      producerEpoch: 1,
      firstChunk: 0,
      lastChunk: 0,
    })
  })

  test('chunks join in their own order and the newest chunk gives the ends', () => {
    const second = {
      ...position,
      chunk: 1,
      runs: [[20, 9, 1]] as PositionRecord['runs'],
      sourceNext: 30,
      targetNext: 12,
    }
    const map = offsetMapsFrom(written(second, position)).get(key)
    assert.deepEqual(
      [map?.runs.length, map?.sourceNext, map?.targetNext, map?.firstChunk, map?.lastChunk],
      [3, 30, 12, 0, 1],
    )
  })

  test('a trimmed chunk is gone and its numbers are not used again', () => {
    const second = {
      ...position,
      chunk: 1,
      runs: [[20, 9, 1]] as PositionRecord['runs'],
      sourceNext: 21,
      targetNext: 10,
    }
    const tombstone = { key: encodePosition(position).key, value: null }
    const map = offsetMapsFrom([...written(position, second), tombstone]).get(key)
    assert.deepEqual([map?.runs.length, map?.firstChunk], [1, 1])
  })

  test('partitions and flows do not mix', () => {
    const maps = offsetMapsFrom(
      written(position, { ...position, partition: 4 }, { ...position, flow: 'other' }),
    )
    assert.deepEqual(
      [...maps.keys()],
      [key, positionKey('us-to-eu', 'orders', 4), positionKey('other', 'orders', 3)],
    )
  })

  test('chunks of a topic that was deleted since are left out', () => {
    const again = {
      ...position,
      chunk: 1,
      sourceTopicId: '0c',
      runs: [[0, 8, 2]] as PositionRecord['runs'],
      sourceNext: 2,
      targetNext: 10,
    }
    const map = offsetMapsFrom(written(position, again)).get(key)
    assert.deepEqual(map?.runs, [{ sourceStart: 0, targetStart: 8, count: 2 }])
    assert.deepEqual([map?.firstChunk, map?.lastChunk, map?.sourceTopicId], [1, 1, '0c'])
  })

  test('a record without key is not ours', () => {
    assert.equal(offsetMapsFrom([{ key: null, value: Buffer.from('x') }]).size, 0)
  })

  const wrong: [string, PositionRecord[], RegExp][] = [
    ['a missing chunk', [position, { ...position, chunk: 2, runs: [] }], /chunk 1 is missing/],
    ['chunks that overlap', [position, { ...position, chunk: 1 }], /chunk 1 holds runs that overlap/],
    ['a position before the end of its runs', [{ ...position, sourceNext: 8 }], /position lies before/],
  ]
  for (const [name, records, says] of wrong) {
    test(`${name} is an error`, () => {
      assert.throws(() => offsetMapsFrom(written(...records)), { code: 'ST500', message: says })
    })
  }

  test('a map of many runs comes back from its chunks as it was, trimmed chunks aside', () => {
    const map = growOffsetMap()
    for (let index = 0; index < 3 * runsPerChunk + 5; index++) {
      appendRun(map, { sourceStart: index * 3, targetStart: index * 2, count: 2 })
    }
    const chunks = chunkRuns(map.runs, 7)
    assert.deepEqual(
      chunks.map(({ chunk, runs }) => [chunk, runs.length]),
      [
        [7, 256],
        [8, 256],
        [9, 256],
        [10, 5],
      ],
    )
    const records = chunks.map((chunk) => ({
      ...position,
      ...chunk,
      sourceNext: map.sourceNext,
      targetNext: map.targetNext,
    }))
    const stored = offsetMapsFrom(written(...records)).get(key)
    assert.deepEqual([stored?.runs, stored?.firstChunk, stored?.lastChunk], [map.runs, 7, 10])
  })

  test('an empty map is one empty chunk', () => {
    assert.deepEqual(chunkRuns([]), [{ chunk: 0, runs: [] }])
  })
})
