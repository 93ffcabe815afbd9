// Topologies and clusters at random: names and configs are few, so that flows meet, chain and go round.

import fc from 'fast-check'
import type { ClusterSnapshot, Snapshot } from '../../src/live/snapshot.ts'
import { remoteTopic } from '../../src/mirror/naming.ts'
import { configEntries } from '../../src/plan/inherited-configs.ts'
import { explicitConfigs } from '../../src/plan/planned-configs.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import {
  appliedFlow,
  clusterOf,
  commit,
  flowOf,
  groupOf,
  mapUpTo,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const names = [
  'orders',
  'orders.eu',
  'payments',
  'x.internal',
  '__hidden',
  'eu.orders',
  'us.orders',
  'us.payments',
  'eu.us.orders',
  'heartbeats',
  'us.heartbeats',
]
const groupNames = ['billing', 'audit', 'console-consumer-1']
export const patterns = ['orders', 'orders.*', 'payments', '.*', 'us\\..*', 'nothing']

const configs = fc.dictionary(
  fc.constantFrom('retention.ms', 'cleanup.policy', 'max.message.bytes', 'min.insync.replicas'),
  fc.constantFrom('604800000', '86400000', 'delete', 'compact'),
  { noNullPrototype: true, maxKeys: 2 },
)

const topic = (name: string) =>
  fc
    .record({ partitions: fc.integer({ min: 1, max: 4 }), configs, latest: fc.integer({ min: 0, max: 50 }) })
    .map((facts) => topicOf(name, { ...facts, sizeBytes: facts.latest * 10 }))

const group = (groupId: string) =>
  fc
    .array(
      fc.tuple(fc.constantFrom(...names), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 60 })),
      { maxLength: 4 },
    )
    .map((commits) => {
      const byPlace = new Map(
        commits.map(([name, partition, offset]) => [`${name}/${partition}`, commit(name, partition, offset)]),
      )
      return groupOf(groupId, [...byPlace.values()])
    })

const flow = (name: string, source: string, target: string): fc.Arbitrary<FlowSpec> =>
  fc
    .record({
      include: fc.subarray(patterns, { minLength: 1 }),
      exclude: fc.subarray(patterns.slice(0, 3)),
      emit: fc.boolean(),
      sync: fc.boolean(),
      onConflict: fc.constantFrom('never_rewind' as const, 'rewind' as const),
    })
    .map(({ include, exclude, emit, sync, onConflict }) =>
      flowOf({
        name,
        source,
        target,
        topics: { include, exclude },
        configs: { sync, exclude: ['min\\.insync\\.replicas'] },
        offsets: { sync, intervalMs: 5000, onConflict },
        heartbeats: { emit, intervalMs: 1000 },
        checkpoints: { emit, intervalMs: 1000 },
        offsetSyncs: { emit, location: sync ? 'source' : 'target' },
      }),
    )

const cluster = (name: string, flows: readonly FlowSpec[]): fc.Arbitrary<ClusterSnapshot> =>
  fc
    .record({
      topics: fc.subarray(names).chain((chosen) => fc.tuple(...chosen.map(topic))),
      groups: fc.subarray(groupNames).chain((chosen) => fc.tuple(...chosen.map(group))),
      acls: fc.option(
        fc.subarray(names).map((chosen) => chosen.map((one) => readAcl(one, 'User:a'))),
        { nil: undefined },
      ),
      applied: fc.subarray(flows.filter(({ target }) => target === name)),
      copied: fc.array(
        fc.tuple(fc.constantFrom(...names), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 50 })),
        { maxLength: 6 },
      ),
    })
    .map(({ topics, groups, acls, applied, copied }) =>
      clusterOf(name, {
        topics,
        groups,
        ...(acls && { acls }),
        control: applied.map((spec) => appliedFlow(spec)),
        maps: applied.flatMap((spec) =>
          copied
            .filter(([one, partition]) =>
              topics.some(
                ({ name, partitions }) => name === remoteTopic(spec, one) && partitions.length > partition,
              ),
            )
            .map(([one, partition, upTo]) => [spec.name, one, partition, mapUpTo(upTo)] as const),
        ),
      }),
    )

export interface Situation {
  readonly topology: Topology
  readonly snapshot: Snapshot
}

/** Two clusters that copy to each other and a third behind them: a chain and a loop in one. */
export const situation: fc.Arbitrary<Situation> = fc
  .tuple(flow('us-to-eu', 'us', 'eu'), flow('eu-to-us', 'eu', 'us'), flow('eu-to-ap', 'eu', 'ap'))
  .chain((flows) =>
    fc
      .tuple(
        fc.subarray(flows, { minLength: 1 }),
        cluster('us', flows),
        cluster('eu', flows),
        cluster('ap', flows),
      )
      .map(([chosen, ...clusters]) => ({
        topology: topologyOf(chosen),
        snapshot: snapshotOf(...clusters),
      }))
      .map((made) => ({ ...made, [fc.toStringMethod]: () => described(made) })),
  )

/** What a failure shows: a whole snapshot would bury it. */
function described({ topology, snapshot }: Situation): string {
  const flows = Object.values(topology.flows).map(
    ({ name, topics, configs, heartbeats }) =>
      `${name} +${topics.include} -${topics.exclude} sync=${configs.sync} emit=${heartbeats.emit}`,
  )
  const clusters = [...snapshot.clusters.values()].map((one) => {
    const topics = [...one.topics.values()].map(
      (facts) =>
        `${facts.name}/${facts.partitions.length}${JSON.stringify(explicitConfigs(configEntries(facts.configs)))}`,
    )
    const applied = one.control.flatMap((entry) => (entry.kind === 'flow' ? [entry.name] : []))
    return `${one.name}: ${topics.join(' ')} applied=${applied} maps=${[...one.offsetMaps.keys()]}`
  })
  return ['', ...flows, ...clusters].join('\n  ')
}
