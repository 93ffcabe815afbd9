// Policies of the team over the rows of a plan: each rule with a change that passes and one that does not.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { planThatHolds } from '../../src/apply/still-holds.ts'
import { makePlan, type PlanContext } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import type { Policy, Topology } from '../../src/topology/model.ts'
import { originPlaces } from '../../src/topology/origins.ts'
import { clusterOf, context, controlTopics, flowOf, snapshotOf, topicOf, topologyOf } from './fixtures.ts'

const snapshot = snapshotOf(
  clusterOf('us', {
    topics: [
      topicOf('orders', { partitions: 64, configs: { 'retention.ms': '3600000' } }),
      topicOf('payments', { partitions: 3 }),
    ],
  }),
  clusterOf('eu', { topics: controlTopics }),
)
const flow = flowOf({ acls: { sync: false } })

function policyOf(rest: Partial<Policy> = {}): Policy {
  return {
    name: 'few-partitions',
    code: 'KP001',
    severity: 'error',
    when: 'change.type == "topic"',
    condition: 'change.after.partitions <= 48',
    message: '"$'.concat('{change.name} has $', '{change.after.partitions} partitions."'),
    ...rest,
  }
}

function planWith(
  policies: readonly Policy[],
  rest: Partial<PlanContext> = {},
  topology: Partial<Topology> = {},
): Plan {
  return makePlan({ ...topologyOf([flow]), ...topology, policies: [...policies] }, snapshot, {
    ...context,
    ...rest,
  })
}

function found(plan: Plan): unknown[] {
  return [...plan.errors, ...plan.warnings]
    .filter(({ code }) => !code.startsWith('ST43'))
    .map(({ severity, code, subjects }) => [severity, code, subjects])
}

describe('a condition', () => {
  const rules: readonly {
    readonly name: string
    readonly passes: Partial<Policy>
    readonly fails: Partial<Policy>
    readonly subjects: readonly string[]
  }[] = [
    {
      name: 'over attributes of a topic',
      passes: { condition: 'change.after.partitions <= 64' },
      fails: {},
      subjects: ['topic.eu["us.orders"]'],
    },
    {
      name: 'over a config, which has its own name',
      passes: { condition: 'tonumber(lookup(change.after.configs, "retention.ms", "604800000")) >= 60000' },
      fails: { condition: 'tonumber(lookup(change.after.configs, "retention.ms", "604800000")) >= 86400000' },
      subjects: ['topic.eu["us.orders"]'],
    },
    {
      name: 'over a flow, whose attributes have their names in HCL',
      passes: { when: 'change.type == "flow"', condition: 'change.after.on_gap == "halt"', message: '"no"' },
      fails: { when: 'change.type == "flow"', condition: 'change.after.lifecycle.protect', message: '"no"' },
      subjects: ['flow.us-to-eu'],
    },
    {
      name: 'over what is done',
      passes: { when: 'true', condition: '!contains(change.actions, "delete")', message: '"no"' },
      fails: { when: 'change.type == "flow"', condition: 'change.action != "create"', message: '"no"' },
      subjects: ['flow.us-to-eu'],
    },
    {
      name: 'over what it means, and how bad that is',
      passes: { when: 'change.type == "flow"', condition: 'change.impact.topics < 3', message: '"no"' },
      fails: { when: 'change.type == "flow"', condition: 'change.risk.level == "high"', message: '"no"' },
      subjects: ['flow.us-to-eu'],
    },
    {
      name: 'over values of the topology',
      passes: { condition: 'change.after.partitions <= var.most', values: { 'var.most': 64 } },
      fails: {
        condition: 'change.after.partitions <= local.limits[change.cluster]',
        values: { 'local.limits': { eu: 8 } },
      },
      subjects: ['topic.eu["us.orders"]'],
    },
  ]
  for (const { name, passes, fails, subjects } of rules) {
    test(`${name} passes and fails`, () => {
      assert.deepEqual(found(planWith([policyOf(passes)])), [])
      const plan = planWith([policyOf(fails)])
      assert.deepEqual(found(plan), [['error', 'KP001', subjects]])
      assert.equal(plan.errored, true)
    })
  }

  test('says what its message says, and a warning stops nothing', () => {
    const plan = planWith([policyOf({ severity: 'warning' })])
    const [finding] = plan.warnings.filter(({ code }) => code === 'KP001')
    assert.deepEqual(
      [finding?.summary, finding?.detail],
      ['Policy "few-partitions" is violated', 'us.orders has 64 partitions.'],
    )
    assert.equal(plan.errored, false)
  })

  test('that does not fit a change stops the plan and says which', () => {
    const { errors } = planWith([policyOf({ when: 'true' })])
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['ST448'],
    )
    assert.match(errors[0]?.detail ?? '', /"few-partitions" \(KP001\) cannot be evaluated for flow\.us-to-eu/)
  })

  test('that is neither true nor false is no condition', () => {
    assert.match(
      planWith([policyOf({ condition: '"yes"' })]).errors[0]?.detail ?? '',
      /neither true nor false/,
    )
  })
})

