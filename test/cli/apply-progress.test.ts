// What people see of an apply, to the letter: on a terminal and in a log.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApplyResult } from '../../src/apply/apply-plan.ts'
import { applyReporter, reportResult } from '../../src/cli/apply-progress.ts'
import type { Context } from '../../src/cli/context.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import { isChange } from '../../src/plan/resource-change.ts'
import { guardPlans } from '../render/guard-plans.ts'
import { firstPlan } from '../render/plans.ts'
import { assertMatches } from './matches-schema.ts'

function scene(live: boolean) {
  const notes: string[] = []
  const printed: string[] = []
  const terminal: Context['terminal'] = {
    print: (text) => void printed.push(text),
    note: (text) => void notes.push(text),
    colour: { stdout: false, stderr: false },
    columns: 100,
    tableColumns: 100,
    noteColumns: 100,
    redraw: () => {},
    interactive: live,
    live,
    liveNotes: live,
    onResize: () => () => {},
  }
  const context: Context = { terminal, json: false, path: (path) => path, shown: (path) => path }
  return { context, notes, printed }
}

const changes = firstPlan.resource_changes.filter(isChange)
const [one, other, third] = changes
assert.ok(one && other && third)
const up = '\u001b[1A\r\u001b[J'

test('a terminal keeps what has ended and shows below it what is at work', () => {
  const { context, notes } = scene(true)
  const { onEvent, note, end } = applyReporter(context, firstPlan)
  onEvent({ type: 'change_start', change: one })
  onEvent({ type: 'change_start', change: other })
  note('Interrupted.')
  onEvent({ type: 'change_end', change: one, status: 'done' })
  end()
  end()
  const all = changes.length
  const both = `0 of ${all} done; ${one.address}: creating and 1 more …`
  const last = `1 of ${all} done; ${other.address}: creating …`
  assert.deepEqual(notes, [
    `0 of ${all} done; ${one.address}: creating …`,
    `${up}${both}`,
    `${up}Interrupted.\n${both}`,
    `${up}${one.address}: done\n${both}`,
    `${up}${last}`,
    `${up}\u001b[A`,
  ])
})

test('a log gets a line when a change begins and one when it has ended', () => {
  const { context, notes } = scene(false)
  const { onEvent, end } = applyReporter(context, firstPlan)
  onEvent({ type: 'change_start', change: one })
  const error = new StraitError('ST300', 'nobody answers')
  onEvent({ type: 'change_end', change: one, status: 'failed', error })
  end()
  assert.deepEqual(notes, [`${one.address}: creating`, `${one.address}: FAILED: ST300 nobody answers`])
})

test('a change that takes long is told of now and then, to people and to programs, until it has ended', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const people = scene(false)
  const program = scene(false)
  const told = applyReporter(people.context, firstPlan)
  const events = applyReporter({ ...program.context, json: true }, firstPlan)
  for (const { onEvent } of [told, events]) {
    onEvent({ type: 'change_start', change: one })
    onEvent({ type: 'change_start', change: other })
    onEvent({ type: 'change_end', change: other, status: 'done' })
  }
  t.mock.timers.tick(20_000)
  for (const { onEvent, end } of [told, events]) {
    onEvent({ type: 'change_end', change: one, status: 'done' })
    end()
  }
  t.mock.timers.tick(60_000)
  assert.deepEqual(
    people.notes.map((line) => line.replace(/, \d+ s$/, ', … s')),
    [
      `${one.address}: creating`,
      `${other.address}: creating`,
      `${other.address}: done`,
      `${one.address}: still creating, … s`,
      `${one.address}: still creating, … s`,
      `${one.address}: done`,
    ],
  )
  const documents = program.printed.map((line) => JSON.parse(line))
  for (const document of documents) assertMatches('events#event', document)
  assert.deepEqual(
    documents.flatMap(({ type, address }) => (type === 'apply_progress' ? [address] : [])),
    [one.address, one.address],
  )
})

