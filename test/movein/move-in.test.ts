// The real MirrorMaker 2 between two real brokers, and Strait in its place. `npm run test:movein` also kills it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moveIn } from './move-in.ts'

test('a flow goes on where MirrorMaker was stopped, and MirrorMaker where the flow was: no record is lost, doubled or swapped', {
  timeout: 600_000,
}, async (context) => {
  const moved = await moveIn({ stop: 'SIGTERM', seed: 7, records: 2_000 }, (step) => context.diagnostic(step))
  const { imported, plans, applied, compared, lagging, done } = moved
  assert.equal(imported.code, 0, imported.stderr)
  assert.equal(plans.beside.code, 0, plans.beside.stderr)
  assert.match(plans.beside.stdout, /ST475/)
  assert.equal(plans.stopped.code, 0, plans.stopped.stderr)
  assert(moved.connectors?.includes('MirrorSourceConnector'), JSON.stringify(moved.connectors))
  assert.doesNotMatch(plans.stopped.stdout, /ST475/)
  assert.match(plans.stopped.stdout, /ST473/)
  assert.equal(applied.code, 0, applied.stderr)
  assert.match(plans.again.stdout, /No changes\./)
  assert(compared['orders'] !== undefined && compared['orders'] > 2_500)
  assert(lagging === undefined || lagging <= 40, `the group that lags was moved to ${lagging}`)
  assert.equal(done.found, done.expected)
  const { back, returned } = moved
  assert.match(back.early.stderr, /Error\[ST622\]: .*it runs: strait pause us-to-eu/)
  assert.equal(back.handedBack.code, 0, back.handedBack.stderr)
  assert.match(back.handedBack.stdout, /^ {2}orders-0 +goes on at \d+, instead of \d+$/m)
  assert.equal(back.exported.code, 0, back.exported.stderr)
  assert(returned['orders'] !== undefined && returned['orders'] > compared['orders'] + 500)
})
