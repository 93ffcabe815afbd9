import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { Wake } from '../../src/agent/wake.ts'

async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false
  void promise.then(() => {
    settled = true
  })
  await turn()
  return settled
}

test('a ring wakes the sleeper', async () => {
  const wake = new Wake()
  const sleeping = wake.sleep(new AbortController().signal)
  assert.equal(await isSettled(sleeping), false)
  wake.ring()
  assert.equal(await isSettled(sleeping), true)
})

test('rings that came while awake are one wake-up, and not two', async () => {
  const wake = new Wake()
  const { signal } = new AbortController()
  wake.ring()
  wake.ring()
  assert.equal(await isSettled(wake.sleep(signal)), true)
  assert.equal(await isSettled(wake.sleep(signal)), false)
})

test('an abort wakes, and a sleep after it does not begin', async () => {
  const wake = new Wake()
  const abort = new AbortController()
  const sleeping = wake.sleep(abort.signal)
  abort.abort()
  assert.equal(await isSettled(sleeping), true)
  assert.equal(await isSettled(wake.sleep(abort.signal)), true)
})

test('a sleep ends by itself after its time', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const sleeping = new Wake().sleep(new AbortController().signal, 5_000)
  t.mock.timers.tick(4_999)
  assert.equal(await isSettled(sleeping), false)
  t.mock.timers.tick(1)
  assert.equal(await isSettled(sleeping), true)
})

test('a signal that lives as long as the process collects no listeners', async () => {
  const wake = new Wake()
  const { signal } = new AbortController()
  for (let round = 0; round < 20; round += 1) {
    const sleeping = wake.sleep(signal)
    wake.ring()
    await sleeping
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})
