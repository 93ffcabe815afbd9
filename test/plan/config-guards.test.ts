// Configs of remote topics under their guards: what is ignored, what someone changed, what only the target sets, and
// retention that comes down in steps.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ManagedEntry } from '../../src/mirror/control.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { ChangeOf } from '../../src/plan/resource-change.ts'
import { stepsDown } from '../../src/plan/retention-steps.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import { applyToSnapshot } from './apply-to-snapshot.ts'
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

type Configs = Readonly<Record<string, string>>

interface Situation {
  readonly source?: Configs
  readonly live?: Configs
  /** What Strait last set; undefined for a topic that it did not make. */
  readonly set?: Configs | undefined
  readonly lifecycle?: Partial<FlowSpec['lifecycle']>
  readonly deletes?: Topology['deletes']
  readonly sizeBytes?: number
  readonly sourcePartitions?: number
}

const managed: ManagedEntry = {
  kind: 'managed',
  address: 'topic.eu["us.orders"]',
  flow: 'us-to-eu',
  protect: false,
  topicId: 'id-of-us.orders',
}

function situation({ source = {}, live = {}, set, lifecycle = {}, deletes, sizeBytes = 10 }: Situation) {
  const flow = flowOf({
    topics: { include: ['orders'], exclude: [] },
    configs: { sync: true, exclude: [] },
    acls: { sync: false },
    lifecycle: { protect: false, ...lifecycle },
  })
  const topology: Topology = { ...topologyOf([flow]), ...(deletes && { deletes }) }
  const snapshot = snapshotOf(
    clusterOf('us', { topics: [topicOf('orders', { configs: source })] }),
    clusterOf('eu', {
      topics: [...controlTopics, topicOf('us.orders', { configs: live, sizeBytes })],
      control: [appliedFlow(flow), ...(set === undefined ? [] : [{ ...managed, configs: set }])],
    }),
  )
  return { topology, snapshot }
}

function planOf(given: Situation): Plan {
  const { topology, snapshot } = situation(given)
  return makePlan(topology, snapshot, context)
}

function configRow({ resource_changes }: Plan): ChangeOf<'topic_config'> | undefined {
  return resource_changes.flatMap((row) => (row.type === 'topic_config' ? [row] : []))[0]
}

const week = '604800000'
const day = '86400000'
const hour = '3600000'

describe('a config of a remote topic', () => {
  const changed = {
    source: { 'retention.ms': day },
    set: { 'retention.ms': day },
    live: { 'retention.ms': hour },
  }
  const cases: readonly {
    readonly name: string
    readonly given: Situation
    readonly after: Configs | undefined
    readonly drift?: readonly string[]
    readonly codes?: readonly string[]
    readonly remembered?: Configs
  }[] = [
    {
      name: 'that someone changed is set back by default, and shown as drift',
      given: changed,
      after: { 'retention.ms': day },
      drift: ['drift_revert'],
      remembered: { 'retention.ms': day },
    },
    {
      name: 'stays and is shown under drift = "report"',
      given: { ...changed, lifecycle: { drift: 'report' } },
      after: undefined,
      drift: ['drift_report'],
      codes: ['ST432'],
    },
    {
      name: 'stays under drift = "adopt", with the line that keeps it',
      given: { ...changed, lifecycle: { drift: 'adopt' } },
      after: undefined,
      drift: ['drift_adopt'],
      codes: ['ST432', 'ST447'],
    },
    {
      name: 'that the source changed follows it under every drift',
      given: {
        source: { 'retention.ms': week },
        set: { 'retention.ms': day },
        live: { 'retention.ms': day },
        lifecycle: { drift: 'adopt' },
      },
      after: { 'retention.ms': week },
      remembered: { 'retention.ms': week },
    },
    {
      name: 'beside one that is kept is remembered, and the kept one is not',
      given: {
        source: { 'retention.ms': day, 'max.message.bytes': '2000000' },
        set: { 'retention.ms': day },
        live: { 'retention.ms': hour },
        lifecycle: { drift: 'report' },
      },
      after: { 'max.message.bytes': '2000000', 'retention.ms': hour },
      drift: ['drift_report'],
      codes: ['ST432'],
      remembered: { 'max.message.bytes': '2000000', 'retention.ms': day },
    },
    {
      name: 'that the flow ignores is not looked at',
      given: { ...changed, lifecycle: { ignoreChanges: ['retention\\..*'] } },
      after: undefined,
      codes: ['ST432'],
    },
    {
      name: 'that only the target sets stays, and nothing says that it would follow the source',
      given: { live: { 'max.message.bytes': '3000000' }, set: {} },
      after: undefined,
    },
    {
      name: 'that only the target sets is drift where drift is reported',
      given: { live: { 'max.message.bytes': '3000000' }, set: {}, lifecycle: { drift: 'report' } },
      after: undefined,
      drift: ['drift_report'],
    },
    {
      name: 'that someone set to its default is no drift',
      given: { live: { 'cleanup.policy': 'delete' }, set: {} },
      after: undefined,
    },
    {
      name: 'that only the target sets is unset where that is opted in',
      given: { live: { 'max.message.bytes': '3000000' }, set: {}, deletes: { configs: true } },
      after: {},
      drift: ['drift_revert'],
      remembered: {},
    },
    {
      name: 'that Strait set and the source no longer has is unset',
      given: { live: { 'max.message.bytes': '3000000' }, set: { 'max.message.bytes': '3000000' } },
      after: {},
      remembered: {},
    },
    {
      name: 'of a topic that Strait did not make is set as the source has it, and not remembered',
      given: { source: { 'retention.ms': day }, live: { 'retention.ms': hour } },
      after: { 'retention.ms': day },
    },
  ]
  for (const { name, given, after, drift = [], codes = [], remembered } of cases) {
    test(name, () => {
      const plan = planOf(given)
      const row = configRow(plan)
      assert.deepEqual(row?.change.after?.configs, after)
      assert.deepEqual(row?.remembered?.configs, remembered)
      assert.deepEqual(
        plan.resource_drift.map(({ action_reason }) => action_reason),
        drift,
      )
      assert.deepEqual(plan.warnings.map(({ code }) => code).sort(), codes)
      assert.deepEqual(plan.errors, [])
    })
  }

  test('the line to write names the key as a pattern', () => {
    const { warnings } = planOf({ ...changed, lifecycle: { drift: 'adopt' } })
    assert.match(
      warnings.map(({ detail }) => detail).join(),
      /configs \{ exclude = \["retention\\\\\.ms"\] \}/,
    )
  })

  test('what only the target sets is counted', () => {
    const { summary } = planOf({ live: { 'max.message.bytes': '3000000' } })
    assert.deepEqual(summary.left_alone_configs, { eu: 1 })
  })
})

