// Rows of groups, held against a simulator that lists every record that a consumer reads before and after the move:
// what is re-delivered and skipped, how far behind the group then is, and whether it moves at all.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PartitionMap } from '../../src/live/snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { ChangeOf } from '../../src/plan/resource-change.ts'
import { assertProperty } from '../fuzz.ts'
import {
  agentOf,
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
} from './fixtures.ts'
import {
  deliveredFrom,
  deliveredLater,
  passedOver,
  type SimulatedPartition,
  type SimulatedTopicFacts,
  simulatedPartition,
} from './simulated-partition.ts'

interface SimulatedTopic extends SimulatedTopicFacts {
  readonly name: string
  readonly partitions: readonly SimulatedPartition[]
}

interface SimulatedGroup {
  readonly topics: readonly SimulatedTopic[]
  readonly delivery: 'exactly_once' | 'at_least_once'
  readonly onConflict: 'never_rewind' | 'rewind'
  readonly state: string
  readonly applied: 'no' | 'running' | 'paused' | 'with an agent' | 'changed'
}

const topicNamed = (name: string, doubled: boolean): fc.Arbitrary<SimulatedTopic> =>
  fc
    .boolean()
    .chain((compacted) =>
      fc
        .array(simulatedPartition({ compacted, doubled }), { minLength: 1, maxLength: 2 })
        .map((partitions) => ({ name, compacted, doubled, partitions })),
    )

const simulatedGroup: fc.Arbitrary<SimulatedGroup> = fc
  .constantFrom('exactly_once' as const, 'exactly_once' as const, 'at_least_once' as const)
  .chain((delivery) =>
    fc.record({
      topics: fc.oneof(
        fc.tuple(topicNamed('orders', delivery === 'at_least_once')),
        fc.tuple(...['orders', 'orders.eu'].map((name) => topicNamed(name, delivery === 'at_least_once'))),
      ),
      delivery: fc.constant(delivery),
      onConflict: fc.constantFrom('never_rewind' as const, 'rewind' as const),
      state: fc.constantFrom('Empty', 'Empty', 'Empty', 'Dead', 'Stable', 'PreparingRebalance'),
      applied: fc.constantFrom(
        'no' as const,
        'running' as const,
        'changed' as const,
        'changed' as const,
        'paused' as const,
        'with an agent' as const,
      ),
    }),
  )

function rowOf(simulated: SimulatedGroup): ChangeOf<'group_offset'> | undefined {
  const { topics, delivery, onConflict, state, applied } = simulated
  const flow = flowOf({ delivery, offsets: { sync: true, intervalMs: 5000, onConflict } })
  const before = applied === 'changed' ? { ...flow, refreshIntervalMs: 1 } : flow
  const all = topics.flatMap((topic) =>
    topic.partitions.map((partition, number) => ({ topic, partition, number })),
  )
  const source = clusterOf('us', {
    topics: [...topics.map(sourceTopic), topicOf('other', { latest: 50 })],
    groups: [
      groupOf('billing', [
        ...all.flatMap(({ topic, partition, number }) =>
          partition.onSource === undefined ? [] : [commit(topic.name, number, partition.onSource)],
        ),
        commit('other', 0, 7),
      ]),
    ],
  })
  const target = clusterOf('eu', {
    topics: [...controlTopics, ...topics.map(remoteTopic), topicOf('us.other', { latest: 50 })],
    groups: [
      groupOf(
        'billing',
        [
          ...all.flatMap(({ topic, partition, number }) =>
            partition.exists && partition.onTarget !== undefined
              ? [commit(`us.${topic.name}`, number, partition.onTarget)]
              : [],
          ),
          commit('us.other', 0, 3),
        ],
        state,
      ),
    ],
    control:
      applied === 'no'
        ? []
        : [
            appliedFlow(before, applied === 'paused' ? { state: 'paused' } : {}),
            ...(applied === 'with an agent' ? [agentOf(flow.name, 1)] : []),
          ],
    maps: all.flatMap(({ topic, partition, number }) => {
      if (partition.map === undefined || !partition.exists) return []
      const sourceTopicId = partition.recreated ? 'of the former one' : `id-of-${topic.name}`
      const map: PartitionMap = { ...partition.map, sourceTopicId }
      return [[flow.name, topic.name, number, map] as const]
    }),
  })
  const { resource_changes } = makePlan(topologyOf([flow]), snapshotOf(source, target), context)
  const row = resource_changes.find(({ type }) => type === 'group_offset')
  return row?.type === 'group_offset' ? row : undefined
}

