// The way back to MirrorMaker: where a flow stopped, written down as MirrorMaker does it, so that it goes on at the very
// next record. Only of a flow that stands still: positions move while agents run, and the target's log must end where
// the position says, or MirrorMaker would copy something twice.

import { setTimeout as sleep } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import type { Cluster, TopicDescription } from '../kafka/cluster.ts'
import { workersGroup } from '../live/mirror-maker-state.ts'
import { readIfThere } from '../live/read-if-there.ts'
import { claimOn, type TopologyNames, topologyTitle } from '../mirror/claims.ts'
import {
  connectOffsetsPartitions,
  connectOffsetsTopic,
  decodeSourceOffset,
  dedicatedSourceConnector,
  encodeSourceOffset,
} from '../mirror/connect-offsets.ts'
import { agentsGroup, controlTopic, type FlowEntry, foldControl, identityOf } from '../mirror/control.ts'
import type { HandBack, HandBackRow } from '../mirror/hand-back.ts'
import { remoteTopic } from '../mirror/naming.ts'
import { offsetMapsFrom, type StoredPosition } from '../mirror/position-records.ts'
import { positionsTopic } from '../mirror/positions.ts'
import type { Fence } from '../wire/connection.ts'

export interface HandBackRequest {
  readonly flow: string
  /** The topology that speaks. */
  readonly topology: TopologyNames
  readonly source: Cluster
  readonly target: Cluster
  /** How long agents of a paused flow are waited for. */
  readonly patienceMs?: number
}

/** Above what an agent takes to drain (20 s), or the group to notice that one is dead (10 s). */
const usualPatienceMs = 45_000
const lookEveryMs = 250

/** Reads only. Throws ST550 for a flow that is not applied, ST460 for another topology's, ST622 where it does not stand still or cannot go back. */
export async function readHandBack(request: HandBackRequest): Promise<HandBack> {
  const { flow, source, target } = request
  const entry = await pausedFlow(request)
  await untilNobodyWrites(request, entry)
  const offsetsTopic = connectOffsetsTopic(entry.spec.source)
  const [records, offsets, [storage]] = await Promise.all([
    readIfThere(target, positionsTopic),
    readIfThere(target, offsetsTopic),
    target.topics([offsetsTopic]),
  ])
  const positions = [...offsetMapsFrom(records).values()].filter((one) => one.flow === identityOf(entry))
  const known = new Map(
    offsets.map((record) => [record.key?.toString('utf8') ?? '', decodeSourceOffset(record)?.lastOffset]),
  )
  const rows = (await standing(positions, entry, { source, target })).map((row) => ({
    ...row,
    before: known.get(keyOf(entry, row)),
  }))
  return {
    ...{ flow, source: entry.spec.source, target: entry.spec.target, offsetsTopic, rows },
    offsetsPartitions: storage?.partitions.length,
  }
}

/** Creates the offsets topic where MirrorMaker never ran. What is written as it stands is not written again. */
export async function writeHandBack(target: Cluster, handBack: HandBack, fence?: Fence): Promise<number> {
  const { source, offsetsTopic, offsetsPartitions = connectOffsetsPartitions } = handBack
  if (handBack.offsetsPartitions === undefined) {
    const made = { name: offsetsTopic, partitions: offsetsPartitions, replicationFactor: -1 }
    const [created] = await target.createTopics(
      [{ ...made, configs: { 'cleanup.policy': 'compact' } }],
      fence,
    )
    if (created?.error !== undefined) throw created.error
  }
  const open = handBack.rows.filter(({ lastOffset, before }) => lastOffset !== (before ?? -1))
  const records = open.map(({ topic, partition, lastOffset }) => {
    const offset = { connector: dedicatedSourceConnector, cluster: source, topic, partition, lastOffset }
    const { key, value, partition: place } = encodeSourceOffset(offset, offsetsPartitions)
    // No offset is a tombstone to Connect: MirrorMaker then begins at the first record.
    return { partition: place, key, value: lastOffset < 0 ? null : value }
  })
  if (records.length > 0) await target.append(offsetsTopic, records, fence)
  return records.length
}

