import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FrameLease } from '../../src/agent/frame-lease.ts'
import { PartitionCopy } from '../../src/agent/partition-copy.ts'
import type { PreparedBatch } from '../../src/agent/prepared-batch.ts'
import { readBatchHeader, verifyCrc } from '../../src/wire/batch.ts'
import { decodeRecords } from '../../src/wire/records.ts'
import { appended, batchAt, offer, refused, route, running, sent, session, unknown } from './copy-fixture.ts'

test('sequences count records from 0, and answers move the position', () => {
  const { copy, told } = running()
  offer(copy, batchAt(100, 3), batchAt(103, 2), batchAt(105, 1))
  assert.deepEqual(sent(copy), { sequence: 0, epoch: 3, count: 3 })
  assert.deepEqual(sent(copy), { sequence: 3, epoch: 3, count: 2 })
  assert.deepEqual(copy.position, { sourceNext: 100, targetNext: 1_000 })
  copy.settle(appended(1_000))
  assert.deepEqual(copy.position, { sourceNext: 103, targetNext: 1_003 })
  assert.deepEqual(sent(copy), { sequence: 5, epoch: 3, count: 1 })
  copy.settle(appended(1_003))
  copy.settle(appended(1_005))
  assert.deepEqual(copy.position, { sourceNext: 106, targetNext: 1_006 })
  assert.deepEqual(told(), [
    ['appended', 103, 1_000],
    ['appended', 105, 1_003],
    ['appended', 106, 1_005],
  ])
  assert.deepEqual(copy.map.runs, [{ sourceStart: 100, targetStart: 1_000, count: 6 }])
})

test('an idle copy stands where fetching stands: behind markers and aborted data', () => {
  const { copy } = running()
  offer(copy, batchAt(100, 1))
  copy.fetchNext = 109
  sent(copy)
  assert.deepEqual(copy.position, { sourceNext: 100, targetNext: 1_000 })
  copy.settle(appended(1_000))
  assert.deepEqual(copy.position, { sourceNext: 109, targetNext: 1_001 })
})

test('a base offset that is not the expected one is a doubt, and nothing behind it counts', () => {
  const { copy, told } = running()
  offer(copy, batchAt(100, 2), batchAt(102, 2), batchAt(104, 2))
  for (let at = 0; at < 3; at += 1) sent(copy)
  copy.settle(appended(1_000))
  copy.settle(appended(1_003))
  assert.deepEqual(told(), [
    ['appended', 102, 1_000],
    ['distrust', 'the target put a batch at offset 1003 where 1002 was due: another writer, or lost data'],
  ])
  assert.deepEqual([copy.state, copy.position.sourceNext], ['settling', 102])
  copy.settle(appended(1_005))
  assert.deepEqual(told(), [['settled']])
  assert.deepEqual(copy.position, { sourceNext: 102, targetNext: 1_002 })
})

test('a lost answer is a doubt: what was appended is for the log to say', () => {
  const { copy, told } = running()
  offer(copy, batchAt(100, 2), batchAt(102, 2))
  sent(copy)
  sent(copy)
  copy.settle(unknown)
  copy.settle(unknown)
  assert.deepEqual(told(), [['distrust', 'the line went dead'], ['settled']])
  assert.deepEqual(copy.position, { sourceNext: 100, targetNext: 1_000 })
  assert.equal(copy.take(), undefined)
})

test('a refusal in the middle keeps what is before it, drops what is behind it, and goes on in the session', () => {
  const { copy, told } = running()
  offer(copy, batchAt(100, 2), batchAt(102, 3), batchAt(105, 4), batchAt(109, 1))
  for (let at = 0; at < 3; at += 1) sent(copy)
  copy.settle(appended(1_000))
  copy.settle(refused(10))
  // What was behind it is out of order for the broker, and says nothing new.
  copy.settle(refused(45))
  assert.deepEqual(told(), [['appended', 102, 1_000], ['refused', 105, 10], ['settled']])
  assert.deepEqual([copy.state, copy.take(), copy.idle], ['settling', undefined, true])
  // The seal of the same session put a marker at 1002.
  copy.place({ sourceNext: 102, targetNext: 1_003, leaderEpoch: 2 })
  copy.start(session)
  assert.equal(copy.fetchNext, 102)
  offer(copy, batchAt(102, 3))
  assert.deepEqual(sent(copy), { sequence: 2, epoch: 3, count: 3 })
  copy.settle(appended(1_003))
  assert.deepEqual(copy.position, { sourceNext: 105, targetNext: 1_006 })
  assert.deepEqual(copy.map.runs, [
    { sourceStart: 100, targetStart: 1_000, count: 2 },
    { sourceStart: 102, targetStart: 1_003, count: 3 },
  ])
})

