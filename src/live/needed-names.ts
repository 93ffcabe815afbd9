// Which topics and groups of a cluster a plan is about. Whatever else a cluster holds is only counted, so what a
// planner may not read of it keeps no plan from being made.

import type { GroupDescription, Rights, TopicDescription } from '../kafka/cluster.ts'
import { agentsGroup, controlTopic } from '../mirror/control.ts'
import { likelyNames, likelyTopics, nameIndex } from '../mirror/name-index.ts'
import { ownTopics } from '../mirror/own-topics.ts'
import { groupSelector, topicSelector } from '../mirror/selection.ts'
import { transactionalIdOf } from '../mirror/transactional-ids.ts'
import { oncePer } from '../std/once-per.ts'
import type { Topology } from '../topology/model.ts'

/** What a cluster lists of itself, which is what its planner may see. */
export interface Listing {
  readonly topics: Promise<readonly TopicDescription[]>
  /** What it may do with each of them. */
  readonly rights: Promise<Rights['topics']>
  readonly groups: Promise<readonly GroupDescription[]>
}

export interface NeededNames {
  /** The selected ones of every source, their remote names on every target, and Strait's own. */
  readonly topics: readonly string[]
  /** Groups that flows bring to this cluster. */
  readonly groups: readonly string[]
  /** What the agents of flows to this cluster use there; a planner need not see any of it. */
  readonly agentGroups: readonly string[]
  readonly transactionalIds: readonly string[]
}

export async function neededNames(
  { flows, acls = {}, moved = [] }: Topology,
  cluster: string,
  listings: ReadonlyMap<string, Listing>,
): Promise<NeededNames> {
  const topics = new Set<string>()
  const groups = new Set<string>()
  // A flow that moved goes on under its first name.
  const identities = new Set<string>()
  for (const flow of Object.values(flows)) {
    if (flow.source !== cluster && flow.target !== cluster) continue
    const source = listings.get(flow.source)
    const select = topicSelector(flow)
    for (const { on, topic } of ownTopics(flow)) if (flow[on] === cluster) topics.add(topic)
    const selected = likelyTopics(topicNames((await source?.topics) ?? none), flow.topics.include)
      .map(select)
      .filter(isReplicated)
    if (flow.source === cluster) for (const { topic } of selected) topics.add(topic)
    if (flow.target !== cluster) continue
    for (const name of [flow.name, ...moved.map(({ from }) => from)]) identities.add(name)
    for (const { remoteTopic } of selected) topics.add(remoteTopic)
    if (!flow.offsets.sync) continue
    const selectGroup = groupSelector(flow)
    for (const groupId of likelyNames(groupNames((await source?.groups) ?? none), flow.groups.include)) {
      if (selectGroup(groupId).selected) groups.add(groupId)
    }
  }
  if (Object.values(acls).some((acl) => acl.cluster === cluster)) topics.add(controlTopic)
  return {
    topics: [...topics],
    groups: [...groups],
    agentGroups: [...identities].map(agentsGroup),
    transactionalIds: [...identities].map((identity) => transactionalIdOf(identity, 0)),
  }
}

const none: readonly never[] = []

const topicNames = oncePer((topics: readonly TopicDescription[]) => nameIndex(topics.map(({ name }) => name)))
const groupNames = oncePer((groups: readonly GroupDescription[]) =>
  nameIndex(groups.map(({ groupId }) => groupId)),
)

function isReplicated({ replicated }: { readonly replicated: boolean }): boolean {
  return replicated
}
