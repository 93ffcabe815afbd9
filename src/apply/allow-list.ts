// The contract of a plan, enforced: a Cluster that reads freely and writes only what was compiled from the plan.
// A call outside it is a defect of ours, and it must fail here rather than reach a broker.

import { StraitError } from '../errors/strait-error.ts'
import type { Cluster, ItemResult, NewRecord } from '../kafka/cluster.ts'
import { controlKey, controlTopic, foldControl } from '../mirror/control.ts'
import { canonicalJson } from '../plan/canonical.ts'
import type { Fence } from '../wire/connection.ts'
import type { Call } from './call.ts'
import { leaseKey } from './lease-log.ts'

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
    commitOffsets: async (groupId, after) => {
      check({ verb: 'commit_offsets', groupId, before: [], after })
      return cluster.commitOffsets(groupId, after, fence)
    },
    append: async (topic, records, ownFence) => {
      if (topic !== controlTopic) throw outside(cluster, `append to ${topic}`)
      const beats = records.filter(isBeat)
      for (const record of records) if (!beats.includes(record)) check(writeOf(record))
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
  'createTopics' | 'createPartitions' | 'alterTopicConfigs' | 'createAcls' | 'commitOffsets' | 'append'
> {
  return {
    name: cluster.name,
    describe: () => cluster.describe(),
    topics: (names) => cluster.topics(names),
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

function writeOf(record: NewRecord): Call {
  const [entry] = foldControl([record])
  if (entry?.kind === 'managed') return { verb: 'write_managed', entry }
  if (entry?.kind === 'flow') return { verb: 'write_flow', entry }
  throw new StraitError(
    'ST453',
    `apply: a control entry of kind "${entry?.kind ?? 'unknown'}" is not in the plan`,
  )
}

/** What a call must have in common with the plan's. What a flow's state is when it is written is read then. */
function identity(call: Call): string {
  switch (call.verb) {
    case 'commit_offsets':
      return canonicalJson([call.verb, call.groupId, call.after])
    case 'write_flow':
      return canonicalJson([
        call.verb,
        controlKey(call.entry),
        call.entry.spec,
        call.entry.state === 'stopped',
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
