import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isControlTopic, rowsPerStepMax, stepsOf } from '../../src/apply/steps.ts'
import { controlTopic } from '../../src/mirror/control.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { phaseOf } from '../../src/plan/order.ts'
import { isChange, type ResourceChange } from '../../src/plan/resource-change.ts'
import { assertProperty } from '../fuzz.ts'
import { world } from '../plan/dependency-worlds.ts'
import { context } from '../plan/fixtures.ts'
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

test('a row never shares a step with what it waits for', () => {
  const after = { partitions: 1, replicationFactor: 1, configs: {}, sourceTopic: 'orders' }
  const hub = (name: string, dependsOn?: readonly string[], isGone = false): ResourceChange =>
    row('topic', {
      name,
      made_for: [`flow.${name}["x"]`],
      ...(dependsOn && { depends_on: [...dependsOn] }),
      ...(isGone ? { before: after } : { after }),
    })
  assert.deepEqual(shape([hub('a'), hub('b'), hub('c', ['flow.a']), hub('d')]), ['a+b', 'c+d'])
  assert.deepEqual(shape([hub('d', [], true), hub('c', ['flow.a'], true), hub('a', [], true)]), ['d+c', 'a'])
})

test('in any graph no two rows of a step stand one behind the other', () => {
  let together = 0
  assertProperty(
    fc.property(world, ({ topology, snapshot, behind }) => {
      const plan = makePlan(topology, snapshot, context)
      for (const { rows } of stepsOf(plan.resource_changes.filter(isChange))) {
        together += rows.length > 1 ? 1 : 0
        for (const one of rows) {
          const [block = '', ...more] = one.made_for ?? []
          if (more.length > 0) continue
          const close = rows.filter(
            (other) =>
              phaseOf(other) === phaseOf(one) && other.made_for?.some((each) => behind(block).has(each)),
          )
          assert.deepEqual(
            close.map(({ address }) => address),
            [],
            one.address,
          )
        }
      }
    }),
    { numRuns: 60 },
  )
  assert.ok(together > 20, `${together} steps had several rows`)
})
