// A row of a plan → the calls that carry it out. Both the execution and the allow-list are made from these, so
// apply can do what the plan says and nothing else.

import { StraitError } from '../errors/strait-error.ts'
import type { Acl, CommittedOffset, ConfigChange, NewTopic } from '../kafka/cluster.ts'
import { type FlowEntry, type ManagedEntry, nobodysFlow, type Revision } from '../mirror/control.ts'
import { specHash } from '../mirror/spec-hash.ts'
import { flowAddress } from '../plan/address.ts'
import { type ChangeOf, isChange, type ResourceChange } from '../plan/resource-change.ts'
import type { FlowSpec, Topology } from '../topology/model.ts'

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
  /**
   * Nothing is sent: the agents of the flow's identity have left, or run the spec of this hash; without a hash the flow
   * is no more.
   */
  | {
      readonly verb: 'await_release'
      readonly flow: string
      readonly identity: string
      readonly specHash: string | undefined
    }
  /** `movesOn`: an agent kept these places, and may have moved them on until it let go. */
  | {
      readonly verb: 'delete_offsets'
      readonly groupId: string
      readonly before: readonly CommittedOffset[]
      readonly movesOn: boolean
    }
  /** Exactly the topic with the id. */
  | { readonly verb: 'delete_topic'; readonly topic: string; readonly id: string }
  | { readonly verb: 'delete_acl'; readonly acl: Acl }
  | { readonly verb: 'write_managed'; readonly entry: ManagedEntry }
  /** The entry again, with the id that the topic was given. */
  | { readonly verb: 'record_topic'; readonly topic: string; readonly entry: ManagedEntry }
  | { readonly verb: 'forget_managed'; readonly address: string }
  /** `flow` by its identity, `topic` as the source calls it. */
  | { readonly verb: 'forget_positions'; readonly flow: string; readonly topic: string }
  /** `takesFrom`: the topology that the plan saw it belong to, where that is another one; null without a name. */
  | { readonly verb: 'write_flow'; readonly entry: FlowEntry; readonly takesFrom?: string | null }

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
  /** By name, as the plan has them. */
  readonly flows: Topology['flows']
  /** The name of the topology, where it has one. */
  readonly topology?: string | undefined
}

/** The calls of one row, in order. Throws ST455 for a row that this Strait cannot carry out. */
export function callsOf(row: ResourceChange, stamp: Stamp): readonly PlacedCall[] {
  if (!isChange(row)) return []
  if (row.type === 'flow') return flowCalls(row, stamp)
  return callsHere(row, stamp).map((call) => ({ cluster: row.cluster, call }))
}

function callsHere(row: Exclude<ResourceChange, { type: 'flow' }>, stamp: Stamp): readonly Call[] {
  const [action] = row.change.actions
  if (action === 'forget') return [{ verb: 'forget_managed', address: entryAddress(row) }]
  if (action === 'delete') return deleteCalls(row, stamp)
  switch (row.type) {
    case 'topic':
    case 'internal_topic':
      return [...managed(row, stamp), ...topicCalls(row), ...recorded(row, stamp)]
    case 'topic_config':
      return configCalls(row, stamp)
    case 'acl':
      return [...managed(row, stamp), ...aclCalls(row)]
    case 'group_offset':
      return offsetCalls(row, stamp)
  }
}

/** Written before the thing is made: a kill in between leaves an entry without a thing, which means nothing. */
function managed(row: ResourceChange, stamp: Stamp): Call[] {
  const entry = managedEntryOf(row, stamp)
  return entry === undefined ? [] : [{ verb: 'write_managed', entry }]
}

/** And again once it is there, with its id: that is what tells it from a later topic of the same name. */
function recorded(row: ChangeOf<'topic'> | ChangeOf<'internal_topic'>, stamp: Stamp): Call[] {
  const entry = managedEntryOf(row, stamp)
  return entry === undefined ? [] : [{ verb: 'record_topic', topic: row.name, entry }]
}

