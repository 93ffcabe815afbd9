// What an agent says of a flow in its report.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FlowContext } from '../../src/agent/flow-context.ts'
import { FlowStatus } from '../../src/agent/flow-status.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import { flowSpec } from '../apply/rows.ts'

function statusOf(): FlowStatus {
  const logger = { info: () => {}, warn: () => {}, error: () => {} }
  return new FlowStatus({ spec: flowSpec(), logger } as unknown as FlowContext, new Map())
}

test('while a flow cannot start its report says why, and no longer once it runs', () => {
  const status = statusOf()
  assert.equal(status.figures().message, null)
  status.trouble(new StraitError('ST306', 'GROUP_AUTHORIZATION_FAILED (30)'), 'group strait.us-to-eu')
  assert.equal(status.figures().message, 'group strait.us-to-eu: GROUP_AUTHORIZATION_FAILED (30)')
  status.state = 'running'
  status.trouble(new StraitError('ST301', 'timed out'), 'heartbeats')
  assert.equal(status.figures().message, null)
})

test('what ended it stays said', () => {
  const status = statusOf()
  status.fail(new StraitError('ST515', 'another agent has the id'))
  assert.deepEqual([status.figures().state, status.figures().message], ['failed', 'another agent has the id'])
})
