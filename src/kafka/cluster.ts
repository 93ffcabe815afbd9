// The control plane as Strait sees it: one cluster, by what can be asked of it and done to it. Every read is
// one batched round trip per kind and broker, never one per topic. Offsets are Numbers (exact to 2^53).
//
// A fan-out answers per item: one topic deleted between two calls must not fail a plan.

import type { StraitError } from '../errors/strait-error.ts'
import type { Fence } from '../wire/connection.ts'

export interface ClusterDescription {
  readonly clusterId: string
  readonly controllerId: number
  readonly brokers: readonly { readonly id: number; readonly host: string; readonly port: number }[]
}

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

export interface TopicDescription {
  readonly name: string
  /** 32 hexadecimal digits; changes when a topic is deleted and created again. */
  readonly id: string
  readonly internal: boolean
  /** Index = partition number. `leader` is -1 while there is none. */
  readonly partitions: readonly {
    readonly leader: number
    readonly leaderEpoch: number
    readonly replicas: readonly number[]
    readonly isr: readonly number[]
  }[]
}

/** `topic` was set on the topic itself; the rest is inherited. Names follow DescribeConfigs' config_source. */
export type ConfigSource =
  | 'topic'
  | 'dynamic_broker'
  | 'dynamic_default_broker'
  | 'static_broker'
  | 'default'
  | 'unknown'

export interface ConfigEntry {
  readonly name: string
  readonly value: string | null
  readonly source: ConfigSource
  readonly readOnly: boolean
  readonly sensitive: boolean
}

export interface Acl {
  readonly resourceType: 'topic' | 'group' | 'cluster' | 'transactional_id' | 'delegation_token' | 'user'
  readonly resourceName: string
  readonly patternType: 'literal' | 'prefixed'
  readonly principal: string
  readonly host: string
  /** Kafka's names in lower case: `read`, `write`, `describe_configs`, `all` … */
  readonly operation: string
  readonly permission: 'allow' | 'deny'
}

export interface GroupDescription {
  readonly groupId: string
  readonly protocolType: string
  /** `Empty` and `Dead` groups may be written to; all others are live. */
  readonly state: string
  readonly members: number
  /** Of Connect's workers: the connectors whose tasks they run. */
  readonly connectors?: readonly string[]
}

export interface CommittedOffset extends TopicPartition {
  readonly offset: number
  readonly metadata: string
}

export interface PartitionOffset extends TopicPartition {
  /** -1 where a timestamp was asked for and no record is that young. */
  readonly offset: number
  readonly leaderEpoch: number
  readonly error?: StraitError
}

/** `stable` is the last stable offset: what a read_committed consumer can reach. */
export type OffsetAt = 'earliest' | 'latest' | 'stable' | { readonly timestampMs: number }

export interface NewTopic {
  readonly name: string
  readonly partitions: number
  /** -1 takes the broker's default. */
  readonly replicationFactor: number
  readonly configs: Readonly<Record<string, string>>
}

export interface ConfigChange {
  readonly topic: string
  readonly set: Readonly<Record<string, string>>
  readonly unset: readonly string[]
}

/** One outcome per item asked for, in the order asked. No `error`: done. */
export interface ItemResult {
  readonly item: string
  readonly error?: StraitError
}

export interface LogRecord extends TopicPartition {
  readonly offset: number
  readonly timestampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [string, Buffer | null])[]
}

export interface NewRecord {
  readonly partition: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** Left out: the clock of the caller. */
  readonly timestampMs?: number
}

export interface RightsRequest {
  readonly topics: readonly string[]
  readonly groups: readonly string[]
  readonly transactionalIds?: readonly string[]
  /**
   * Whether the cluster is known to keep offsets of groups. Where it may not, no coordinator is asked for, because a
   * broker creates `__consumer_offsets` to name one; then only the groups that are hidden are told.
   */
  readonly keepsOffsets: boolean
}

