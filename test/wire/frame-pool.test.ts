import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FramePool } from '../../src/wire/frame-pool.ts'

test('a frame that was given back is used again, also through a slice of it', () => {
  const pool = new FramePool(10_000_000)
  const first = pool.take(1_000_000)
  assert.equal(first.length, 1_000_000)
  pool.give(first.subarray(5, 100))
  const second = pool.take(900_000)
  assert.equal(second.length, 900_000)
  assert.equal(second.buffer, first.buffer)
  assert.notEqual(pool.take(900_000).buffer, first.buffer)
})

test('a frame in use is never handed out again', () => {
  const pool = new FramePool(10_000_000)
  const frames = Array.from({ length: 5 }, () => pool.take(300_000))
  assert.equal(new Set(frames.map(({ buffer }) => buffer)).size, 5)
})

test('a frame given back twice is a mistake of ours, not two frames in one place', () => {
  const pool = new FramePool(10_000_000)
  const frame = pool.take(500_000)
  pool.give(frame)
  assert.throws(() => pool.give(frame), { name: 'AssertionError' })
})

test('the pool keeps no more than it may, and nothing small', () => {
  const pool = new FramePool(1_048_576)
  const [one, two] = [pool.take(1_000_000), pool.take(1_000_000)]
  pool.give(one)
  pool.give(two)
  assert.equal(pool.take(1_000_000).buffer, one.buffer)
  assert.notEqual(pool.take(1_000_000).buffer, two.buffer)
  const small = pool.take(100)
  pool.give(small)
  assert.notEqual(pool.take(300_000).buffer, small.buffer)
})
