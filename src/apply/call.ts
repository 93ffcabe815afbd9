// A row of a plan → the calls that carry it out. Both the execution and the allow-list are made from these, so
// apply can do what the plan says and nothing else.

import { StraitError } from '../errors/strait-error.ts'
import type { Acl, CommittedOffset, ConfigChange, NewTopic } from '../kafka/cluster.ts'
import type { FlowEntry, ManagedEntry, Revision } from '../mirror/control.ts'
import type { ChangeOf, ResourceChange } from '../plan/resource-change.ts'

export type Call =
  | { readonly verb: 'create_topic'; readonly topic: NewTopic }
  | { readonly verb: 'grow_topic'; readonly topic: string; readonly partitions: number }
  | { readonly verb: 'alter_configs'; readonly change: ConfigChange }
  | { readonly verb: 'create_acl'; readonly acl: Acl }
  | {
      readonly verb: 'commit_offsets'
      readonly groupId: string
      readonly before: readonly CommittedOffset[]
      readonly after: readonly CommittedOffset[]
    }
  | { readonly verb: 'write_managed'; readonly entry: ManagedEntry }
  | { readonly verb: 'write_flow'; readonly entry: FlowEntry }

export type Verb = Call['verb']

/** A call and the cluster that it goes to: a flow that changes its target is written on both. */
export interface PlacedCall {
  readonly cluster: string
  readonly call: Call
}
export type CallOf<V extends Verb> = Extract<Call, { verb: V }>

/** What every entry of one apply carries. */
export interface Stamp {
  readonly revision: Revision
  /** ISO 8601. */
  readonly appliedAt: string
  /** Flows whose things are never to be deleted. */
  readonly protectedFlows: ReadonlySet<string>
}

/** The calls of one row, in order. Throws ST455 for a row that this Strait cannot carry out. */
export function callsOf(row: ResourceChange, stamp: Stamp): readonly PlacedCall[] {
  if (row.change.actions[0] === 'no-op') return []
  if (row.type === 'flow') return flowCalls(row, stamp)
  return callsHere(row, stamp).map((call) => ({ cluster: row.cluster, call }))
}

function callsHere(row: Exclude<ResourceChange, { type: 'flow' }>, stamp: Stamp): readonly Call[] {
  switch (row.type) {
    case 'topic':
      return [...managed(row, stamp), ...topicCalls(row)]
    case 'internal_topic':
      return topicCalls(row)
    case 'topic_config':
      return configCalls(row)
    case 'acl':
      return [...managed(row, stamp), ...aclCalls(row)]
    case 'group_offset':
      return offsetCalls(row)
  }
}

/** Written before the thing is made: a kill in between leaves an entry without a thing, which means nothing. */
function managed({ address, flow }: ResourceChange, { protectedFlows }: Stamp): Call[] {
  if (flow === null) return []
  const protect = protectedFlows.has(flow)
  return [{ verb: 'write_managed', entry: { kind: 'managed', address, flow, protect } }]
}

function aclCalls(row: ChangeOf<'acl'>): Call[] {
  return row.change.after === null ? impossible(row) : [{ verb: 'create_acl', acl: row.change.after }]
}

function topicCalls(row: ChangeOf<'topic'> | ChangeOf<'internal_topic'>): Call[] {
  const { before, after } = row.change
  if (after === null) return impossible(row)
  const { partitions, replicationFactor, configs } = after
  const name = row.name
  if (before === null)
    return [{ verb: 'create_topic', topic: { name, partitions, replicationFactor, configs } }]
  if (partitions < before.partitions) return impossible(row)
  const grow: Call[] = partitions > before.partitions ? [{ verb: 'grow_topic', topic: name, partitions }] : []
  return [...grow, ...changedConfigs(name, before.configs, configs)]
}

function configCalls({ name, change: { before, after } }: ChangeOf<'topic_config'>): Call[] {
  return changedConfigs(name, before?.configs ?? {}, after?.configs ?? {})
}

type Configs = Readonly<Record<string, string>>

function changedConfigs(topic: string, before: Configs, after: Configs): Call[] {
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value))
  const unset = Object.keys(before).filter((key) => after[key] === undefined)
  if (Object.keys(set).length === 0 && unset.length === 0) return []
  return [{ verb: 'alter_configs', change: { topic, set, unset } }]
}

/** A row without offsets is followed by the agent, as soon as the copy has come to where the group stands. */
function offsetCalls(row: ChangeOf<'group_offset'>): Call[] {
  const { before, after } = row.change
  if (after === null) return impossible(row)
  if (after.offsets.length === 0) return []
  return [{ verb: 'commit_offsets', groupId: row.name, before: before?.offsets ?? [], after: after.offsets }]
}

/**
 * A flow that is no longer wanted keeps its entry as `stopped`, so that agents let go of it; one that moves to
 * another target is stopped there before it begins here.
 */
function flowCalls(row: ChangeOf<'flow'>, { revision, appliedAt }: Stamp): PlacedCall[] {
  const { before, after } = row.change
  const write = (
    cluster: string,
    entry: Pick<FlowEntry, 'state' | 'spec' | 'initialTopics'>,
  ): PlacedCall => ({
    cluster,
    call: { verb: 'write_flow', entry: { kind: 'flow', name: row.name, revision, appliedAt, ...entry } },
  })
  const calls: PlacedCall[] = []
  if (before !== null && row.change.actions[0] === 'delete') {
    calls.push(write(row.previous_cluster ?? row.cluster, { state: 'stopped', spec: before }))
  }
  if (after !== null) {
    calls.push(write(row.cluster, { state: 'running', spec: after, initialTopics: row.initial_topics }))
  }
  return calls.length === 0 ? impossible(row) : calls
}

function impossible(row: ResourceChange): never {
  const what = row.change.actions.join(' and ')
  throw new StraitError(
    'ST455',
    `${row.address}: this version of Strait cannot ${what} it; nothing was written`,
    {
      facts: { address: row.address },
    },
  )
}
