// The brake: how much a plan may let go of without being told the exact number.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Snapshot } from '../../src/live/snapshot.ts'
import { makePlan, type PlanContext } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { Topology } from '../../src/topology/model.ts'
import {
  appliedFlow,
  clusterOf,
  context,
  controlTopics,
  flowOf,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const clusters = {
  us: { name: 'us', bootstrap: ['a:1'] },
  eu: { name: 'eu', bootstrap: ['b:1'] },
}

function plan(topology: Topology, snapshot: Snapshot, rest: Partial<PlanContext> = {}): Plan {
  return makePlan(topology, snapshot, { ...context, ...rest })
}

describe('the brake', () => {
  const brake = { count: 100, percent: 50 }
  const topicsOf = (count: number) => Array.from({ length: count }, (_, index) => topicOf(`t${index}`))
  const wide = flowOf({ topics: { include: ['t.*'], exclude: [] } })
  const applied = snapshotOf(
    clusterOf('us', { topics: topicsOf(9) }),
    clusterOf('eu', {
      topics: [...controlTopics, ...topicsOf(9).map(({ name }) => topicOf(`us.${name}`))],
      control: [appliedFlow(wide)],
    }),
  )
  const filtered = (include: string): Topology =>
    topologyOf([{ ...wide, topics: { include: [include], exclude: [] } }])
  const detail = ({ errors }: Plan): string => errors.find(({ code }) => code === 'ST443')?.detail ?? ''

  test('a filter with a typo is refused, with the filter and the number', () => {
    const made = plan({ ...filtered('r.*'), brake }, applied)
    assert.match(detail(made), /9 things \(9 topics no longer copied\).* 90 % of all 10/)
    assert.match(detail(made), /matches no topic of us any more: look for a typo in include = \["r\.\*"\]/)
    assert.match(detail(made), /--allow-destroy=9/)
  })

  test('a variable that is empty, so that for_each makes no flow, is refused', () => {
    const made = plan({ ...topologyOf([], clusters), brake }, applied)
    assert.match(detail(made), /10 things \(1 flow that stops, 9 topics no longer copied\)/)
    assert.match(
      detail(made),
      /the configuration has no flow at all\. Look whether this is the right directory/,
    )
  })

  test('up to half may go, and a hundred', () => {
    assert.equal(detail(plan({ ...filtered('t[0-3]'), brake }, applied)), '')
    assert.match(detail(plan({ ...filtered('t[0-2]'), brake }, applied)), /6 things/)
    assert.match(
      detail(plan({ ...filtered('t[0-3]'), brake: { count: 4, percent: 50 } }, applied)),
      /the brake holds at more than 4/,
    )
  })

  for (const [given, refused] of [
    [8, true],
    [9, false],
    [10, true],
  ] as const) {
    test(`--allow-destroy=${given} of 9 is ${refused ? 'refused' : 'taken'}`, () => {
      const made = plan({ ...filtered('r.*'), brake }, applied, { allowDestroy: { exactly: given } })
      assert.equal(made.errored, refused)
      assert.equal(made.allow_destroy, given)
      if (refused)
        assert.match(
          detail(made),
          /If all of it is meant: --allow-destroy=9, or allow-destroy: 9 in the workflow\./,
        )
    })
  }

  test('a number where nothing is let go of is refused too', () => {
    assert.match(
      detail(plan({ ...filtered('t.*'), brake }, applied, { allowDestroy: { exactly: 1 } })),
      /lets go of nothing.*Leave the flag out/,
    )
  })

  test('the rest of an interrupted apply may let go of less than its plan named, never of more', () => {
    const rest = (atMost: number): Plan =>
      plan({ ...filtered('r.*'), brake }, applied, { allowDestroy: { atMost } })
    assert.deepEqual([rest(8).errored, rest(9).errored, rest(12).errored], [true, false, false])
  })

  test('files without any cluster are refused, instead of being in order', () => {
    const { errors } = plan({ clusters: {}, flows: {} }, snapshotOf())
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['ST444'],
    )
  })
})
