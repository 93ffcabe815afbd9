// What becomes of a thing that Strait made and nothing wants any more. Deleting it takes all of this: its kind is
// opted in, nothing protects it, and it is provably the very thing that Strait made. Otherwise it is left alone and
// counted; a `removed` block with destroy = false forgets it.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { controlTopic } from '../mirror/control.ts'
import { upstreamTopic } from '../mirror/naming.ts'
import { positionKey, positionsTopic } from '../mirror/positions.ts'
import { oncePer } from '../std/once-per.ts'
import { foreseeAcls } from './acls.ts'
import { describeAcl } from './address.ts'
import { declaredAcls } from './declared-acls.ts'
import { notedCommits } from './departed-groups.ts'
import { internalTopics } from './internal-topics.ts'
import { aclNamed } from './live-acls.ts'
import { isOurThing, type ManagedThing, managedThings } from './managed-things.ts'
import { isNeededBeside } from './needed-by-others.ts'
import { protectionOf } from './protection.ts'
import type { Outlook } from './routes.ts'
import { type FlowView, isSameCluster, type PlanView } from './view.ts'

export type Fate = 'delete' | 'forget' | 'leave'

/** Why a thing is not wanted any more. */
export type LetGoReason =
  | 'not_in_configuration'
  | 'left_the_filter'
  | 'gone_from_the_source'
  /** A `removed` block names the flow that it was made for, or the thing itself. */
  | 'removed'
  | 'removed_itself'

export interface LetGo {
  readonly thing: ManagedThing
  readonly fate: Fate
  readonly reason: LetGoReason
}

/** Only what exists: an entry without its thing means nothing. */
export const thingsLetGo = oncePer((outlook: Outlook): readonly LetGo[] => {
  const wanted = wantedThings(outlook)
  return managedThings(outlook.view.snapshot).flatMap((thing) => {
    if (wanted.get(thing.cluster, thing) !== undefined || !exists(thing)) return []
    const said = statementOn(thing, outlook.view)
    // Of what bears no name at all, a topology with one lets go of what it names and nothing else.
    if (!isOurThing(thing, outlook.view) && !(thing.topology === undefined && said !== undefined)) return []
    const reason = said === undefined ? reasonOf(thing, outlook.view) : 'removed_itself'
    return reason === undefined ? [] : [{ thing, fate: fateOf(thing, reason, outlook.view), reason }]
  })
})

/** What other topologies made, as far as it is there and this one does not want it. */
export const thingsOfOthers = oncePer((outlook: Outlook): readonly ManagedThing[] => {
  const theirs = managedThings(outlook.view.snapshot).filter((thing) => !isOurThing(thing, outlook.view))
  if (theirs.length === 0) return []
  const wanted = wantedThings(outlook)
  return theirs.filter((thing) => wanted.get(thing.cluster, thing) === undefined && exists(thing))
})

type Place = Pick<ManagedThing, 'type' | 'name'>

function placeOf(clusterId: string, { type, name }: Place): string {
  return JSON.stringify([clusterId, type, name])
}

export interface WantedThings {
  /** By whom, where it is one flow's; undefined where nobody wants it. */
  get(cluster: ClusterSnapshot, place: Place): { readonly flow: string | undefined } | undefined
}

/** What the configuration makes, now or when the plan is carried out. */
export const wantedThings = oncePer(({ view, routes }: Outlook): WantedThings => {
  const place = (cluster: ClusterSnapshot, thing: Place): string =>
    placeOf(cluster.description.clusterId, thing)
  const wanted = new Map<string, { readonly flow: string | undefined }>([
    ...routes.map(
      ({ flow, after }) =>
        [place(flow.target, { type: 'topic', name: after.name }), { flow: flow.spec.name }] as const,
    ),
    ...internalTopics(view).map(
      ({ cluster, topic }) =>
        [place(cluster, { type: 'internal_topic', name: topic }), { flow: undefined }] as const,
    ),
    ...foreseeAcls(view).flatMap(({ flow, acls }) =>
      acls.map(
        (acl) =>
          [place(flow.target, { type: 'acl', name: describeAcl(acl) }), { flow: flow.spec.name }] as const,
      ),
    ),
    ...declaredAcls(view).map(
      ({ cluster, acl }) =>
        [place(cluster, { type: 'acl', name: describeAcl(acl) }), { flow: undefined }] as const,
    ),
  ])
  return { get: (cluster, thing) => wanted.get(place(cluster, thing)) }
})

/** The `removed` block that names the very thing. */
function statementOn({ type, name, cluster }: ManagedThing, { topology, snapshot }: PlanView) {
  return topology.removedThings?.find(
    (said) =>
      said.type === type &&
      said.name === name &&
      snapshot.clusters.get(said.cluster)?.description.clusterId === cluster.description.clusterId,
  )
}