async function pausedFlow({ flow, topology, target }: HandBackRequest): Promise<FlowEntry> {
  const entries = foldControl(await readIfThere(target, controlTopic))
  const entry = entries.find((one) => one.kind === 'flow' && one.name === flow)
  if (entry?.kind !== 'flow') {
    throw new StraitError('ST550', `flow "${flow}" is not applied on cluster "${target.name}"`, {
      facts: { flow, cluster: target.name },
    })
  }
  if (claimOn(entry.topology, topology) === 'foreign') {
    throw new StraitError(
      'ST460',
      `flow "${flow}" on cluster "${target.name}" belongs to ${topologyTitle(entry.topology)}; hand it back from there`,
      { facts: { flow, cluster: target.name } },
    )
  }
  if (entry.state === 'running') throw notReady(flow, `it runs: strait pause ${flow}`)
  if (entry.spec.naming.kind === 'template')
    throw notReady(flow, 'its topics are named by a template, which MirrorMaker has no word for')
  return entry
}

async function untilNobodyWrites(
  { flow, target, patienceMs = usualPatienceMs }: HandBackRequest,
  entry: FlowEntry,
): Promise<void> {
  const deadlineMs = performance.now() + patienceMs
  for (;;) {
    const members = new Map((await target.groups()).map((group) => [group.groupId, group.members]))
    if ((members.get(workersGroup(entry.spec)) ?? 0) > 0)
      throw notReady(
        flow,
        `MirrorMaker runs (group ${workersGroup(entry.spec)}), and reads its offsets only when it starts`,
      )
    const agents = members.get(agentsGroup(identityOf(entry))) ?? 0
    if (agents === 0) return
    if (performance.now() > deadlineMs)
      throw notReady(
        flow,
        `${agents} of its agents (group ${agentsGroup(identityOf(entry))}) have not let go of it`,
      )
    await sleep(lookEveryMs)
  }
}

/** Each partition with its last offset, where the target's log ends as the position says. */
async function standing(
  positions: readonly StoredPosition[],
  { name, spec }: FlowEntry,
  { source, target }: { readonly source: Cluster; readonly target: Cluster },
): Promise<Omit<HandBackRow, 'before'>[]> {
  const [sources, targets] = await Promise.all([
    source.topics([...new Set(positions.map(({ topic }) => topic))]),
    target.topics([...new Set(positions.map(({ topic }) => remoteTopic(spec, topic)))]),
  ])
  const live = positions
    .map((position) => ({ position, remote: remoteTopic(spec, position.topic) }))
    // A topic that is gone, or another one under its name, is none that the position is about.
    .filter(
      ({ position, remote }) =>
        isSame(sources, position.topic, position.sourceTopicId) &&
        isSame(targets, remote, position.targetTopicId),
    )
    .sort((one, other) =>
      one.position.topic < other.position.topic
        ? -1
        : one.position.topic > other.position.topic
          ? 1
          : one.position.partition - other.position.partition,
    )
  const ends = await target.offsets(
    live.map(({ position: { partition }, remote }) => ({ topic: remote, partition })),
    'latest',
  )
  const ahead: string[] = []
  const rows = live.map(({ position, remote }, index) => {
    const { topic, partition, sourceNext, targetNext } = position
    if (ends[index]?.offset !== targetNext) ahead.push(`${remote}-${partition}`)
    return { topic, partition, remoteTopic: remote, lastOffset: sourceNext - 1 }
  })
  if (ahead.length > 0) {
    throw notReady(
      name,
      `the logs of ${ahead.slice(0, 5).join(', ')}${ahead.length > 5 ? ` and ${ahead.length - 5} more` : ''} do not end where its agent wrote down that it was, as after a kill: strait resume ${name}, and pause it again when an agent has run it`,
    )
  }
  return rows
}

function isSame(topics: readonly TopicDescription[], name: string, id: string): boolean {
  return topics.some((topic) => topic.name === name && topic.id === id)
}

function keyOf({ spec }: FlowEntry, { topic, partition }: Omit<HandBackRow, 'before'>): string {
  const offset = {
    connector: dedicatedSourceConnector,
    cluster: spec.source,
    topic,
    partition,
    lastOffset: 0,
  }
  return encodeSourceOffset(offset).key.toString('utf8')
}

function notReady(flow: string, why: string): StraitError {
  return new StraitError('ST622', `flow "${flow}" cannot be handed back to MirrorMaker: ${why}`, {
    facts: { flow },
  })
}
