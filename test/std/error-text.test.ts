import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorText } from '../../src/std/error-text.ts'

test('whatever was thrown has a text', () => {
  assert.equal(errorText(new RangeError('too long')), 'too long')
  assert.equal(errorText('out of range'), 'out of range')
  assert.equal(errorText(undefined), 'undefined')
})