function exists(thing: ManagedThing): boolean {
  const { type, name, cluster } = thing
  if (type === 'group_offset') return notedCommits(thing).length > 0
  if (type === 'acl') return aclNamed(cluster, name) !== undefined
  return cluster.topics.has(name)
}

const flowsByIdentity = oncePer(({ flows }: PlanView) => Map.groupBy(flows, ({ identity }) => identity))

/** Undefined where it is only out of sight: a source topic that is away for a moment must not cost its copy. */
function reasonOf(thing: ManagedThing, view: PlanView): LetGoReason | undefined {
  const flow = flowsByIdentity(view)
    .get(thing.entry.flow)
    ?.find(({ target }) => isSameCluster(target, thing.cluster))
  if (flow === undefined) return goneReason(thing, view)
  switch (thing.type) {
    case 'topic':
      return leftTheFilter(thing.name, flow) ? 'left_the_filter' : undefined
    case 'acl':
      return flow.spec.acls.sync && flow.source.acls !== undefined ? 'gone_from_the_source' : undefined
    case 'group_offset':
      return flow.spec.offsets.sync && !flow.selectGroup(thing.name).selected ? 'left_the_filter' : undefined
    case 'internal_topic':
      return undefined
  }
}

function goneReason({ owner }: ManagedThing, { topology, held }: PlanView): LetGoReason | undefined {
  if (owner === undefined) return 'not_in_configuration'
  if (held.some(({ entry }) => entry === owner)) return undefined
  return topology.removed?.some(({ from }) => from === owner.name) ? 'removed' : 'not_in_configuration'
}

/** By names alone. A name that cannot be traced back to its source stays. */
function leftTheFilter(remote: string, { spec, applied, selectTopic }: FlowView): boolean {
  const upstream = upstreamTopic(applied?.entry.spec ?? spec, remote)
  if (upstream === undefined) return false
  const { replicated, rule } = selectTopic(upstream)
  return !replicated && (rule === 'excluded' || rule === 'not_included')
}

function fateOf(thing: ManagedThing, reason: LetGoReason, view: PlanView): Fate {
  if (isGuarded(thing, view) || isEssential(thing)) return 'leave'
  if (isNeededBeside(thing, view)) return 'leave'
  const statement =
    reason === 'removed_itself'
      ? statementOn(thing, view)
      : view.topology.removed?.find(({ from }) => from === thing.owner?.name)
  if (reason.startsWith('removed') && statement?.destroy === false) return 'forget'
  // Whoever ends a flow may have moved its consumers over: then its commits are where they begin.
  if (thing.type === 'group_offset' && reason === 'not_in_configuration') return 'leave'
  return isOptedIn(thing, view) && isOurs(thing) ? 'delete' : 'leave'
}

function isGuarded({ owner, entry }: ManagedThing, { revision }: PlanView): boolean {
  if (owner === undefined) return entry.protect
  const protection = protectionOf(owner, revision)
  return protection === 'protected' || protection === 'lifted_here'
}

/** What no plan may delete, whatever an entry says. */
function isEssential({ type, name }: ManagedThing): boolean {
  return (
    (type === 'topic' || type === 'internal_topic') &&
    (name.startsWith('__') || name === controlTopic || name === positionsTopic)
  )
}

function isOptedIn({ type }: ManagedThing, { topology }: PlanView): boolean {
  const {
    topics = false,
    acls = false,
    internalTopics = false,
    groupOffsets = false,
  } = topology.deletes ?? {}
  return { topic: topics, acl: acls, internal_topic: internalTopics, group_offset: groupOffsets }[type]
}

/** Somebody made a topic again under the name: it is no more ours than any other. */
export function isAnother({ name, cluster, entry }: ManagedThing): boolean {
  return entry.topicId !== undefined && entry.topicId !== cluster.topics.get(name)?.id
}

/**
 * A topic is known by its id. Where apply was killed before it could note the id, positions that an agent stored
 * into this very topic say as much. An ACL has no identity beyond what it says; of a group only the places that were
 * noted are meant, and each has to prove itself (departed-groups.ts).
 */
function isOurs(thing: ManagedThing): boolean {
  const { type, name, cluster, entry, owner } = thing
  if (type === 'acl' || type === 'group_offset') return true
  if (entry.topicId !== undefined) return !isAnother(thing)
  const live = cluster.topics.get(name)
  if (type !== 'topic' || owner === undefined || live === undefined) return false
  const upstream = upstreamTopic(owner.spec, name)
  return live.partitions.some((_, partition) =>
    cluster.offsetMaps.has(positionKey(entry.flow, upstream ?? '', partition)),
  )
}
