import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openContext } from '../../src/cli/context.ts'
import { reportFailure } from '../../src/cli/failure.ts'
import { StraitError } from '../../src/errors/strait-error.ts'

test('what a cluster or another process wrote cannot act on a terminal through a failure', () => {
  const noted: string[] = []
  const context = openContext({})
  const terminal = { ...context.terminal, note: (text: string) => void noted.push(text) }
  const cause = new Error('said \u001b[2J the broker')
  const error = new StraitError('ST451', 'held by \u001b]0;owned\u0007 someone\nsecond line', { cause })
  assert.equal(reportFailure({ ...context, terminal, json: false }, error), 1)
  assert.deepEqual(noted, [
    'Error[ST451]: held by <U+001B>]0;owned<U+0007> someone\nsecond line\n\n  because: said <U+001B>[2J the broker',
  ])
})
