import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FrameLease } from '../../src/agent/frame-lease.ts'

function counted(): { lease: FrameLease; given: () => number } {
  let given = 0
  const lease = new FrameLease(() => {
    given += 1
  })
  return { lease, given: () => given }
}

test('the last holder gives the frame back, once', () => {
  const { lease, given } = counted()
  lease.hold()
  lease.hold()
  lease.release()
  lease.release()
  assert.equal(given(), 0)
  lease.release()
  assert.equal(given(), 1)
})

test('a frame that was given back is neither held nor given back again', () => {
  const { lease, given } = counted()
  lease.release()
  assert.throws(() => lease.hold(), { name: 'AssertionError' })
  assert.throws(() => lease.release(), { name: 'AssertionError' })
  assert.equal(given(), 1)
})
