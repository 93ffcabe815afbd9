// Two topologies on the same two clusters: payments with its flow orders, and whoever else is there.

import { callsOf, type PlacedCall } from '../../src/apply/call.ts'
import type { Acl } from '../../src/kafka/cluster.ts'
import type { ControlEntry, FlowEntry } from '../../src/mirror/control.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { isChange } from '../../src/plan/resource-change.ts'
import { renderPlan } from '../../src/render/plan-text.ts'
import type { AclSpec, FlowSpec, Topology } from '../../src/topology/model.ts'
import {
  appliedFlow,
  type ClusterFacts,
  clusterOf,
  context,
  controlTopics,
  flowOf,
  mapUpTo,
  readAcl,
  revision,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

export const orders = flowOf({
  name: 'orders',
  topics: { include: ['orders'], exclude: [] },
  acls: { sync: false },
})
export const clicks = flowOf({
  name: 'clicks',
  topics: { include: ['clicks'], exclude: [] },
  acls: { sync: false },
})

export const payments = (flows: readonly FlowSpec[] = [orders], more: Partial<Topology> = {}): Topology => ({
  ...topologyOf(flows),
  name: 'payments',
  ...more,
})

export function topicEntry(topic: string, flow: FlowSpec, topology?: string): ControlEntry {
  return {
    kind: 'managed',
    address: `topic.eu[${JSON.stringify(topic)}]`,
    flow: flow.name,
    ...(topology === undefined ? {} : { topology }),
    protect: false,
    topicId: `id-of-${topic}`,
  }
}

/** A flow that was applied, with its one topic. */
export function applied(flow: FlowSpec, topology?: string, more: Partial<FlowEntry> = {}): ControlEntry[] {
  const from = topology === undefined ? {} : { topology }
  return [
    appliedFlow(flow, { ...from, sourceClusterId: 'id-of-us', ...more }),
    topicEntry(`us.${flow.name}`, flow, topology),
  ]
}

export function live(control: readonly ControlEntry[], more: ClusterFacts = {}) {
  return snapshotOf(
    clusterOf('us', { topics: [topicOf('orders', { latest: 10 }), topicOf('clicks', { latest: 10 })] }),
    clusterOf('eu', {
      topics: [
        ...controlTopics,
        topicOf('us.orders', { latest: 10 }),
        topicOf('us.clicks', { latest: 10 }),
        ...(more.topics ?? []),
      ],
      control,
      maps: [
        ['orders', 'orders', 0, mapUpTo(10)],
        ['clicks', 'clicks', 0, mapUpTo(10)],
      ],
      ...(more.acls === undefined ? {} : { acls: more.acls }),
    }),
  )
}

export const planned = (
  topology: Topology,
  control: readonly ControlEntry[],
  more: ClusterFacts = {},
): Plan => makePlan(topology, live(control, more), context)

export const textOf = (plan: Plan): string => renderPlan(plan, { color: false, width: 100 })

export const changesOf = (plan: Plan): string[] =>
  plan.resource_changes
    .filter(isChange)
    .map(({ address, change }) => `${change.importing ? 'import' : change.actions.join()} ${address}`)

export const refusalsOf = (plan: Plan): [string, string][] =>
  plan.errors.map(({ code, detail }) => [code, detail])

export const billing: AclSpec = {
  name: 'billing',
  cluster: 'eu',
  principal: 'User:billing',
  host: '*',
  permission: 'allow',
  operations: ['read'],
  resourceType: 'topic',
  resourceName: 'reports',
  patternType: 'literal',
}
export const acl: Acl = readAcl('reports', 'User:billing')
export const aclAddress = 'acl.eu["allow User:billing read on topic reports"]'

export function aclEntry(topology?: string): ControlEntry {
  return {
    kind: 'managed',
    address: aclAddress,
    flow: '',
    ...(topology === undefined ? {} : { topology }),
    protect: false,
  }
}

export function writtenBy(plan: Plan): readonly PlacedCall[] {
  const { flows, name: topology } = plan.configuration
  const stamp = { revision, appliedAt: '2026-03-01T00:00:00.000Z', flows, topology }
  return plan.resource_changes.flatMap((row) => callsOf(row, stamp))
}