test('a topic is destroyed and a flow is stopped', () => {
  const { context, notes } = scene(false)
  const { destroyed: plan } = guardPlans
  assert.ok(plan)
  const { onEvent } = applyReporter(context, plan)
  for (const change of plan.resource_changes.filter(isChange)) onEvent({ type: 'change_start', change })
  assert.deepEqual(notes, [
    'flow.audit: stopping',
    'topic.eu["us.audit.1"]: destroying',
    'topic.eu["us.audit.2"]: destroying',
  ])
})

test('after an apply that did not get through, what needs a person stands last', () => {
  const { context, printed } = scene(false)
  const result: ApplyResult = {
    outcome: 'failed',
    changes: [
      { change: one, status: 'failed', error: new StraitError('ST300', 'nobody answers') },
      { change: other, status: 'done' },
      { change: third, status: 'not_started' },
    ],
  }
  reportResult(context, result, firstPlan)
  assert.deepEqual(printed, [
    'Apply failed: 1 done, 1 failed, 1 not started.',
    `  done         ${other.address}`,
    `  not started  ${third.address}`,
    `  failed       ${one.address}: ST300 nobody answers`,
    'Apply again to go on: what is done stays done.',
  ])
})

test('what another apply was first with is not counted as added', () => {
  const { context, printed } = scene(false)
  const result: ApplyResult = {
    outcome: 'done',
    changes: [
      { change: one, status: 'done' },
      { change: other, status: 'already' },
      { change: third, status: 'already' },
    ],
  }
  reportResult(context, result, firstPlan)
  assert.deepEqual(printed, [
    'Apply complete: 1 added, 0 changed, 0 destroyed; 2 changes found done already.',
  ])
  reportResult({ ...context, json: true }, result, firstPlan)
  const { add, change, remove } = JSON.parse(printed[1] ?? '')
  assert.deepEqual([add, change, remove], [1, 0, 0])
})

test('what was not started says which failed block it waited for, in words and as JSON', () => {
  const { context, printed } = scene(false)
  const result: ApplyResult = {
    outcome: 'failed',
    changes: [
      { change: one, status: 'failed', error: new StraitError('ST300', 'nobody answers') },
      { change: other, status: 'not_started', because: ['flow.hub["eu"]', 'flow.orders'] },
      { change: third, status: 'not_started' },
    ],
  }
  reportResult(context, result, firstPlan)
  assert.deepEqual(printed.slice(1, 3), [
    `  not started  ${other.address}, because flow.hub["eu"] and flow.orders failed`,
    `  not started  ${third.address}`,
  ])
  printed.length = 0
  reportResult({ ...context, json: true }, result, firstPlan)
  const summary = JSON.parse(printed.at(-1) ?? '')
  assertMatches('events', summary)
  assert.deepEqual(summary.not_started, [other.address, third.address])
  assert.deepEqual(summary.not_started_because, { [other.address]: ['flow.hub["eu"]', 'flow.orders'] })
})

test('an apply that is done ends with the groups that wait and the outputs, and one that is not tells none', () => {
  const outputs = {
    brokers: { value: ['eu-1:9092'], sensitive: false },
    token: { sensitive: true },
  }
  const plan = { ...firstPlan, planned_values: { outputs } }
  const result = (outcome: ApplyResult['outcome']): ApplyResult => ({ outcome, changes: [] })
  const people = scene(false)
  reportResult(people.context, result('done'), plan)
  assert.deepEqual(people.printed, [
    'Apply complete: 0 added, 0 changed, 0 destroyed.',
    '\nOutputs:\n  brokers = ["eu-1:9092"]\n  token = (sensitive value)',
  ])
  assert.deepEqual(people.notes, ['1 group waits for the copy: the agent moves it'])
  const program = scene(false)
  for (const outcome of ['done', 'failed'] as const)
    reportResult({ ...program.context, json: true }, result(outcome), plan)
  const documents = program.printed.map((line) => JSON.parse(line))
  for (const document of documents) assertMatches('events#event', document)
  assert.deepEqual(
    documents.flatMap(({ type, outputs: told }) => (told === undefined ? [type] : [type, told])),
    ['change_summary', 'outputs', outputs, 'apply_summary', 'change_summary', 'apply_summary'],
  )
})