test('a new session begins at sequence 0 with its own epoch', () => {
  const { copy } = running()
  offer(copy, batchAt(100, 5))
  sent(copy)
  copy.settle(appended(1_000))
  copy.pause()
  copy.place({ sourceNext: 105, targetNext: 1_006, leaderEpoch: 2 })
  copy.start({ ...session, producerEpoch: 4 })
  offer(copy, batchAt(105, 1))
  assert.deepEqual(sent(copy), { sequence: 0, epoch: 4, count: 1 })
  copy.settle(appended(1_006))
  assert.deepEqual(copy.position, { sourceNext: 106, targetNext: 1_007 })
})

test('sequences begin again at 0 behind 2^31 - 1', () => {
  const { copy } = running()
  const huge = batchAt(100, 1, { count: 2 ** 31 - 2 })
  offer(copy, huge, batchAt(101, 3), batchAt(104, 1))
  assert.equal(sent(copy)?.sequence, 0)
  assert.equal(sent(copy)?.sequence, 2_147_483_646)
  assert.equal(sent(copy)?.sequence, 1)
})

test('a paused copy tells that it is settled at once where nothing is in flight, else with the last answer', () => {
  const idle = running()
  idle.copy.pause()
  assert.deepEqual(idle.told(), [['settled']])
  const { copy, told } = running()
  offer(copy, batchAt(100, 1), batchAt(101, 1), batchAt(102, 1))
  sent(copy)
  sent(copy)
  copy.pause()
  assert.deepEqual([copy.state, copy.inFlight, copy.take()], ['settling', 2, undefined])
  copy.settle(appended(1_000))
  assert.deepEqual(told(), [['appended', 101, 1_000]])
  copy.settle(appended(1_001))
  assert.deepEqual(told(), [['appended', 102, 1_001], ['settled']])
  // The third was never sent: it is fetched again.
  assert.equal(copy.position.sourceNext, 102)
})

test('a halted copy sends and fetches nothing, but still counts what was on its way', () => {
  const { copy, told } = running()
  offer(copy, batchAt(100, 1), batchAt(101, 1))
  sent(copy)
  copy.halt('because')
  assert.deepEqual(
    [copy.state, copy.haltReason, copy.take(), copy.wantsFetch],
    ['halted', 'because', undefined, false],
  )
  copy.settle(appended(1_000))
  assert.deepEqual(told(), [['appended', 101, 1_000], ['settled']])
  assert.equal(copy.position.sourceNext, 101)
})

test('a copy is never placed while answers are due', () => {
  const { copy } = running()
  offer(copy, batchAt(100, 1))
  sent(copy)
  const place = () => copy.place({ sourceNext: 0, targetNext: 0, leaderEpoch: -1 })
  assert.throws(place, { name: 'AssertionError' })
})

test('small batches that wait are sent as one, with the runs of all', () => {
  const { copy, told } = running()
  const joined = { mergeCodec: 'none' } as const
  offer(
    copy,
    batchAt(100, 2, joined),
    batchAt(102, 1, joined),
    batchAt(110, 2, joined),
    batchAt(112, 1),
    batchAt(113, 1, joined),
  )
  const batch = copy.take()
  assert.ok(batch !== undefined && verifyCrc(batch))
  assert.deepEqual(
    decodeRecords(batch).map(({ value }) => `${value}`),
    ['100', '101', '102', '110', '111'],
  )
  assert.deepEqual(sent(copy), { sequence: 5, epoch: 3, count: 1 })
  assert.deepEqual(sent(copy), { sequence: 6, epoch: 3, count: 1 })
  for (const baseOffset of [1_000, 1_005, 1_006]) copy.settle(appended(baseOffset))
  assert.deepEqual(told(), [
    ['appended', 112, 1_000],
    ['appended', 113, 1_005],
    ['appended', 114, 1_006],
  ])
  assert.deepEqual(copy.map.runs, [
    { sourceStart: 100, targetStart: 1_000, count: 3 },
    { sourceStart: 110, targetStart: 1_003, count: 4 },
  ])
})

test('batches are joined no further than the target takes, and not at all where one is damaged', () => {
  const joined = { mergeCodec: 'none' } as const
  const { copy } = running()
  copy.mergeBytesMax = 2 * batchAt(100, 1).batch.length
  offer(copy, batchAt(100, 1, joined), batchAt(101, 1, joined), batchAt(102, 1, joined))
  assert.deepEqual(sent(copy), { sequence: 0, epoch: 3, count: 2 })
  assert.deepEqual(sent(copy), { sequence: 2, epoch: 3, count: 1 })
  const other = running().copy
  const damaged = batchAt(101, 1, joined)
  damaged.batch.writeUInt8(damaged.batch.readUInt8(65) ^ 1, 65)
  offer(other, batchAt(100, 1, joined), damaged)
  assert.deepEqual(sent(other), { sequence: 0, epoch: 3, count: 1 })
  const alone = other.take()
  assert.equal(alone !== undefined && verifyCrc(alone), false, 'the target is to see the damage')
})

