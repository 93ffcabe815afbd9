import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../../src/agent/outlet.ts'
import { PositionLane, type PositionWrite } from '../../src/agent/position-lane.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import { readBatchHeader } from '../../src/wire/batch.ts'
import { decodeRecords } from '../../src/wire/records.ts'

const session = { producerId: 4711, producerEpoch: 3 }
const done: Outcome = { kind: 'appended', baseOffset: 0 }
const unknown: Outcome = { kind: 'unknown', error: new StraitError('ST300', 'the line went dead') }

function started(): { lane: PositionLane; failures: Outcome[] } {
  const failures: Outcome[] = []
  const lane = new PositionLane({
    topicId: 'a',
    partition: 2,
    ready: () => undefined,
    failed: (outcome) => failures.push(outcome),
  })
  lane.start(session)
  return { lane, failures }
}

function write(name: string, valueBytes = 10): PositionWrite {
  return { key: Buffer.from(name), value: Buffer.alloc(valueBytes, 'x') }
}

interface Settled {
  readonly state: 'durable' | 'failed'
  readonly message?: string
}

function outcomeOf(writing: Promise<void>): Promise<Settled> {
  return writing.then(
    () => ({ state: 'durable' }),
    (error: Error) => ({ state: 'failed', message: error.message }),
  )
}

function headerOf(batch: Buffer | undefined) {
  assert.ok(batch !== undefined)
  const { producerId, producerEpoch, baseSequence, count } = readBatchHeader(batch)
  return { producerId, producerEpoch, baseSequence, count }
}

test('a write is durable once it is acknowledged, and sequences count its records', async () => {
  const { lane } = started()
  const [one, other] = [lane.write([write('a'), write('b')], 5), lane.write([write('c')], 5)]
  assert.deepEqual(headerOf(lane.take()), { ...session, baseSequence: 0, count: 2 })
  assert.deepEqual(headerOf(lane.take()), { ...session, baseSequence: 2, count: 1 })
  assert.equal(lane.take(), undefined)
  assert.equal(lane.busy, true)
  lane.settle(done)
  lane.settle(done)
  await Promise.all([one, other])
  assert.equal(lane.busy, false)
})

test('a null value ends what was stored under its key', async () => {
  const { lane } = started()
  void lane.write([{ key: Buffer.from('old'), value: null }], 5)
  const batch = lane.take()
  assert.ok(batch !== undefined)
  assert.deepEqual(
    decodeRecords(batch).map(({ key, value }) => [`${key}`, value]),
    [['old', null]],
  )
})

test('many and large positions are several batches, each below what a topic takes', () => {
  const { lane } = started()
  void lane.write(
    Array.from({ length: 1_200 }, (_, index) => write(`${index}`)),
    5,
  )
  void lane.write(
    Array.from({ length: 100 }, (_, index) => write(`${index}`, 20_000)),
    5,
  )
  const batches: Buffer[] = []
  for (let batch = lane.take(); batch !== undefined; batch = lane.take()) batches.push(batch)
  assert.deepEqual(
    batches.map((batch) => readBatchHeader(batch).count),
    [500, 500, 200, 26, 26, 26, 22],
  )
  for (const batch of batches) assert.ok(batch.length < 600_000, `${batch.length} bytes`)
})

for (const { name, outcome, says } of [
  { name: 'a lost answer', outcome: unknown, says: 'the line went dead' },
  {
    name: 'a refusal',
    outcome: { kind: 'refused', code: 47, message: '' },
    says: 'the target refused a position (INVALID_PRODUCER_EPOCH)',
  },
] as const) {
  test(`${name} fails the write and all that wait, once, and ends the session`, async () => {
    const { lane, failures } = started()
    const writes = ['a', 'b', 'c'].map((key) => outcomeOf(lane.write([write(key)], 5)))
    lane.take()
    lane.take()
    lane.settle(outcome)
    lane.settle(outcome)
    assert.deepEqual(await Promise.all(writes), Array(3).fill({ state: 'failed', message: says }))
    assert.deepEqual(failures, [outcome])
    assert.equal(lane.take(), undefined)
  })
}

test('without a session nothing is promised: a write fails at once instead of waiting for nobody', async () => {
  const { lane } = started()
  void outcomeOf(lane.write([write('a')], 5))
  lane.take()
  lane.settle(unknown)
  assert.deepEqual(await outcomeOf(lane.write([write('b')], 5)), {
    state: 'failed',
    message: 'the producer session was given up',
  })
})

test('a reset gives up what waits, waits for what is in flight, and a new session counts from 0', async () => {
  const { lane, failures } = started()
  const flying = outcomeOf(lane.write([write('a')], 5))
  lane.take()
  const waiting = outcomeOf(lane.write([write('b')], 5))
  let over = false
  const reset = lane.reset().then(() => {
    over = true
  })
  assert.equal((await waiting).state, 'failed')
  assert.equal(over, false)
  lane.settle(unknown)
  await reset
  assert.equal((await flying).state, 'failed')
  assert.deepEqual(failures, [], 'the session was over already')
  lane.start({ ...session, producerEpoch: 4 })
  void lane.write([write('c')], 5)
  assert.deepEqual(headerOf(lane.take()), { producerId: 4711, producerEpoch: 4, baseSequence: 0, count: 1 })
})

test('what waits for the lane to settle goes on when its last write is given up', async () => {
  const { lane } = started()
  const writing = outcomeOf(lane.write([write('a')], 5))
  const settled = lane.settled()
  lane.giveUp()
  await settled
  assert.equal((await writing).state, 'failed')
})

test('the lane stands still once all is answered, and what is written meanwhile goes out behind it', async () => {
  const { lane } = started()
  const before = lane.write([write('a')], 5)
  lane.take()
  const moments: string[] = []
  const still = lane.standStill(async () => {
    moments.push('still')
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal(lane.take(), undefined)
    assert.equal(lane.isFree, false)
    moments.push('over')
  })
  const meanwhile = lane.write([write('b')], 5)
  assert.equal(lane.take(), undefined)
  assert.deepEqual(moments, [])
  lane.settle(done)
  await Promise.all([before, still])
  assert.deepEqual(moments, ['still', 'over'])
  assert.equal(headerOf(lane.take()).baseSequence, 1)
  lane.settle(done)
  await meanwhile
  assert.equal(lane.isFree, true)
})

test('the lane goes on when what it stood still for failed', async () => {
  const { lane } = started()
  await assert.rejects(
    lane.standStill(() => Promise.reject(new StraitError('ST305', 'not sealed'))),
    { code: 'ST305' },
  )
  assert.equal(lane.isFree, true)
})
