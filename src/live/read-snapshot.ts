// Reads what a plan depends on, from all clusters at once. Only read-only requests, each kind in one request per
// broker: reading costs round trips, not topics. What vanishes while reading is left out, never half there.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import type {
  Cluster,
  ConfigEntry,
  GroupDescription,
  LogRecord,
  PartitionOffset,
  Rights,
  TopicDescription,
} from '../kafka/cluster.ts'
import { controlTopic, foldControl } from '../mirror/control.ts'
import { offsetMapsFrom } from '../mirror/position-records.ts'
import { positionsTopic } from '../mirror/positions.ts'
import type { FlowSpec, Topology } from '../topology/model.ts'
import { hiddenNames } from './hidden-names.ts'
import { readMirrorMaker } from './mirror-maker-state.ts'
import { type Listing, type NeededNames, neededNames } from './needed-names.ts'
import { readIfThere } from './read-if-there.ts'
import { settleAll } from './settle-all.ts'
import type { ClusterSnapshot, GroupSnapshot, Snapshot, TopicSnapshot } from './snapshot.ts'
import { askMoments, expiryMoments, growthMoments, withAges } from './topic-ages.ts'

export interface SnapshotRequest {
  readonly topology: Topology
  /** By name; exactly these are read. */
  readonly clusters: ReadonlyMap<string, Cluster>
  readonly nowMs: number
  /** Also how old records are: for telling how fast topics grow, and what expires before it is copied. */
  readonly withAges?: boolean
  /** Called once what takes the brokers long has been asked for. */
  readonly whileWaiting?: () => void
}

/**
 * Throws ST403 with all missing permissions at once (ST350 where it is one), ST500 where a stored position cannot
 * be read, and what keeps a cluster from answering.
 */
export async function readSnapshot({
  topology,
  clusters,
  nowMs,
  withAges = false,
  whileWaiting = () => {},
}: SnapshotRequest): Promise<Snapshot> {
  const listings = new Map([...clusters].map(([name, cluster]) => [name, listingOf(cluster)]))
  void Promise.allSettled([...listings.values()].map(({ topics }) => topics)).then(() =>
    setImmediate(whileWaiting),
  )
  const snapshots = await settleAll(
    [...clusters].map(([name, cluster]) =>
      readCluster(cluster, {
        needed: neededNames(topology, name, listings),
        listing: listings.get(name) ?? listingOf(cluster),
        mustReadAcls: needsAcls(topology, name),
        ageing: {
          flows: withAges ? Object.values(topology.flows).filter(({ source }) => source === name) : [],
          nowMs,
        },
      }),
    ),
  )
  const mirrorMaker = await readMirrorMakers(topology, clusters)
  return {
    clusters: new Map(snapshots.map((snapshot) => [snapshot.name, snapshot])),
    ...(mirrorMaker.size > 0 && { mirrorMaker }),
    takenAtMs: nowMs,
  }
}

async function readMirrorMakers(
  { flows }: Topology,
  clusters: SnapshotRequest['clusters'],
): Promise<NonNullable<Snapshot['mirrorMaker']>> {
  const read = Object.values(flows).flatMap((flow) => {
    const [source, target] = [clusters.get(flow.source), clusters.get(flow.target)]
    if (flow.start !== 'mirrormaker' || source === undefined || target === undefined) return []
    return [readMirrorMaker(flow, { source, target }).then((state) => [flow.name, state] as const)]
  })
  return new Map(await settleAll(read))
}

function needsAcls({ flows, acls = {} }: Topology, cluster: string): boolean {
  if (Object.values(acls).some((acl) => acl.cluster === cluster)) return true
  return Object.values(flows).some((flow) => flow.acls.sync && [flow.source, flow.target].includes(cluster))
}

interface Reading {
  readonly needed: Promise<NeededNames>
  readonly listing: Listing
  /** A flow syncs them, or a block declares one. Otherwise they only tell who uses a topic. */
  readonly mustReadAcls: boolean
  /** The flows that read from here, where ages are asked for. */
  readonly ageing: { readonly flows: readonly FlowSpec[]; readonly nowMs: number }
}

/** What every cluster's reading waits for: another cluster's names decide which of this one matter. */
function listingOf(cluster: Cluster): Listing {
  // Groups first: to list them every broker is sought out, which goes on while the first one gathers its topics.
  const groups = cluster.groups()
  const listed = cluster.topicsWithRights()
  const listing = {
    groups,
    topics: listed.then(({ topics }) => topics),
    rights: listed.then(({ rights }) => rights),
  }
  // Whoever waits for them tells of a failure; nobody may be left who does not.
  for (const promise of Object.values(listing)) promise.catch(() => undefined)
  return listing
}

async function readCluster(
  cluster: Cluster,
  { needed, listing, mustReadAcls, ageing }: Reading,
): Promise<ClusterSnapshot> {
  needed.catch(() => undefined)
  const described = listing.topics
  const [description, rights, read, groups, acls, control, positions] = await settleAll([
    cluster.describe(),
    needed.then((names) => readRights(cluster, names, listing)),
    Promise.all([described, needed]).then(([list, { topics }]) =>
      readAgingTopics(cluster, { described: list, needed: topics }, ageing),
    ),
    listing.groups.then((list) => readGroups(cluster, list)),
    mustReadAcls ? cluster.acls() : unlessDenied(cluster.acls()),
    described.then((list) => readInternal(cluster, list, controlTopic)),
    described.then((list) => readInternal(cluster, list, positionsTopic)),
  ])
  return {
    name: cluster.name,
    description,
    rights,
    sizesKnown: read.sizesKnown,
    topics: read.topics,
    groups,
    acls,
    control: foldControl(control),
    offsetMaps: livingMaps(positions, read.topics),
  }
}