function sourceTopic({ name, partitions }: SimulatedTopic) {
  return {
    ...topicOf(name, { partitions: partitions.length }),
    earliest: partitions.map(({ sourceEarliest }) => sourceEarliest),
    latest: partitions.map(({ source }) => source.length),
  }
}

/** A partition that the target lacks, and all behind it. */
function remoteTopic({ name, partitions, compacted }: SimulatedTopic) {
  const lacking = partitions.findIndex(({ exists }) => !exists)
  const there = lacking < 0 ? partitions : partitions.slice(0, lacking)
  const configs = compacted ? { 'cleanup.policy': 'compact' } : {}
  return {
    ...topicOf(`us.${name}`, { partitions: there.length, configs }),
    earliest: there.map(({ targetEarliest }) => targetEarliest),
    latest: there.map(({ target }) => target.length),
  }
}

interface Told {
  readonly outcome: string
  /** Where the group stands in the end. */
  readonly place: number | undefined
  readonly redelivered: number
  readonly skipped: number
  readonly missing: number
  readonly lag: number
  /** A reason why a count may be an upper bound. */
  readonly isUnsure: boolean
}

/** Everything that becomes of the group's place on one partition, from the lists alone. */
function simulate(partition: SimulatedPartition, simulated: SimulatedGroup, topic: SimulatedTopic): Told {
  const { source, target, targetEarliest, onSource = 0, onTarget, map, mark, exists } = partition
  const stays = (outcome: string, isUnsure = true): Told => {
    const lag = lagNow(partition)
    return { outcome, place: onTarget, redelivered: 0, skipped: 0, missing: 0, lag, isUnsure }
  }
  if (!exists) return stays('no_partition')
  if (map === undefined) return stays('not_mapped')
  if (partition.recreated) return stays('recreated')
  const isUnsure =
    topic.compacted ||
    topic.doubled ||
    target.length > map.targetNext ||
    onSource > map.sourceNext ||
    (mark !== undefined && targetEarliest < mark.target)
  if (onSource > map.sourceNext && onSource > source.length) return stays('unproven', isUnsure)
  const isBeforeMark = mark !== undefined && onSource < mark.source
  if (isBeforeMark && targetEarliest < mark.target) return stays('before_copy', isUnsure)
  const known = knownCopies(map)
  const first = isBeforeMark ? mark : known.find((copy) => copy.source >= onSource)
  const exact = first?.target ?? map.targetNext
  const place = Math.max(targetEarliest, Math.min(target.length, exact))
  if (onTarget === place) return stays('in_place', isUnsure)
  if (onTarget !== undefined && onTarget > place && simulated.onConflict === 'never_rewind') {
    return stays('ahead', isUnsure)
  }
  if (!['Empty', 'Dead'].includes(simulated.state)) return stays('live', isUnsure)
  const delivered = [...deliveredFrom(partition, place), ...deliveredLater(partition)]
  const firstKnown = mark?.source ?? known[0]?.source ?? map.sourceNext
  const got = new Set(delivered.map(({ name }) => name))
  const passed = passedOver(partition, known[0]?.target ?? map.targetNext, place)
  for (const { name, again } of passed) if (again) got.add(name)
  return {
    outcome: 'move',
    place,
    redelivered: delivered.filter(({ again }) => again).length,
    skipped: new Set(passed.flatMap(({ name }) => (got.has(name) ? [] : [name]))).size,
    missing: onTarget !== undefined && onTarget >= exact ? 0 : Math.max(0, firstKnown - onSource),
    lag: deliveredFrom(partition, place).length,
    isUnsure,
  }
}

/** Of a group that stays where it stands. */
function lagNow(partition: SimulatedPartition): number {
  const { exists, onTarget } = partition
  return !exists || onTarget === undefined ? 0 : deliveredFrom(partition, onTarget).length
}

function knownCopies(map: NonNullable<SimulatedPartition['map']>) {
  return map.runs.flatMap(({ sourceStart, targetStart, count }) =>
    Array.from({ length: count }, (_, at) => ({ source: sourceStart + at, target: targetStart + at })),
  )
}