describe('a waiver', () => {
  const waiver = { owner: 'payments', reason: 'until the rebuild', expires: '2026-03-01' }
  const day = 24 * 3_600_000
  const waived = policyOf({ waivers: [waiver] })

  test('makes a warning of a violation, to the end of its last day', () => {
    const plan = planWith([waived], { nowMs: Date.parse('2026-03-01T23:59:59.999Z') })
    assert.deepEqual(found(plan), [['warning', 'KP001', ['topic.eu["us.orders"]']]])
    assert.match(
      plan.warnings.map(({ detail }) => detail).join(),
      /Waived by payments until 2026-03-01: until the rebuild/,
    )
  })

  test('that is over fails the plan, also where the policy only warns', () => {
    const plan = planWith([{ ...waived, severity: 'warning' }], { nowMs: Date.parse('2026-03-02T00:00:00Z') })
    assert.deepEqual(found(plan), [['error', 'KP001', ['topic.eu["us.orders"]']]])
    assert.match(
      plan.errors[0]?.detail ?? '',
      /payments waived it until 2026-03-01 \(until the rebuild\)\. Renew/,
    )
  })

  test('that was renewed holds, whichever of the two comes first', () => {
    const renewed = { ...waiver, expires: '2026-04-01', reason: 'it takes longer' }
    const nowMs = Date.parse('2026-03-15T00:00:00Z')
    for (const waivers of [
      [waiver, renewed],
      [renewed, waiver],
    ]) {
      const plan = planWith([policyOf({ waivers })], { nowMs })
      assert.deepEqual(found(plan), [['warning', 'KP001', ['topic.eu["us.orders"]']]])
      assert.match(plan.warnings.map(({ detail }) => detail).join(), /until 2026-04-01: it takes longer/)
    }
  })

  test('is about the addresses that it names', () => {
    const elsewhere = policyOf({ waivers: [{ ...waiver, addresses: ['topic\\.eu\\["us\\.payments"\\]'] }] })
    assert.equal(planWith([elsewhere], { nowMs: Date.parse('2026-02-01T00:00:00Z') }).errored, true)
  })

  test('that runs out between plan and apply stops the apply, although nothing else changed', () => {
    const saved = planWith([waived])
    const fresh = planWith([waived], { nowMs: context.nowMs + 2 * day })
    assert.equal(saved.fingerprint.hash, fresh.fingerprint.hash)
    assert.deepEqual([saved.errored, fresh.errored], [false, true])
    assert.equal(planThatHolds(saved, fresh, snapshot), fresh)
  })
})

test('a finding points at the block that violates, in the file where it was written', () => {
  const text = `cluster "us" { bootstrap = ["us:9092"] }
cluster "eu" { bootstrap = ["eu:9092"] }

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}

policy "protected" {
  code      = "KP002"
  when      = change.type == "flow"
  condition = change.after.lifecycle.protect
  message   = <<-EOT
    $\{change.address} is not protected.
  EOT
}

policy "few" {
  code      = "KP003"
  condition = change.type != "topic"
  message   = "no"

  waiver {
    owner   = "payments"
    reason  = "soon"
    expires = "2020-01-01"
  }
}
`.replace('$\\{', '${')
  const { topology, origins, diagnostics } = loadTopology({
    files: [{ filename: 'main.hcl', text }],
    version: '0.1.0',
  })
  assert.deepEqual(diagnostics, [])
  assert(topology !== undefined)
  const plan = makePlan(topology, snapshot, { ...context, places: originPlaces(origins) })
  const [finding, over] = plan.errors
  assert.deepEqual(
    [finding?.code, finding?.place, finding?.detail],
    ['KP002', 'main.hcl:4', 'flow.us-to-eu is not protected.'],
  )
  // A waiver that is over at the day that it was over.
  assert.deepEqual([over?.code, over?.place], ['KP003', 'main.hcl:27'])
})