describe('retention', () => {
  const gib = 1024 ** 3
  const cut = { source: { 'retention.ms': day }, live: { 'retention.ms': week }, sizeBytes: 2 * gib }

  test('of a large topic goes down by halves at most, one an apply, until the plan is empty', () => {
    const { topology, snapshot } = situation(cut)
    const seen: (string | undefined)[] = []
    const left: (number | undefined)[] = []
    let at = snapshot
    for (let round = 0; round < 10; round++) {
      const plan = makePlan(topology, at, context)
      const row = configRow(plan)
      if (row === undefined) break
      assert.deepEqual(makePlan(topology, at, context), plan)
      seen.push(row.change.after?.configs['retention.ms'])
      left.push(row.impact.steps?.[0]?.applies_left)
      at = applyToSnapshot(plan, at)
    }
    assert.deepEqual(seen, ['302400000', '151200000', day])
    assert.deepEqual(left, [2, 1, undefined])
    assert.equal(configRow(makePlan(topology, at, context)), undefined)
  })

  test('of a small topic goes down at once, and goes up at once', () => {
    assert.equal(configRow(planOf({ ...cut, sizeBytes: gib }))?.change.after?.configs['retention.ms'], day)
    const up = { ...cut, source: { 'retention.ms': week }, live: { 'retention.ms': day } }
    assert.equal(configRow(planOf(up))?.change.after?.configs['retention.ms'], week)
  })

  test('without a limit counts as sixteen times what is wanted', () => {
    assert.deepEqual(stepsDown(-1, 100), [800, 400, 200, 100])
    assert.deepEqual(stepsDown(1000, 100), [500, 250, 125, 100])
    assert.deepEqual([stepsDown(100, 100), stepsDown(50, 100)], [[], []])
    assert.deepEqual([stepsDown(3, 0), stepsDown(-1, 0)], [[1, 0], [0]])
  })

  test('every step keeps at least half, and the last one is what is wanted', () => {
    for (const [from, wanted] of [
      [604_800_000, 1],
      [86_400_001, 86_400_000],
      [Number.MAX_SAFE_INTEGER, 60_000],
    ] as const) {
      const steps = stepsDown(from, wanted)
      assert.equal(steps.at(-1), wanted)
      steps.reduce((before, step) => {
        assert.ok(step < before && step >= Math.floor(before / 2))
        return step
      }, from)
    }
  })
})

describe('what cannot be', () => {
  test('min.insync.replicas above the replicas of a topic that exists is refused', () => {
    const { errors } = planOf({ source: { 'min.insync.replicas': '2' } })
    assert.deepEqual(
      errors.map(({ code, subjects }) => [code, subjects]),
      [['ST425', ['us.orders']]],
    )
  })
})