function managedEntryOf(row: ResourceChange, { flows, topology }: Stamp): ManagedEntry | undefined {
  const { address, flow, identity } = row
  const isTaken = row.change.actions[0] === 'create' || row.change.importing !== undefined
  if (!isTaken) return undefined
  const isDeclared = row.type === 'acl' && row.impact.owner === 'git'
  if (isDeclared)
    return {
      kind: 'managed',
      address,
      flow: nobodysFlow,
      ...named(topology),
      protect: false,
      ...row.remembers,
    }
  if (flow === null) return undefined
  // The control topic of the flow's target holds its entries; what it needs on its source has none.
  if (row.type === 'internal_topic' && flows[flow]?.target !== row.cluster) return undefined
  return {
    kind: 'managed',
    address,
    flow: identity ?? flow,
    ...named(topology),
    protect: flows[flow]?.lifecycle.protect ?? false,
    ...(row.type === 'topic' && row.change.after !== null ? { configs: row.change.after.configs } : {}),
  }
}

/** The thing first, then what is known of it: a kill in between leaves an entry without a thing. */
function deleteCalls(row: Exclude<ResourceChange, { type: 'flow' }>, stamp: Stamp): Call[] {
  const { before } = row.change
  const forget: Call = { verb: 'forget_managed', address: row.address }
  if (before === null) return impossible(row)
  switch (row.type) {
    case 'topic':
    case 'internal_topic': {
      if (row.topic_id === undefined) return impossible(row)
      const gone: Call = { verb: 'delete_topic', topic: row.name, id: row.topic_id }
      return row.type === 'topic'
        ? [...releaseOf(row, stamp), gone, ...endedPositions(row), forget]
        : [gone, forget]
    }
    case 'acl':
      return row.change.before === null
        ? impossible(row)
        : [{ verb: 'delete_acl', acl: row.change.before }, forget]
    case 'group_offset':
      return row.change.before === null ? impossible(row) : departureCalls(row, stamp)
    case 'topic_config':
      return impossible(row)
  }
}

/** An entry may live under another address than its row: a group's is kept by what its flow is known by to Kafka. */
function entryAddress(row: Exclude<ResourceChange, { type: 'flow' }>): string {
  return row.type === 'group_offset' ? (row.remembered?.address ?? row.address) : row.address
}

/** What Strait committed for a group that follows no more. Places that stay keep their note. */
function departureCalls(row: ChangeOf<'group_offset'>, stamp: Stamp): Call[] {
  const { remembered, moves_on: movesOn = false, change } = row
  if (remembered === undefined) return impossible(row)
  const gone: Call = {
    verb: 'delete_offsets',
    groupId: row.name,
    before: change.before?.offsets ?? [],
    movesOn,
  }
  const isWhole = Object.keys(remembered.commits).length === 0
  const note: Call = isWhole
    ? { verb: 'forget_managed', address: remembered.address }
    : { verb: 'write_managed', entry: noted(remembered, stamp) }
  return [...releaseOf(row, stamp), gone, note]
}

/** Before a copy or a commit is deleted the agents let go of it, or they would write once more what is gone. */
function releaseOf(
  { flow, identity }: ChangeOf<'topic'> | ChangeOf<'group_offset'>,
  { flows }: Stamp,
): Call[] {
  if (flow === null) return []
  const spec = flows[flow]
  return [
    {
      verb: 'await_release',
      flow,
      identity: identity ?? flow,
      specHash: spec === undefined ? undefined : specHash(spec),
    },
  ]
}

function endedPositions({ flow, identity, change: { before } }: ChangeOf<'topic'>): Call[] {
  const owner = identity ?? flow
  if (owner === null || before === null || before.sourceTopic === '') return []
  return [{ verb: 'forget_positions', flow: owner, topic: before.sourceTopic }]
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

function configCalls(
  { name, change: { before, after }, remembered }: ChangeOf<'topic_config'>,
  stamp: Stamp,
): Call[] {
  const changed = changedConfigs(name, before?.configs ?? {}, after?.configs ?? {})
  if (remembered === undefined) return changed
  return [...changed, { verb: 'record_topic', topic: name, entry: noted(remembered, stamp) }]
}

type Configs = Readonly<Record<string, string>>

function changedConfigs(topic: string, before: Configs, after: Configs): Call[] {
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value))
  const unset = Object.keys(before).filter((key) => after[key] === undefined)
  if (Object.keys(set).length === 0 && unset.length === 0) return []
  return [{ verb: 'alter_configs', change: { topic, set, unset } }]
}

