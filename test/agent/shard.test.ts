// What a shard does with doubts, without brokers: its copies and connections are covered where brokers are.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProducerSession } from '../../src/agent/partition-copy.ts'
import type { PositionLane } from '../../src/agent/position-lane.ts'
import { Shard, type ShardOptions } from '../../src/agent/shard.ts'

function shardTaking(taken: ProducerSession[]): Shard {
  const lane = { reset: async () => {}, start: () => {}, giveUp: () => {} } as unknown as PositionLane
  return new Shard({
    number: 0,
    lane,
    history: { transactionalId: 'flow.0' },
    async takeSession() {
      const session = { producerId: 1n, epoch: taken.length } as unknown as ProducerSession
      taken.push(session)
      return session
    },
    works: () => {},
  } as unknown as ShardOptions)
}

test('what all copies doubt at once is one doubt, and one new session', async () => {
  const taken: ProducerSession[] = []
  const shard = shardTaking(taken)
  assert.equal(shard.distrust(), false)
  shard.start()
  while (shard.session === undefined) await delay(1)
  const first = shard.session
  assert.deepEqual(
    Array.from({ length: 100 }, () => shard.distrust()).filter((isNew) => isNew),
    [true],
  )
  while (shard.session === undefined) await delay(1)
  assert.notEqual(shard.session, first)
  assert.equal(taken.length, 2)
  await shard.stop()
})
