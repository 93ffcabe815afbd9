// Rows of plans as tests write them by hand: only what matters to a test has to be said.

import { controlTopic } from '../../src/mirror/control.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { ChangeOf, ResourceChange, ResourceType } from '../../src/plan/resource-change.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import { flowWith } from '../flow-spec.ts'

type Given<Type extends ResourceType> = Partial<Omit<ChangeOf<Type>, 'change' | 'type'>> & {
  readonly before?: ChangeOf<Type>['change']['before']
  readonly after?: ChangeOf<Type>['change']['after']
}

function base(
  actions: readonly string[],
  { before = null, after = null }: { before?: unknown; after?: unknown },
) {
  return { actions, before, after, after_unknown: {}, replace_paths: [] }
}

function actionsOf({ before = null, after = null }: { before?: unknown; after?: unknown }): string[] {
  if (before === null) return ['create']
  return after === null ? ['delete'] : ['update']
}

const noRisk = { level: 'none', reasons: [] } as const

/** A row of any type; `actions` follow from what was before and what is to be. */
export function row<Type extends ResourceType>(type: Type, given: Given<Type>): ChangeOf<Type> {
  const { before, after, ...rest } = given
  const name = given.name ?? 'orders'
  return {
    address: type === 'flow' ? `flow.${name}` : `${type}.eu["${name}"]`,
    type,
    name,
    cluster: 'eu',
    flow: 'us-to-eu',
    action_reason: null,
    previous_cluster: null,
    initial_topics: {},
    impact: {},
    risk: noRisk,
    ...rest,
    change: base(actionsOf({ before, after }), { before, after }),
  } as unknown as ChangeOf<Type>
}

/** A flow from us to eu, as small as the model allows. */
export function flowSpec(overrides: Partial<FlowSpec> = {}): FlowSpec {
  return flowWith({
    topics: { include: ['orders'], exclude: [] },
    groups: { include: ['.*'], exclude: [] },
    ...overrides,
  })
}

/** A plan of the given rows, for apply to go through in their order. */
export function planOf(rows: readonly ResourceChange[], overrides: Partial<Plan> = {}): Plan {
  const cluster = (name: string) => ({ name, bootstrap: ['127.0.0.1:1'] })
  return {
    format_version: '1.0',
    strait_version: '0.0.0',
    timestamp: '2030-01-01T00:00:00.000Z',
    revision: { commit: null, dirty: false, author: null, appliedBy: null },
    configuration: {
      clusters: { us: cluster('us'), eu: cluster('eu') },
      flows: { 'us-to-eu': flowSpec() },
    },
    planned_values: { outputs: {} },
    resource_changes: [...rows],
    resource_drift: [],
    summary: {
      add: rows.length,
      change: 0,
      destroy: 0,
      forget: 0,
      import: 0,
      lets_go: 0,
      unmanaged_topics: {},
      left_alone_configs: {},
      left_alone: {},
      left_behind_topics: {},
      risk: 'none',
    },
    allow_destroy: null,
    errors: [],
    warnings: [],
    errored: false,
    filters: [],
    missing_permissions: [],
    fingerprint: { hash: 'sha256:0', inputs: {} },
    ...overrides,
  }
}

export const controlRow: ResourceChange = row('internal_topic', {
  name: controlTopic,
  flow: null,
  address: 'internal_topic.eu["control"]',
  after: { partitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } },
})
