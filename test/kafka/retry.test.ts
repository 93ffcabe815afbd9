import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StraitError } from '../../src/errors/strait-error.ts'
import { pauseAfter, retrying } from '../../src/kafka/retry.ts'

const pauses = (error: unknown) => Array.from({ length: 9 }, (_, round) => pauseAfter(round, error))

test('pauses grow while a broker is lost, and end for good after some', () => {
  const lost = new StraitError('ST300', 'lost', { facts: { host: 'kafka.example', port: 9092 } })
  assert.deepEqual(pauses(lost), [100, 200, 400, 800, 1600, 3200, 6400, undefined, undefined])
})

test('a cluster of which no broker answers is given up sooner', () => {
  const lost = new StraitError('ST300', 'no broker of the cluster answers')
  assert.deepEqual(pauses(lost).slice(3, 7), [800, 1600, undefined, undefined])
})

test('a broker that greets and hangs up three times in a row wants a login, and is not asked a fourth time', async () => {
  const hangUp = new StraitError('ST300', 'lost', { facts: { host: 'k', port: 9092, standing: 'greeted' } })
  const away = new StraitError('ST300', 'lost', { facts: { host: 'k', port: 9092, standing: 'silent' } })
  const triesOf = async (errors: readonly StraitError[]): Promise<number> => {
    let tries = 0
    await retrying(async () => {
      const error = errors[tries]
      tries++
      if (error !== undefined) throw error
    }).catch(() => undefined)
    return tries
  }
  assert.equal(await triesOf([hangUp, hangUp, hangUp, hangUp]), 3)
  assert.equal(await triesOf([hangUp, hangUp, away, hangUp]), 5)
})

test('what only a person can change is not tried again', async () => {
  let tries = 0
  const refused = new StraitError('ST350', 'no READ')
  const failing = retrying(async () => {
    tries++
    throw refused
  })
  await assert.rejects(failing, refused)
  assert.equal(tries, 1)
  assert.equal(pauseAfter(0, new TypeError('a mistake of ours')), undefined)
})

test('each try knows which one it is', async () => {
  const rounds: number[] = []
  const answer = await retrying(async (round) => {
    rounds.push(round)
    if (round < 2) throw new StraitError('ST301', 'late')
    return 'here'
  })
  assert.deepEqual([rounds, answer], [[0, 1, 2], 'here'])
})