/** In the order of the reasons; undefined where the plan has nothing to say. */
function verdictOf(told: readonly Told[], { applied }: SimulatedGroup): string | undefined {
  const has = (...outcomes: string[]): boolean => told.some(({ outcome }) => outcomes.includes(outcome))
  if (has('live')) return 'blocked: group_is_live'
  if (has('move')) {
    if (applied === 'paused') return 'blocked: flow_is_paused'
    return applied === 'with an agent' ? 'blocked: kept_by_agent' : 'moves'
  }
  if (has('not_mapped', 'no_partition'))
    return applied === 'no' || applied === 'changed' ? 'blocked: follows_the_copy' : undefined
  if (has('recreated')) return 'blocked: source_was_recreated'
  if (has('unproven')) return 'blocked: commit_is_past_the_source_log'
  if (has('before_copy')) return 'blocked: commit_is_before_the_copy'
  return has('ahead') ? 'blocked: target_is_ahead' : undefined
}

function verdictIn(row: ChangeOf<'group_offset'> | undefined): string | undefined {
  if (row === undefined) return undefined
  if (row.change.actions[0] === 'no-op') return `blocked: ${row.action_reason}`
  return 'moves'
}

/** Kafka gives a topic partitions without a hole: what one lacks, all behind it lack. */
function toldOf(simulated: SimulatedGroup) {
  return simulated.topics.flatMap((topic) => {
    const lacking = topic.partitions.findIndex(({ exists }) => !exists)
    return topic.partitions.flatMap((each, number) => {
      if (each.onSource === undefined) return []
      const partition = { ...each, exists: lacking < 0 || number < lacking }
      return [{ topic, number, partition, ...simulate(partition, simulated, topic) }]
    })
  })
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test('a group’s row says what listing every record that its consumer reads says', () => {
  const seen = new Map<string, number>()
  const tried = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1)
  assertProperty(
    fc.property(simulatedGroup, (simulated) => {
      const told = toldOf(simulated)
      const verdict = verdictOf(told, simulated)
      const row = rowOf(simulated)
      assert.equal(verdictIn(row), verdict)
      tried(verdict ?? 'nothing to say')
      if (row === undefined) return
      const isMoving = verdict === 'moves'
      const moving = isMoving ? told.filter(({ outcome }) => outcome === 'move') : []
      if (isMoving) {
        assert.deepEqual(
          row.change.after?.offsets.map(({ topic, partition, offset }) => [topic, partition, offset]),
          moving.map(({ topic, number, place }) => [`us.${topic.name}`, number, place]),
        )
      }
      assert.equal(row.impact.missing, sum(moving.map(({ missing }) => missing)))
      const listed = {
        redelivered: sum(moving.map(({ redelivered }) => redelivered)),
        skipped: sum(moving.map(({ skipped }) => skipped)),
        lag: sum(told.map(({ lag, partition }) => (isMoving ? lag : lagNow(partition)))),
      }
      const { at_most: bounds = [] } = row.impact
      for (const name of ['redelivered', 'skipped', 'lag'] as const) {
        const planned: number = row.impact[name]
        const isBound = bounds.includes(name)
        if (listed[name] > 0) tried(`${name} ${isBound ? 'at most' : 'exactly'}`)
        if (!isBound) assert.equal(planned, listed[name], name)
        else {
          assert.ok(planned >= listed[name], `${name}: at most ${planned}, and it is ${listed[name]}`)
          assert.ok(
            told.some(({ isUnsure }) => isUnsure),
            `${name} could be told exactly`,
          )
        }
      }
    }),
    { numRuns: 1000 },
  )
  const wanted = ['moves', 'nothing to say', ...blocked, ...counts]
  const rare = wanted.filter((what) => (seen.get(what) ?? 0) < 3)
  assert.deepEqual(rare, [], `the cases were ${JSON.stringify([...seen])}`)
})

const blocked = [
  'group_is_live',
  'target_is_ahead',
  'kept_by_agent',
  'flow_is_paused',
  'follows_the_copy',
  'source_was_recreated',
  'commit_is_past_the_source_log',
].map((reason) => `blocked: ${reason}`)

const counts = ['redelivered', 'skipped', 'lag'].flatMap((name) => [`${name} exactly`, `${name} at most`])
