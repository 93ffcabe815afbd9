// What a plan depends on, read once, as plain data. The plan room is a pure function of this and the topology,
// so everything that decides must be in here, and tests can write one by hand.

import type {
  Acl,
  ClusterDescription,
  CommittedOffset,
  ConfigEntry,
  GroupDescription,
  TopicDescription,
} from '../kafka/cluster.ts'
import type { ControlEntry } from '../mirror/control.ts'
import type { OffsetMap } from '../mirror/offset-map.ts'

export interface TopicSnapshot extends TopicDescription {
  readonly configs: readonly ConfigEntry[]
  /** Index = partition; 0 where the partition did not answer. */
  readonly earliest: readonly number[]
  readonly latest: readonly number[]
  /** Bytes on disk of one replica. */
  readonly sizeBytes: readonly number[]
}

export interface GroupSnapshot extends GroupDescription {
  readonly offsets: readonly CommittedOffset[]
}

export interface ClusterSnapshot {
  readonly name: string
  readonly description: ClusterDescription
  /** By topic name. */
  readonly topics: ReadonlyMap<string, TopicSnapshot>
  /** By group id. */
  readonly groups: ReadonlyMap<string, GroupSnapshot>
  /** Undefined where the brokers have no authorizer, and where no flow of the topology syncs ACLs. */
  readonly acls: readonly Acl[] | undefined
  /** Empty where nothing was ever applied to this cluster. */
  readonly control: readonly ControlEntry[]
  /** Exact offset maps held here, by `positionKey(flow, topic, partition)` with the source's topic name. */
  readonly offsetMaps: ReadonlyMap<string, OffsetMap>
}

export interface Snapshot {
  /** By cluster name. */
  readonly clusters: ReadonlyMap<string, ClusterSnapshot>
  /** Epoch ms at which reading began. */
  readonly takenAtMs: number
}
