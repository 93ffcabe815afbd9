import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  decodeCheckpoint,
  decodeHeartbeat,
  decodeOffsetSync,
  encodeCheckpoint,
  encodeHeartbeat,
  encodeOffsetSync,
} from '../../src/mirror/mm2-records.ts'
import { assertProperty } from '../fuzz.ts'

function hex({ key, value }: { key: Buffer; value: Buffer }) {
  return { key: key.toString('hex'), value: value.toString('hex') }
}

// The expected bytes were written by Kafka 4.3's own classes (see mm2-java.test.ts, which asks them again).
describe("MM2's records", () => {
  test('an offset sync has no version', () => {
    const sync = { topic: 'orders', partition: 3, upstreamOffset: 1234, downstreamOffset: 1200 }
    assert.deepEqual(hex(encodeOffsetSync(sync)), {
      key: '00066f726465727300000003',
      value: '00000000000004d200000000000004b0',
    })
    assert.deepEqual(decodeOffsetSync(encodeOffsetSync(sync)), sync)
  })

  test('a checkpoint names the group, the remote topic and both offsets', () => {
    const checkpoint = {
      group: 'g1',
      topic: 'A.orders',
      partition: 3,
      upstreamOffset: 1240,
      downstreamOffset: 1201,
      metadata: '',
    }
    assert.deepEqual(hex(encodeCheckpoint(checkpoint)), {
      key: '000267310008412e6f726465727300000003',
      value: '000000000000000004d800000000000004b10000',
    })
    assert.deepEqual(decodeCheckpoint(encodeCheckpoint(checkpoint)), checkpoint)
  })

  test('a heartbeat names both clusters and the time', () => {
    const heartbeat = { source: 'A', target: 'B', timestampMs: 1_700_000_000_000 }
    assert.deepEqual(hex(encodeHeartbeat(heartbeat)), { key: '000141000142', value: '00000000018bcfe56800' })
    assert.deepEqual(decodeHeartbeat(encodeHeartbeat(heartbeat)), heartbeat)
  })

  test('any names and offsets come back as they were', () => {
    const offset = fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER })
    const text = fc.string({ unit: 'grapheme', maxLength: 80 })
    const checkpoint = fc.record(
      {
        group: text,
        topic: text,
        partition: fc.nat(),
        upstreamOffset: offset,
        downstreamOffset: offset,
        metadata: text,
      },
      { noNullPrototype: true },
    )
    assertProperty(
      fc.property(checkpoint, (value) => assert.deepEqual(decodeCheckpoint(encodeCheckpoint(value)), value)),
    )
  })

  test('fields that a newer writer appends are passed over', () => {
    const { key, value } = encodeHeartbeat({ source: 'A', target: 'B', timestampMs: 1 })
    const longer = { key, value: Buffer.concat([value, Buffer.from('more')]) }
    assert.deepEqual(decodeHeartbeat(longer), { source: 'A', target: 'B', timestampMs: 1 })
  })

  const sound = encodeCheckpoint({
    group: 'g',
    topic: 't',
    partition: 0,
    upstreamOffset: 1,
    downstreamOffset: 1,
    metadata: '',
  })
  const broken: [string, { key: Buffer | null; value: Buffer | null }, RegExp][] = [
    ['a tombstone', { ...sound, value: null }, /missing/],
    ['no key', { ...sound, key: null }, /missing/],
    [
      'a value that is cut off',
      { ...sound, value: sound.value.subarray(0, 12) },
      /checkpoint cannot be read/,
    ],
    [
      'a key whose text is longer than the key',
      { ...sound, key: Buffer.from('00ff61', 'hex') },
      /its key is cut short/,
    ],
    ['a text of negative length', { ...sound, key: Buffer.from('ffff', 'hex') }, /its key has a null/],
    ['another version', { ...sound, value: Buffer.from('0001', 'hex') }, /version 1/],
    [
      'an offset past 2^53',
      { ...sound, value: Buffer.concat([Buffer.from('00007f', 'hex'), sound.value.subarray(3)]) },
      /out of range/,
    ],
  ]
  for (const [name, record, says] of broken) {
    test(`${name} is an error`, () => {
      assert.throws(() => decodeCheckpoint(record), { code: 'ST501', message: says })
    })
  }

  test('a text that Java could not read is not written', () => {
    assert.throws(() => encodeHeartbeat({ source: 'x'.repeat(32_768), target: 'B', timestampMs: 1 }), {
      code: 'ST501',
    })
  })
})
