import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { repeat } from '../../src/std/repeat.ts'

describe('repeat', () => {
  test('a run that fails is reported and the next one comes', async () => {
    const abort = new AbortController()
    const errors: unknown[] = []
    let runs = 0
    await repeat(
      async () => {
        runs += 1
        if (runs === 4) abort.abort()
        if (runs % 2 === 1) throw new Error(`run ${runs}`)
      },
      { intervalMs: 1, signal: abort.signal, onError: (error) => errors.push(error) },
    )
    assert.equal(runs, 4)
    assert.deepEqual(errors.map(String), ['Error: run 1', 'Error: run 3'])
  })

  test('runs never overlap, however long one takes', async () => {
    const abort = new AbortController()
    let [running, runs] = [0, 0]
    await repeat(
      async () => {
        running += 1
        assert.equal(running, 1)
        for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
        running -= 1
        runs += 1
        if (runs === 3) abort.abort()
      },
      { intervalMs: 0, signal: abort.signal, onError: (error) => assert.fail(String(error)) },
    )
    assert.equal(runs, 3)
  })

  test('an abort ends the wait at once, and its own failure is not reported', async () => {
    const abort = new AbortController()
    const errors: unknown[] = []
    const started = Promise.withResolvers<void>()
    const done = repeat(
      async () => {
        started.resolve()
        await new Promise((_, reject) =>
          abort.signal.addEventListener('abort', () => reject(abort.signal.reason)),
        )
      },
      { intervalMs: 3_600_000, signal: abort.signal, onError: (error) => errors.push(error) },
    )
    await started.promise
    abort.abort()
    await done
    assert.deepEqual(errors, [])
  })

  test('an aborted signal runs nothing', async () => {
    await repeat(async () => assert.fail('it ran'), {
      intervalMs: 1,
      signal: AbortSignal.abort(),
      onError: (error) => assert.fail(String(error)),
    })
  })
})
