// The contract of a plan, enforced: a Cluster that reads freely and writes only what was compiled from the plan.
// A call outside it is a defect of ours, and it must fail here rather than reach a broker.

import * as z from 'zod'
import { StraitError } from '../errors/strait-error.ts'
import type { Cluster, ItemResult, NewRecord } from '../kafka/cluster.ts'
import { controlKey, controlTopic, foldControl } from '../mirror/control.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { canonicalJson } from '../plan/canonical.ts'
import type { Fence } from '../wire/connection.ts'
import type { Call } from './call.ts'
import { leaseKey } from './lease-log.ts'
import { positionOf } from './verbs/forget.ts'

/**
 * Wraps a cluster; `calls` is everything that the plan lists for it, and `fence` is asked before each of them
 * leaves. Closing stays with the caller.
 */
export function allowOnly(cluster: Cluster, calls: readonly Call[], fence?: Fence): Cluster {
  const allowed = new Set(calls.map(identity))
  const check = (call: Call): void => {
    if (!allowed.has(identity(call))) throw outside(cluster, call.verb)
  }
  const checked = <Item>(toCall: (item: Item) => Call, write: Write<Item>): Write<Item> => {
    return async (items) => {
      for (const item of items) check(toCall(item))
      return write(items, fence)
    }
  }
  return {
    ...readsOf(cluster),
    createTopics: checked(
      (topic) => ({ verb: 'create_topic', topic }),
      (...write) => cluster.createTopics(...write),
    ),
    createPartitions: checked(
      ({ name, partitions }) => ({ verb: 'grow_topic', topic: name, partitions }),
      (...write) => cluster.createPartitions(...write),
    ),
    alterTopicConfigs: checked(
      (change) => ({ verb: 'alter_configs', change }),
      (...write) => cluster.alterTopicConfigs(...write),
    ),
    createAcls: checked(
      (acl) => ({ verb: 'create_acl', acl }),
      (...write) => cluster.createAcls(...write),
    ),
    deleteTopics: checked(
      ({ name, id }) => ({ verb: 'delete_topic', topic: name, id }),
      (...write) => cluster.deleteTopics(...write),
    ),
    deleteAcls: checked(
      (acl) => ({ verb: 'delete_acl', acl }),
      (...write) => cluster.deleteAcls(...write),
    ),
    commitOffsets: async (groupId, after) => {
      check({ verb: 'commit_offsets', groupId, before: [], after })
      return cluster.commitOffsets(groupId, after, fence)
    },
    deleteOffsets: async (groupId, partitions) => {
      const before = partitions.map(({ topic, partition }) => ({ topic, partition, offset: 0, metadata: '' }))
      check({ verb: 'delete_offsets', groupId, before, movesOn: false })
      return cluster.deleteOffsets(groupId, partitions, fence)
    },
    append: async (topic, records, ownFence) => {
      const beats = topic === controlTopic ? records.filter(isBeat) : []
      for (const record of records) if (!beats.includes(record)) check(appendCall(cluster, topic, record))
      // The lease minds itself: its first beat comes before there is anything to be fenced by.
      return cluster.append(topic, records, beats.length === records.length ? ownFence : fence)
    },
  }
}

type Write<Item> = (items: readonly Item[], fence?: Fence) => Promise<ItemResult[]>

function readsOf(
  cluster: Cluster,
): Omit<
  Cluster,
  | 'createTopics'
  | 'createPartitions'
  | 'alterTopicConfigs'
  | 'createAcls'
  | 'deleteTopics'
  | 'deleteAcls'
  | 'commitOffsets'
  | 'deleteOffsets'
  | 'append'
> {
  return {
    name: cluster.name,
    describe: () => cluster.describe(),
    topics: (names) => cluster.topics(names),
    topicsWithRights: () => cluster.topicsWithRights(),
    topicConfigs: (topics, options) => cluster.topicConfigs(topics, options),
    rights: (of) => cluster.rights(of),
    acls: () => cluster.acls(),
    groups: () => cluster.groups(),
    committedOffsets: (groupIds) => cluster.committedOffsets(groupIds),
    offsets: (partitions, at) => cluster.offsets(partitions, at),
    sizes: (topics) => cluster.sizes(topics),
    readTopic: (topic) => cluster.readTopic(topic),
    close: () => cluster.close(),
  }
}

/** Beats of the lease are always allowed: they are how apply keeps others out. */
function isBeat({ key }: NewRecord): boolean {
  return key?.toString('utf8') === leaseKey
}

/** What a record stands for. */
function appendCall(cluster: Cluster, topic: string, record: NewRecord): Call {
  if (topic === controlTopic) return controlCall(record)
  const call = topic === positionsTopic ? positionCall(record) : undefined
  if (call === undefined) throw outside(cluster, `append to ${topic}`)
  return call
}

function controlCall(record: NewRecord): Call {
  const key = record.key?.toString('utf8') ?? ''
  if (record.value === null) return { verb: 'forget_managed', address: addressIn(key) }
  const [entry] = foldControl([record])
  if (entry?.kind === 'managed') return { verb: 'write_managed', entry }
  if (entry?.kind === 'flow') return { verb: 'write_flow', entry }
  throw new StraitError(
    'ST453',
    `apply: a control entry of kind "${entry?.kind ?? 'unknown'}" is not in the plan`,
  )
}

/** Positions are only ever ended here; agents write them. */
function positionCall({ key, value }: NewRecord): Call | undefined {
  const position = value === null ? positionOf(key) : undefined
  return position && { verb: 'forget_positions', ...position }
}

/** The address in the key of a managed entry; of any other key nothing that a plan lists. */
function addressIn(key: string): string {
  const parts = z.tuple([z.literal('managed'), z.string()]).safeParse(JSON.parse(key))
  return parts.success ? parts.data[1] : ''
}

/** What a call must have in common with the plan's. What a flow's state is when it is written is read then. */
function identity(call: Call): string {
  switch (call.verb) {
    case 'commit_offsets':
      return canonicalJson([call.verb, call.groupId, call.after])
    // Where a group stands is compared when its places are deleted; which ones they are stands in the plan.
    case 'delete_offsets':
      return canonicalJson([
        call.verb,
        call.groupId,
        call.before.map(({ topic, partition }) => [topic, partition]),
      ])
    // The id is the broker's to give: it is read after the topic was made.
    case 'write_managed':
    case 'record_topic':
      return canonicalJson(['write_managed', { ...call.entry, topicId: undefined }])
    case 'write_flow':
      return canonicalJson([
        call.verb,
        controlKey(call.entry),
        call.entry.spec,
        call.entry.state === 'stopped',
        call.entry.topology,
        call.entry.identity,
        call.entry.address,
        call.entry.movedTo,
        call.entry.protectionLifted,
        call.entry.dependsOn,
      ])
    default:
      return canonicalJson(call)
  }
}

function outside(cluster: Cluster, what: string): StraitError {
  return new StraitError(
    'ST453',
    `cluster "${cluster.name}": apply tried ${what}, which its plan does not list`,
    {
      facts: { cluster: cluster.name },
    },
  )
}
