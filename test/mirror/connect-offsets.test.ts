import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  connectOffsetsTopic,
  decodeSourceOffset,
  encodeSourceOffset,
} from '../../src/mirror/connect-offsets.ts'

const orders = {
  connector: 'MirrorSourceConnector',
  cluster: 'primary',
  topic: 'orders',
  partition: 3,
  lastOffset: 1234,
}

function raw(key: string | null, value: string | null) {
  return { key: key === null ? null : Buffer.from(key), value: value === null ? null : Buffer.from(value) }
}

describe("Connect's source offsets", () => {
  test('the key has the bytes, and the record the partition, that Java gives it', () => {
    const { key, value, partition } = encodeSourceOffset(orders)
    assert.equal(
      key.toString(),
      '["MirrorSourceConnector",{"cluster":"primary","partition":3,"topic":"orders"}]',
    )
    assert.equal(value.toString(), '{"offset":1234}')
    assert.equal(partition, 4)
    assert.equal(encodeSourceOffset({ ...orders, cluster: 'A', topic: 't', partition: 0 }).partition, 7)
    assert.equal(encodeSourceOffset(orders, 1).partition, 0)
  })

  test('an offset comes back as it was', () => {
    assert.deepEqual(decodeSourceOffset(encodeSourceOffset(orders)), orders)
    assert.equal(connectOffsetsTopic('primary'), 'mm2-offsets.primary.internal')
  })

  const none: [string, ReturnType<typeof raw>][] = [
    [
      'a heartbeat entry',
      raw('["MirrorHeartbeatConnector",{"sourceClusterAlias":"A","targetClusterAlias":"B"}]', '{"offset":0}'),
    ],
    [
      'a checkpoint entry',
      raw('["MirrorCheckpointConnector",{"partition":0,"topic":"A.t","group":"g"}]', '{"offset":0}'),
    ],
    ['a tombstone', raw('["x",{"cluster":"A","partition":0,"topic":"t"}]', null)],
    ['a negative offset', raw('["x",{"cluster":"A","partition":0,"topic":"t"}]', '{"offset":-1}')],
  ]
  for (const [name, record] of none) {
    test(`${name} is no source offset`, () => assert.equal(decodeSourceOffset(record), undefined))
  }

  const broken: [string, ReturnType<typeof raw>][] = [
    ['no key', raw(null, '{"offset":1}')],
    ['a key that is no JSON', raw('x', '{"offset":1}')],
    ['a key of another shape', raw('{"a":1}', '{"offset":1}')],
    ['a value without offset', raw('["x",{"cluster":"A","partition":0,"topic":"t"}]', '{}')],
    [
      'an offset that JSON cannot hold',
      raw('["x",{"cluster":"A","partition":0,"topic":"t"}]', '{"offset":9223372036854775807}'),
    ],
  ]
  for (const [name, record] of broken) {
    test(`${name} is an error`, () => assert.throws(() => decodeSourceOffset(record), { code: 'ST501' }))
  }
})
