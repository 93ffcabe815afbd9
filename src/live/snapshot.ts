// What a plan depends on, read once, as plain data. The plan room is a pure function of this and the topology,
// so everything that decides must be in here, and tests can write one by hand.

import type {
  Acl,
  ClusterDescription,
  CommittedOffset,
  ConfigEntry,
  GroupDescription,
  Rights,
  TopicDescription,
} from '../kafka/cluster.ts'
import type { ControlEntry } from '../mirror/control.ts'
import type { OffsetMap } from '../mirror/offset-map.ts'
import type { MirrorMakerState } from './mirror-maker-state.ts'

export interface TopicSnapshot extends TopicDescription {
  /** Empty for a topic that no flow is about and whose configs the planner may not read. */
  readonly configs: readonly ConfigEntry[]
  /** Index = partition; 0 where the partition did not answer. */
  readonly earliest: readonly number[]
  readonly latest: readonly number[]
  /** Bytes on disk of one replica. */
  readonly sizeBytes: readonly number[]
  /** In order of time; of topics that a flow copies, where a plan asked for them. */
  readonly ages?: readonly TopicAge[]
}

/** Where in each partition's log the first record of a moment, or a later one, lies. */
export interface TopicAge {
  readonly timestampMs: number
  /** Index = partition; the log's end where no record is that young. */
  readonly offsets: readonly number[]
}

export interface GroupSnapshot extends GroupDescription {
  readonly offsets: readonly CommittedOffset[]
}

export interface PartitionMap extends OffsetMap {
  /** Id of the topic that was copied: another one of its name has nothing to do with the map. */
  readonly sourceTopicId?: string
}

export interface ClusterSnapshot {
  readonly name: string
  readonly description: ClusterDescription
  /** What the planner may do here; undefined where nobody asked. */
  readonly rights?: Rights
  /** False where the planner may not look at sizes, and all of them are 0: it takes DESCRIBE on the cluster. */
  readonly sizesKnown?: boolean
  /** By topic name, those that the planner may see. */
  readonly topics: ReadonlyMap<string, TopicSnapshot>
  /** By group id. */
  readonly groups: ReadonlyMap<string, GroupSnapshot>
  /** Undefined where the brokers have no authorizer, and where no flow syncs ACLs and the planner may not read them. */
  readonly acls: readonly Acl[] | undefined
  /** Empty where nothing was ever applied to this cluster. */
  readonly control: readonly ControlEntry[]
  /** Exact offset maps held here, by `positionKey(flow, topic, partition)` with the source's topic name. */
  readonly offsetMaps: ReadonlyMap<string, PartitionMap>
}

export interface Snapshot {
  /** By cluster name. */
  readonly clusters: ReadonlyMap<string, ClusterSnapshot>
  /** What MirrorMaker left, by the name of the flow that goes on where it stopped. */
  readonly mirrorMaker?: ReadonlyMap<string, MirrorMakerState>
  /** Epoch ms at which reading began. */
  readonly takenAtMs: number
}
