import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { ByteBudget } from '../../src/agent/byte-budget.ts'

/** Whether the promise is settled once everything that is due has run. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false
  void promise.then(() => {
    settled = true
  })
  await turn()
  return settled
}

test('there is room until the limit is reached, and again when something is given back', async () => {
  const budget = new ByteBudget(100)
  const { signal } = new AbortController()
  budget.take(99)
  assert.equal(await isSettled(budget.wait(signal)), true)
  budget.take(51)
  assert.deepEqual([budget.usedBytes, budget.room], [150, false])
  const [one, other] = [budget.wait(signal), budget.wait(signal)]
  budget.give(50)
  assert.equal(await isSettled(one), false, 'still at the limit')
  budget.give(1)
  assert.deepEqual([await isSettled(one), await isSettled(other)], [true, true])
})

test('an abort ends the wait without room, also one that came before', async () => {
  const budget = new ByteBudget(1)
  budget.take(1)
  const abort = new AbortController()
  const waiting = budget.wait(abort.signal)
  assert.equal(await isSettled(waiting), false)
  abort.abort()
  assert.equal(await isSettled(waiting), true)
  assert.equal(await isSettled(budget.wait(abort.signal)), true)
})

test('a signal that lives as long as the process collects no listeners', async () => {
  const budget = new ByteBudget(1)
  const { signal } = new AbortController()
  for (let round = 0; round < 20; round += 1) {
    budget.take(1)
    const waiting = budget.wait(signal)
    budget.give(1)
    await waiting
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})
