import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Settling } from '../../src/agent/settling.ts'
import { appended, batchAt, offer, running } from './copy-fixture.ts'

async function isOver(settled: Promise<void>): Promise<boolean> {
  const later = new Promise<boolean>((resolve) => setImmediate(resolve, false))
  return Promise.race([settled.then(() => true), later])
}

test('copies are paused at once, and settled when the last answer is in', async () => {
  const settling = new Settling()
  const copies = [running().copy, running().copy]
  for (const copy of copies) {
    offer(copy, batchAt(100, 5))
    copy.take()
  }
  const settled = settling.settle(copies, new AbortController().signal)
  assert.deepEqual(
    copies.map(({ state, inFlight }) => [state, inFlight]),
    [
      ['settling', 1],
      ['settling', 1],
    ],
  )
  for (const [copy, over] of [
    [copies[0], false],
    [copies[1], true],
  ] as const) {
    copy?.settle(appended(1_000))
    settling.copySettled()
    assert.equal(await isOver(settled), over)
  }
})

test('copies with nothing in flight are settled already', async () => {
  const { copy } = running()
  assert.equal(await isOver(new Settling().settle([copy], new AbortController().signal)), true)
  assert.equal(copy.state, 'settling')
})

test('who is stopped waits for no answer', async () => {
  const abort = new AbortController()
  const { copy } = running()
  offer(copy, batchAt(100, 5))
  copy.take()
  const settled = new Settling().settle([copy], abort.signal)
  assert.equal(await isOver(settled), false)
  abort.abort()
  assert.equal(await isOver(settled), true)
})