test('every byte and frame that is taken in is given back, whatever becomes of its batch', () => {
  const frames: string[] = []
  let held = 0
  const copy = new PartitionCopy(route, {
    ready: () => undefined,
    room: (_, bytes) => {
      held -= bytes
    },
    appended: () => undefined,
    refused: () => undefined,
    distrust: () => undefined,
    settled: () => undefined,
    old: () => undefined,
  })
  const framed = (name: string, batch: PreparedBatch): PreparedBatch => {
    held += batch.batch.length
    return { ...batch, frame: new FrameLease(() => frames.push(name)) }
  }
  copy.place({ sourceNext: 100, targetNext: 1_000, leaderEpoch: 2 })
  copy.start(session)
  const joined = { mergeCodec: 'none' } as const
  offer(
    copy,
    framed('joined 1', batchAt(100, 1, joined)),
    framed('joined 2', batchAt(101, 1, joined)),
    framed('appended', batchAt(102, 1)),
    framed('refused', batchAt(103, 1)),
    framed('ignored', batchAt(104, 1)),
    framed('dropped', batchAt(105, 1)),
  )
  copy.take()
  assert.deepEqual(frames, ['joined 1', 'joined 2'])
  for (let at = 0; at < 3; at += 1) copy.take()
  for (const outcome of [appended(1_000), appended(1_002), refused(10), refused(45)]) copy.settle(outcome)
  assert.deepEqual(frames.toSorted(), ['appended', 'dropped', 'ignored', 'joined 1', 'joined 2', 'refused'])
  assert.equal(held, 0)
})

test('a partition that holds its share is not fetched until some of it is written', () => {
  const { copy } = running()
  const large = (at: number) =>
    batchAt(at, 1, { batch: Buffer.concat([batchAt(at, 1).batch, Buffer.alloc(3_000_000)]) })
  offer(copy, large(100), large(101))
  assert.deepEqual([copy.wantsFetch, copy.full], [true, false])
  offer(copy, large(102))
  assert.deepEqual([copy.wantsFetch, copy.full], [false, true])
  copy.take()
  copy.settle(appended(1_000))
  assert.deepEqual([copy.wantsFetch, copy.full], [true, false])
})

test('a position is due to be stored once for each place', () => {
  const { copy } = running()
  assert.equal(copy.takeMoved(), true)
  assert.equal(copy.takeMoved(), false)
  offer(copy, batchAt(100, 1))
  sent(copy)
  assert.equal(copy.takeMoved(), false)
  copy.settle(appended(1_000))
  assert.equal(copy.takeMoved(), true)
  copy.fetchNext = 105
  assert.equal(copy.takeMoved(), true, 'markers were passed')
})

test('an old batch waits for a transaction, goes in it, and stands once it is committed', () => {
  const { copy, told } = running(1_000)
  offer(copy, batchAt(100, 2), batchAt(102, 3))
  assert.deepEqual([copy.take(), copy.take(), copy.transactionalId], [undefined, undefined, null])
  assert.deepEqual(told(), [['old']])
  copy.enter('strait.orders.0')
  assert.equal(copy.transactionalId, 'strait.orders.0')
  const batch = copy.take()
  assert.ok(batch !== undefined && verifyCrc(batch))
  assert.equal(readBatchHeader(batch).transactional, true)
  assert.deepEqual(sent(copy), { sequence: 2, epoch: 3, count: 3 })
  copy.settle(appended(1_000))
  copy.hold()
  copy.settle(appended(1_002))
  assert.deepEqual(told(), [['settled']])
  assert.deepEqual([copy.complete, copy.position], [false, { sourceNext: 100, targetNext: 1_000 }])
  copy.committed()
  assert.deepEqual(told(), [
    ['appended', 102, 1_000],
    ['appended', 105, 1_002],
  ])
  // The commit's marker lies at 1005.
  assert.deepEqual([copy.complete, copy.position], [true, { sourceNext: 105, targetNext: 1_006 }])
  offer(copy, batchAt(105, 1, { maxTimestampMs: Date.now() }))
  assert.deepEqual(sent(copy), { sequence: 5, epoch: 3, count: 1 })
  copy.settle(appended(1_006))
  assert.deepEqual(copy.position, { sourceNext: 106, targetNext: 1_007 })
  assert.deepEqual(copy.map.runs, [
    { sourceStart: 100, targetStart: 1_000, count: 5 },
    { sourceStart: 105, targetStart: 1_006, count: 1 },
  ])
})

test('what an open transaction holds is no position, and is forgotten where the log has to say', () => {
  const { copy } = running(1_000)
  offer(copy, batchAt(100, 2))
  copy.take()
  copy.enter('strait.orders.0')
  sent(copy)
  copy.settle(appended(1_000))
  copy.pause()
  assert.deepEqual(copy.known, { sourceNext: 100, targetNext: 1_000, leaderEpoch: 2 })
  copy.place({ sourceNext: 102, targetNext: 1_003, leaderEpoch: 2 })
  copy.start({ ...session, producerEpoch: 4 })
  assert.deepEqual([copy.transactionalId, copy.map.runs], [null, []])
  assert.deepEqual(copy.position, { sourceNext: 102, targetNext: 1_003 })
})
