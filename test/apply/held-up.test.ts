// What a row that was not started says of why: by hand, since rows are data.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heldUpBy, waitsFor } from '../../src/apply/held-up.ts'
import type { ResourceChange } from '../../src/plan/resource-change.ts'
import { flowSpec, row } from './rows.ts'

const topic = (name: string, block: string, dependsOn: readonly string[] = []): ResourceChange => ({
  ...row('topic', { name }),
  made_for: [block],
  ...(dependsOn.length === 0 ? {} : { depends_on: [...dependsOn] }),
})

const stop = (name: string, dependsOn: readonly string[] = []): ResourceChange => ({
  ...row('flow', { name, before: flowSpec({ name }) }),
  made_for: [`flow.${name}`],
  ...(dependsOn.length === 0 ? {} : { depends_on: [...dependsOn] }),
})

type Ended = readonly [ResourceChange, 'done' | 'failed' | 'not_started']

function reasons(ended: readonly Ended[]): Record<string, readonly string[]> {
  const found = heldUpBy(ended.map(([change, status]) => ({ change, status })))
  return Object.fromEntries([...found].map(([{ name }, blocks]) => [name, blocks]))
}

test('a row waits for the block, the instances and the module that it depends on, and for no namesake', () => {
  const waiting = topic('w', 'flow.w', ['flow.hub', 'module.a["x"]', 'acl.one["k"]'])
  for (const [block, expected] of [
    ['flow.hub', true],
    ['flow.hub["eu"]', true],
    ['flow.hub2', false],
    ['flow.hub-eu', false],
    ['module.a["x"].flow.f', true],
    ['module.a["x"].module.b["y"].acl.c', true],
    ['module.a["y"].flow.f', false],
    ['acl.one["k"]', true],
    ['acl.one["l"]', false],
  ] as const)
    assert.equal(waitsFor(waiting, topic('t', block)), expected, block)
})

test('what fails holds up what depends on it, near and far, and nothing else', () => {
  assert.deepEqual(
    reasons([
      [topic('a', 'flow.a'), 'done'],
      [topic('b', 'flow.b'), 'failed'],
      [topic('b2', 'flow.b'), 'not_started'],
      [topic('c', 'flow.c', ['flow.b']), 'not_started'],
      [topic('d', 'flow.d', ['flow.c', 'flow.a']), 'not_started'],
      [topic('e', 'flow.e', ['flow.a']), 'not_started'],
      [topic('f', 'flow.f'), 'not_started'],
    ]),
    { c: ['flow.b'], d: ['flow.b'] },
  )
})

test('two that failed are both named', () => {
  assert.deepEqual(
    reasons([
      [topic('a', 'flow.hub["x"]'), 'failed'],
      [topic('b', 'module.m.flow.b'), 'failed'],
      [topic('c', 'flow.c', ['flow.hub', 'module.m']), 'not_started'],
    ]),
    { c: ['flow.hub["x"]', 'module.m.flow.b'] },
  )
})

test('what could not stop holds up the end of what it depended on', () => {
  assert.deepEqual(
    reasons([
      [stop('late', ['flow.middle']), 'failed'],
      [stop('middle', ['flow.first']), 'not_started'],
      [stop('first'), 'not_started'],
      [stop('other'), 'not_started'],
    ]),
    { middle: ['flow.late'], first: ['flow.late'] },
  )
})

test('an interrupt is nobody’s failure', () => {
  assert.deepEqual(
    reasons([
      [topic('a', 'flow.a'), 'done'],
      [topic('b', 'flow.b'), 'not_started'],
      [topic('c', 'flow.c', ['flow.b']), 'not_started'],
    ]),
    {},
  )
})
