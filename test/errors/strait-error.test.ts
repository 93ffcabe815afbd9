import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asStraitError, StraitError } from '../../src/errors/strait-error.ts'

test('what is ours stays as it is, and anything else keeps its cause', () => {
  const ours = new StraitError('ST301', 'timed out')
  assert.equal(asStraitError(ours, 'ST300', 'writing failed'), ours)
  const cause = new RangeError('too long')
  const wrapped = asStraitError(cause, 'ST300', 'writing failed')
  assert.deepEqual([wrapped.code, wrapped.message, wrapped.cause], ['ST300', 'writing failed', cause])
})
