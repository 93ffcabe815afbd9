// The search against brokers that are a function: partition p holds records whose ages are given, oldest first.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cluster, OffsetAt, TopicPartition } from '../../src/kafka/cluster.ts'
import { agesOf } from '../../src/operate/offset-age.ts'

const nowMs = 1_800_000_000_000

/** Answers as ListOffsets by timestamp does, and counts the requests. */
function clusterWith(agesSeconds: readonly (readonly number[])[]) {
  let requests = 0
  const offsets = async (partitions: readonly TopicPartition[], at: OffsetAt) => {
    requests += 1
    assert.ok(typeof at === 'object')
    return partitions.map(({ topic, partition }) => {
      const times = (agesSeconds[partition] ?? []).map((age) => nowMs - age * 1000)
      return { topic, partition, offset: times.findIndex((time) => time >= at.timestampMs), leaderEpoch: 0 }
    })
  }
  return { cluster: { offsets } as unknown as Cluster, requests: () => requests }
}

const cases = [
  { name: 'a second', ages: [1, 0], offset: 0, expected: 1 },
  { name: 'half a minute', ages: [100, 30, 10], offset: 1, expected: 30 },
  { name: 'three hours', ages: [10_800, 5], offset: 0, expected: 10_800 },
  { name: 'a month', ages: [2_592_000], offset: 0, expected: 2_592_000 },
  { name: 'the younger of two', ages: [2_592_000, 60], offset: 1, expected: 60 },
]

for (const { name, ages, offset, expected } of cases) {
  test(`a record that is ${name} old is found to be about that old`, async () => {
    const { cluster } = clusterWith([ages])
    const [age] = await agesOf(cluster, [{ topic: 't', partition: 0, offset }], nowMs)
    const found = age?.ageSeconds ?? Number.NaN
    assert.ok(Math.abs(found - expected) <= expected / 8 + 1, `${found} instead of ${expected}`)
  })
}

test('all partitions are searched together', async () => {
  const many = Array.from({ length: 500 }, () => [4000])
  const { cluster, requests } = clusterWith(many)
  const waiting = many.map((_, partition) => ({ topic: 't', partition, offset: 0 }))
  const ages = await agesOf(cluster, waiting, nowMs)
  assert.equal(ages.length, 500)
  assert.ok(requests() < 30, `${requests()} requests`)
})

test('nothing waiting asks nothing', async () => {
  const { cluster, requests } = clusterWith([])
  assert.deepEqual(await agesOf(cluster, [], nowMs), [])
  assert.equal(requests(), 0)
})

test('a record without a usable time has no age', async () => {
  const { cluster } = clusterWith([[nowMs / 1000]])
  const [age] = await agesOf(cluster, [{ topic: 't', partition: 0, offset: 0 }], nowMs)
  assert.equal(age?.ageSeconds, null)
})