/** What was committed is noted afterwards: a note without a commit would make somebody else's commit ours to delete. */
function offsetCalls(row: ChangeOf<'group_offset'>, stamp: Stamp): Call[] {
  const { name, remembered } = row
  const { before, after } = row.change
  if (after === null) return impossible(row)
  const note: Call[] =
    remembered === undefined ? [] : [{ verb: 'write_managed', entry: noted(remembered, stamp) }]
  return [
    { verb: 'commit_offsets', groupId: name, before: before?.offsets ?? [], after: after.offsets },
    ...note,
  ]
}

/**
 * A flow that is no longer wanted keeps its entry as `stopped`, so that agents let go of it; one that moves to
 * another target, or to another name, is stopped there before it begins here.
 */
function flowCalls(row: ChangeOf<'flow'>, stamp: Stamp): PlacedCall[] {
  const { before, after } = row.change
  const { cluster, former_name: formerName } = row
  const calls: PlacedCall[] = []
  if (before !== null && row.change.actions[0] === 'delete') {
    calls.push(stopping(row, before, stamp))
  } else if (before !== null && formerName !== undefined) {
    const left = { state: 'stopped' as const, spec: before, movedTo: row.name }
    const former = { name: formerName, address: row.previous_address ?? flowAddress(formerName) }
    calls.push({
      cluster,
      call: writeFlow(row, { ...entryOf({ ...row, ...former }, stamp), ...left }),
    })
  }
  if (after !== null) {
    const lifted = liftedBy(row, stamp)
    const entry: FlowEntry = {
      ...entryOf(row, stamp),
      // Under its former name nothing tells a pause to the new entry.
      state: formerName !== undefined && row.action_reason === 'paused' ? 'paused' : 'running',
      spec: after,
      ...(row.source_cluster_id === undefined ? {} : { sourceClusterId: row.source_cluster_id }),
      initialTopics: row.initial_topics,
      ...(lifted === undefined ? {} : { protectionLifted: lifted }),
    }
    calls.push({ cluster, call: writeFlow(row, entry) })
  }
  return calls.length === 0 ? impossible(row) : calls
}

function stopping(row: ChangeOf<'flow'>, spec: FlowSpec, stamp: Stamp): PlacedCall {
  const { name } = spec
  const address = name === row.name ? row.address : (row.previous_address ?? flowAddress(name))
  const entry: FlowEntry = {
    ...entryOf({ ...row, name, address }, stamp),
    state: 'stopped',
    spec,
    ...(row.protection_lifted && { protectionLifted: row.protection_lifted }),
  }
  return { cluster: row.previous_cluster ?? row.cluster, call: writeFlow(row, entry) }
}

function writeFlow({ previous_topology: takesFrom }: ChangeOf<'flow'>, entry: FlowEntry): Call {
  return { verb: 'write_flow', entry, ...(takesFrom === undefined ? {} : { takesFrom }) }
}

type Shared = Pick<
  FlowEntry,
  'kind' | 'name' | 'topology' | 'revision' | 'appliedAt' | 'identity' | 'address' | 'dependsOn'
>

function entryOf(
  { name, address, identity, remembers }: ChangeOf<'flow'>,
  { revision, appliedAt, topology }: Stamp,
): Shared {
  return {
    kind: 'flow',
    name,
    ...named(topology),
    revision,
    appliedAt,
    ...(identity === undefined ? {} : { identity }),
    ...(address === flowAddress(name) ? {} : { address }),
    ...(remembers === undefined || remembers.dependsOn.length === 0
      ? {}
      : { dependsOn: remembers.dependsOn }),
  }
}

function named(topology: string | undefined): { topology?: string } {
  return topology === undefined ? {} : { topology }
}

function noted(remembered: Omit<ManagedEntry, 'kind'>, { topology }: Stamp): ManagedEntry {
  return { kind: 'managed', ...remembered, ...named(topology) }
}

/** The commit that takes the protection away is remembered until the flow is protected again. */
function liftedBy({ change, protection_lifted: before }: ChangeOf<'flow'>, { revision }: Stamp) {
  if (change.after?.lifecycle.protect) return undefined
  return change.before?.lifecycle.protect ? { commit: revision.commit } : before
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
