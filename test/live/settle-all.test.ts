import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StraitError } from '../../src/errors/strait-error.ts'
import { settleAll } from '../../src/live/settle-all.ts'

const missing = (message: string) => Promise.reject(new StraitError('ST350', message))

test('what all answered comes back in order, each of its own type', async () => {
  const [number, text, nothing] = await settleAll([Promise.resolve(1), 'two', undefined])
  assert.deepEqual([number + 1, text.length, nothing], [2, 3, undefined])
})

test('a single missing permission is told as it is', async () => {
  await assert.rejects(settleAll([missing('no READ'), 1]), { code: 'ST350', message: 'no READ' })
})

test('several missing permissions are told together, each once', async () => {
  const inner = settleAll([missing('no READ'), missing('no WRITE')])
  await assert.rejects(settleAll([inner, missing('no READ'), missing('no ALTER')]), {
    code: 'ST403',
    message: '3 permissions are missing:\n  no READ\n  no WRITE\n  no ALTER',
    facts: { missing: 3 },
  })
})

test('every cluster that is away is told, once and with its causes, under the code of the first', async () => {
  const away = (cluster: string, code: 'ST300' | 'ST302', cause?: Error) =>
    Promise.reject(new StraitError(code, `cluster "${cluster}": away`, { facts: { cluster }, cause }))
  const us = () => away('us', 'ST300', new Error('connect ECONNREFUSED'))
  const eu = () => away('eu', 'ST302')
  await assert.rejects(settleAll([us(), missing('no READ'), us()]), {
    code: 'ST300',
    message: 'cluster "us": away',
  })
  const inner = settleAll([eu(), us()])
  await assert.rejects(settleAll([us(), inner, missing('no READ')]), {
    code: 'ST300',
    message: [
      '2 clusters cannot be read:',
      '  cluster "us": away; because: connect ECONNREFUSED',
      '  cluster "eu": away',
    ].join('\n'),
    facts: { unread: 2 },
  })
})

test('any other failure comes first, after everything has ended', async () => {
  let ended = false
  const slow = new Promise((resolve) => setImmediate(resolve)).then(() => {
    ended = true
  })
  const lost = Promise.reject(new StraitError('ST300', 'lost'))
  await assert.rejects(settleAll([missing('no READ'), lost, slow]), { code: 'ST300' })
  assert.ok(ended)
})
