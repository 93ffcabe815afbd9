import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { RateLimit } from '../../src/agent/rate-limit.ts'

/** The monotonic clock, moved by hand. */
function handClock(t: TestContext): { passMs(ms: number): void } {
  let nowMs = 1_000_000
  t.mock.method(performance, 'now', () => nowMs)
  return {
    passMs(ms) {
      nowMs += ms
    },
  }
}

/** Whether bytes may move at once. */
async function isOpen(rate: RateLimit): Promise<boolean> {
  const abort = new AbortController()
  let open = false
  const waiting = rate.wait(abort.signal).then(() => {
    open = true
  })
  // Turns of the microtask queue only: no timer can have fired.
  for (let turn = 0; turn < 10; turn += 1) await null
  const was = open
  abort.abort()
  await waiting
  return was
}

test('a second’s worth may move at once, then nothing until time has passed', async (t) => {
  const clock = handClock(t)
  const rate = new RateLimit(1_000_000)
  rate.spend(999_999)
  assert.equal(await isOpen(rate), true)
  rate.spend(1)
  assert.equal(await isOpen(rate), false)
  clock.passMs(1)
  assert.equal(await isOpen(rate), true)
})

test('what was moved too much is waited for', async (t) => {
  const clock = handClock(t)
  const rate = new RateLimit(1_000)
  rate.spend(6_000)
  clock.passMs(4_999)
  assert.equal(await isOpen(rate), false)
  clock.passMs(2)
  assert.equal(await isOpen(rate), true)
})

test('an idle hour saves up no more than a second', async (t) => {
  const clock = handClock(t)
  const rate = new RateLimit(1_000)
  clock.passMs(3_600_000)
  rate.spend(1_000)
  assert.equal(await isOpen(rate), false)
})

test('the wait ends by itself', async () => {
  const rate = new RateLimit(1_000_000)
  rate.spend(1_005_000)
  await rate.wait(new AbortController().signal)
  assert.equal(await isOpen(rate), true)
})

test('a request asks for a quarter of a second, but for no less than a broker’s small answer', () => {
  assert.equal(new RateLimit(40_000_000).burstBytes, 10_000_000)
  assert.equal(new RateLimit(1_000).burstBytes, 16_384)
})
