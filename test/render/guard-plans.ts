// Plans in which guards have their say, as people read them: what is deleted, forgotten, held back, moved, stepped.

import type { ManagedEntry } from '../../src/mirror/control.ts'
import { makePlan, type PlanContext } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { Topology } from '../../src/topology/model.ts'
import {
  appliedFlow,
  clusterOf,
  commit,
  context,
  controlTopics,
  flowOf,
  groupOf,
  snapshotOf,
  topicOf,
  topologyOf,
} from '../plan/fixtures.ts'

const flow = flowOf({ topics: { include: ['orders', 'payments'], exclude: [] }, acls: { sync: false } })
const audit = flowOf({ name: 'audit', topics: { include: ['audit.*'], exclude: [] }, acls: { sync: false } })

const gib = 1024 ** 3
const managed = (topic: string, owner: string, configs = {}): ManagedEntry => ({
  kind: 'managed',
  address: `topic.eu["${topic}"]`,
  flow: owner,
  protect: false,
  topicId: `id-of-${topic}`,
  configs,
})

function planOf(topology: Topology, applied = [flow, audit], rest: Partial<PlanContext> = {}): Plan {
  return makePlan(
    topology,
    snapshotOf(
      clusterOf('us', {
        topics: [
          topicOf('orders', { configs: { 'retention.ms': '86400000' } }),
          topicOf('payments', { configs: { 'max.message.bytes': '2000000' } }),
          topicOf('audit.1'),
          topicOf('audit.2'),
        ],
      }),
      clusterOf('eu', {
        topics: [
          ...controlTopics,
          topicOf('us.orders', {
            latest: 9_000_000,
            sizeBytes: 40 * gib,
            configs: { 'retention.ms': '604800000' },
          }),
          topicOf('us.payments', { configs: { 'max.message.bytes': '1000000' } }),
          topicOf('us.audit.1', { latest: 1_204_332, sizeBytes: 12 * gib }),
          topicOf('us.audit.2', { latest: 10, sizeBytes: 700 }),
          topicOf('theirs'),
        ],
        groups: [groupOf('auditors', [commit('us.audit.1', 0, 5)])],
        control: [
          ...applied.map((spec) => appliedFlow(spec)),
          managed('us.orders', 'us-to-eu', { 'retention.ms': '604800000' }),
          managed('us.payments', 'us-to-eu', { 'max.message.bytes': '2000000' }),
          managed('us.audit.1', 'audit'),
          managed('us.audit.2', 'audit'),
        ],
      }),
    ),
    { ...context, ...rest },
  )
}

const calm = { ...flow, configs: { sync: false, exclude: [] } }
const reporting = { ...flow, lifecycle: { protect: false, drift: 'report' as const } }

export const guardPlans: Readonly<Record<string, Plan>> = {
  'left-behind': planOf(topologyOf([calm]), [calm, audit]),
  destroyed: planOf({ ...topologyOf([calm]), deletes: { topics: true } }, [calm, audit]),
  forgotten: planOf({ ...topologyOf([calm]), removed: [{ from: 'audit', destroy: false }] }, [calm, audit]),
  held: planOf(topologyOf([calm]), [calm, { ...audit, lifecycle: { protect: true } }]),
  braked: planOf(
    topologyOf([calm, { ...audit, topics: { include: ['audti.*'], exclude: [] } }]),
    [calm, audit],
    {
      allowDestroy: { exactly: 3 },
    },
  ),
  renamed: planOf(
    {
      ...topologyOf([calm, { ...audit, name: 'auditing' }]),
      moved: [{ from: 'audit', to: 'auditing' }],
    },
    [calm, audit],
  ),
  'stepped-and-reported': planOf(topologyOf([reporting, audit]), [reporting, audit]),
}