type ReadTopics = Required<Pick<ClusterSnapshot, 'topics' | 'sizesKnown'>>

interface ListedTopics {
  readonly described: readonly TopicDescription[]
  readonly needed: readonly string[]
}

async function readAgingTopics(
  cluster: Cluster,
  { described, needed }: ListedTopics,
  { flows, nowMs }: Reading['ageing'],
): Promise<ReadTopics> {
  const [{ topics, sizesKnown }, growth] = await settleAll([
    readTopics(cluster, described, needed),
    nextTurn().then(() => askMoments(cluster, growthMoments(flows, described, nowMs))),
  ])
  const expiry = await askMoments(cluster, expiryMoments(flows, topics, nowMs))
  return { topics: withAges(topics, [...growth, ...expiry]), sizesKnown }
}

/** A map into a remote topic that is gone, or was created again, translates nothing any more. */
function livingMaps(
  positions: readonly LogRecord[],
  topics: ReadonlyMap<string, TopicSnapshot>,
): ClusterSnapshot['offsetMaps'] {
  const ids = new Set([...topics.values()].map(({ id }) => id))
  return new Map([...offsetMapsFrom(positions)].filter(([, { targetTopicId }]) => ids.has(targetTopicId)))
}

/** Undefined where a permission is missing that the plan can do without. */
async function unlessDenied<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof StraitError && error.code === 'ST350') return undefined
    throw error
  })
}

async function readRights(cluster: Cluster, needed: NeededNames, listing: Listing): Promise<Rights> {
  const [topics, groups] = await Promise.all([listing.topics, listing.groups])
  const keepsOffsets = groups.length > 0 || topics.some(({ name }) => name === '__consumer_offsets')
  const { topics: ofTopics, groups: ofGroups, agentGroups, transactionalIds } = needed
  const listed = await listing.rights
  const asked = await cluster.rights({
    topics: ofTopics.filter((name) => !listed.has(name)),
    groups: [...new Set([...ofGroups, ...agentGroups])],
    transactionalIds,
    keepsOffsets,
  })
  const known = ofTopics.flatMap((name) => {
    const operations = listed.get(name)
    return operations === undefined ? [] : [[name, operations] as const]
  })
  const rights = { ...asked, topics: new Map([...known, ...asked.topics]) }
  await settleAll(hiddenNames(cluster.name, rights, needed).map((error) => Promise.reject(error)))
  return rights
}

async function readTopics(
  cluster: Cluster,
  described: readonly TopicDescription[],
  needed: readonly string[],
): Promise<ReadTopics> {
  const names = described.map(({ name }) => name)
  const partitions = described.flatMap(({ name, partitions }) =>
    partitions.map((_, partition) => ({ topic: name, partition })),
  )
  // Configs and sizes take brokers longest, so they go out before we write down every partition.
  const [configs, sizes, earliest, latest] = await settleAll([
    readConfigs(cluster, names, needed),
    unlessDenied(cluster.sizes(names)),
    nextTurn().then(async () => offsetsByTopic(await cluster.offsets(partitions, 'earliest'))),
    nextTurn().then(async () => offsetsByTopic(await cluster.offsets(partitions, 'latest'))),
  ])
  const topics = new Map<string, TopicSnapshot>()
  for (const topic of described) {
    const { name } = topic
    const read = { configs: configs.get(name), earliest: earliest.get(name), latest: latest.get(name) }
    if (read.configs === undefined || read.earliest === undefined || read.latest === undefined) continue
    topics.set(name, {
      ...topic,
      configs: read.configs,
      earliest: read.earliest,
      latest: read.latest,
      sizeBytes: sizes?.get(name) ?? topic.partitions.map(() => 0),
    })
  }
  return { topics, sizesKnown: sizes !== undefined }
}

/** Of a topic that no flow is about nothing need be known. Throws ST350 for the others. */
async function readConfigs(
  cluster: Cluster,
  names: readonly string[],
  needed: readonly string[],
): Promise<Map<string, readonly ConfigEntry[]>> {
  const found = await cluster.topicConfigs(names, { denied: 'leave_out' })
  const left = names.filter((name) => !found.has(name))
  const wanted = new Set(needed)
  const demanded = await cluster.topicConfigs(left.filter((name) => wanted.has(name)))
  const others = left
    .filter((name) => !wanted.has(name))
    .map((name): [string, readonly ConfigEntry[]] => [name, []])
  return new Map([...found, ...demanded, ...others])
}

/** Topics of which a partition is said not to exist have vanished and are left out. */
function offsetsByTopic(offsets: readonly PartitionOffset[]): Map<string, number[]> {
  const topics = new Map<string, number[]>()
  const vanished = new Set<string>()
  for (const { topic, partition, offset, error } of offsets) {
    if (error?.code === 'ST350') throw error
    if (error?.code === 'ST351') vanished.add(topic)
    const list = topics.get(topic) ?? []
    list[partition] = error === undefined ? offset : 0
    topics.set(topic, list)
  }
  for (const topic of vanished) topics.delete(topic)
  return topics
}

async function readGroups(
  cluster: Cluster,
  groups: readonly GroupDescription[],
): Promise<Map<string, GroupSnapshot>> {
  const committed = await cluster.committedOffsets(groups.map(({ groupId }) => groupId))
  return new Map(
    groups.map((group) => [group.groupId, { ...group, offsets: committed.get(group.groupId) ?? [] }]),
  )
}

/** Empty where the topic does not exist: nothing was applied to this cluster yet. */
async function readInternal(
  cluster: Cluster,
  described: readonly TopicDescription[],
  topic: string,
): Promise<LogRecord[]> {
  if (!described.some(({ name }) => name === topic)) return []
  return readIfThere(cluster, topic)
}