/** What the connecting principal may do, in Kafka's names of operations in lower case. */
export interface Rights {
  /** As `User:strait`; undefined where the settings do not tell, as with a client certificate. */
  readonly principal: string | undefined
  /** On the cluster itself; empty without the right to describe it. */
  readonly cluster: readonly string[]
  /** By name, whether the topic exists or not; an empty list for one that it may not even see. */
  readonly topics: ReadonlyMap<string, readonly string[]>
  /** By group id, whether the group exists or not; an empty list for one that it may not see, none where unasked. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /**
   * Whether a transactional id may be seen, which is all that brokers tell of one: whoever may write with it may see
   * it too. Ids that nobody asked for, and those of brokers that do not tell, are left out.
   */
  readonly transactionalIds?: ReadonlyMap<string, boolean>
}

export interface TopicsWithRights {
  readonly topics: readonly TopicDescription[]
  readonly rights: Rights['topics']
}

/** What writes takes a `fence`: it is asked right before a request leaves, and an error of it keeps that back. */
export interface Cluster {
  readonly name: string

  describe(): Promise<ClusterDescription>
  /** All topics, or those named; a name that does not exist is left out of the answer. */
  topics(names?: readonly string[]): Promise<TopicDescription[]>
  /** All topics with what the connected principal may do with each; those that it may not see are in neither. */
  topicsWithRights(): Promise<TopicsWithRights>
  /**
   * Topics that vanished meanwhile are left out. Throws ST350 for one whose configs may not be read, or leaves it
   * out too.
   */
  topicConfigs(
    topics: readonly string[],
    options?: { readonly denied: 'throw' | 'leave_out' },
  ): Promise<Map<string, readonly ConfigEntry[]>>
  /** Of the principal that is connected, on the cluster and on what is named. */
  rights(of: RightsRequest): Promise<Rights>
  /** Undefined where the brokers have no authorizer. */
  acls(): Promise<Acl[] | undefined>
  /** Every classic or consumer-protocol group; share and streams groups are left out. */
  groups(): Promise<GroupDescription[]>
  /** Only partitions with a commit. */
  committedOffsets(groupIds: readonly string[]): Promise<Map<string, CommittedOffset[]>>
  offsets(partitions: readonly TopicPartition[], at: OffsetAt): Promise<PartitionOffset[]>
  /** Bytes on disk of one replica of each partition, by topic; index = partition. */
  sizes(topics: readonly string[]): Promise<Map<string, number[]>>
  /** Every record of a topic from its start to the end at the time of the call, read_committed. */
  readTopic(topic: string): Promise<LogRecord[]>

  createTopics(topics: readonly NewTopic[], fence?: Fence): Promise<ItemResult[]>
  /** Grows topics to the given total. */
  createPartitions(
    topics: readonly { name: string; partitions: number }[],
    fence?: Fence,
  ): Promise<ItemResult[]>
  alterTopicConfigs(changes: readonly ConfigChange[], fence?: Fence): Promise<ItemResult[]>
  createAcls(acls: readonly Acl[], fence?: Fence): Promise<ItemResult[]>
  /** By id, so that a topic that was created again under the name is never meant. Items are the names. */
  deleteTopics(topics: readonly { name: string; id: string }[], fence?: Fence): Promise<ItemResult[]>
  /** Exactly these: no ACL is matched by a pattern. */
  deleteAcls(acls: readonly Acl[], fence?: Fence): Promise<ItemResult[]>
  /** As a simple commit (no member): the broker refuses it while the group is live. */
  commitOffsets(groupId: string, offsets: readonly CommittedOffset[], fence?: Fence): Promise<ItemResult[]>
  /** Exactly these places, nothing else of the group. The broker refuses it while members use them. */
  deleteOffsets(groupId: string, partitions: readonly TopicPartition[], fence?: Fence): Promise<ItemResult[]>
  /** Appends in order with acks=all and answers each record's offset. */
  append(topic: string, records: readonly NewRecord[], fence?: Fence): Promise<number[]>

  close(): Promise<void>
}
