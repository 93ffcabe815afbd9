import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isControlTopic, rowsPerStepMax, stepsOf } from '../../src/apply/steps.ts'
import { controlTopic } from '../../src/mirror/control.ts'
import type { ResourceChange } from '../../src/plan/resource-change.ts'
import { row } from './rows.ts'

const control = row('internal_topic', { name: controlTopic, flow: null })
const internal = (name: string): ResourceChange => row('internal_topic', { name, flow: null })
const topic = (name: string, cluster = 'eu'): ResourceChange => row('topic', { name, cluster })
const flow = (name: string): ResourceChange => row('flow', { name })

function shape(rows: readonly ResourceChange[]): string[] {
  return stepsOf(rows).map(({ rows: together }) => together.map(({ name }) => name).join('+'))
}

test('neighbours of one kind on one cluster share a step, in the order of the plan', () => {
  const rows = [topic('a'), topic('b'), topic('c', 'us'), topic('d'), flow('f'), flow('g')]
  assert.deepEqual(shape(rows), ['a+b', 'c', 'd', 'f', 'g'])
})

test('the control topic is a step of its own', () => {
  const steps = stepsOf([control, internal('p'), internal('q')])
  assert.deepEqual(steps.map(isControlTopic), [true, false])
  assert.deepEqual(shape([control, internal('p'), internal('q')]), [controlTopic, 'p+q'])
})

test('a step stays small enough to wait for', () => {
  const rows = Array.from({ length: rowsPerStepMax * 2 + 1 }, (_, at) => topic(`t${at}`))
  assert.deepEqual(
    stepsOf(rows).map(({ rows: together }) => together.length),
    [rowsPerStepMax, rowsPerStepMax, 1],
  )
})
