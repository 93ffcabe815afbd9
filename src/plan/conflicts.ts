// What two topologies on one cluster cannot both have: a flow of one name, a remote topic, a declared ACL. Whoever was
// applied first has it; the other one's plan is refused until one of them gives way.

import { isHeartbeatsTopic } from '../mirror/naming.ts'
import { oncePer } from '../std/once-per.ts'
import { describeAcl, flowAddress } from './address.ts'
import type { ForeignFlow } from './applied-flows.ts'
import { byText } from './canonical.ts'
import { declaredAcls } from './declared-acls.ts'
import { formerNames } from './former-names.ts'
import { aclNamed } from './live-acls.ts'
import { isOurThing, managedThings, managedTopic } from './managed-things.ts'
import { foreignFlows, neededByOther } from './needed-by-others.ts'
import type { Outlook, Route } from './routes.ts'
import { type FlowView, isSameCluster, type PlanView } from './view.ts'
import { flowOnCluster, writerOf } from './writers.ts'

export interface Conflict {
  readonly kind: 'flow' | 'moved' | 'topic' | 'acl'
  /** What both have: the flow's name, the topic's, the ACL in words. */
  readonly name: string
  readonly cluster: string
  /** This topology's flow, where one is concerned. */
  readonly flow: string | undefined
  /** This topology's `acl` block, where it is one. */
  readonly block: string | undefined
  /** Whose it is; null for a topology without a name. */
  readonly topology: string | null
  /** The other one's flow, where it is one's. */
  readonly foreignFlow: ForeignFlow['entry'] | undefined
}

export const conflictsOf = oncePer(({ view, routes }: Outlook): readonly Conflict[] => {
  const named = view.flows.flatMap((flow) => namesake(flow, view))
  const taken = new Set(named.map(({ flow }) => flow))
  return [
    ...named,
    // Of a flow that is another's altogether its topics need not be told.
    ...routes.filter(({ flow }) => !taken.has(flow.spec.name)).flatMap((route) => topicConflict(route, view)),
    ...aclConflicts(view),
  ]
})

/** A flow of the same name there; or of a name that this one had before, which then would begin anew. */
function namesake({ spec, target, applied }: FlowView, view: PlanView): Conflict[] {
  const former = applied === undefined ? formerNames(spec.name, view.topology) : []
  return [spec.name, ...former].flatMap((name) =>
    (foreignByName(foreignFlows(view)).get(name) ?? [])
      .filter((flow) => isSameCluster(flow.target, target))
      .map(({ entry }) => ({
        kind: name === spec.name ? ('flow' as const) : ('moved' as const),
        name,
        cluster: target.name,
        flow: spec.name,
        block: undefined,
        topology: entry.topology ?? null,
        foreignFlow: entry,
      })),
  )
}

const foreignByName = oncePer((flows: readonly ForeignFlow[]) =>
  Map.groupBy(flows, ({ entry }) => entry.name),
)

function topicConflict(route: Route, view: PlanView): Conflict[] {
  const writer = foreignWriter(route, view)
  if (writer === undefined) return []
  const { flow, after } = route
  return [
    {
      kind: 'topic',
      name: after.name,
      cluster: flow.target.name,
      flow: flow.spec.name,
      block: undefined,
      topology: writer.entry.topology ?? null,
      foreignFlow: writer.entry,
    },
  ]
}

/** The flow of another topology that writes, or made, the remote topic. Heartbeats belong to a pair of clusters. */
export function foreignWriter(
  { flow, source, before, after }: Route,
  view: Pick<PlanView, 'others'>,
): ForeignFlow | undefined {
  if (isHeartbeatsTopic(flow.spec, source.name)) return undefined
  const others = foreignFlows(view)
  if (others.length === 0) return undefined
  const made = managedTopic(flow.target, after.name)
  const isThisOne = before !== undefined && (made?.topicId === undefined || made.topicId === before.id)
  const maker = isThisOne ? flowOnCluster(others, flow.target, made?.flow) : undefined
  return maker ?? writerOf(others, flow.target, after.name)
}

function aclConflicts(view: PlanView): Conflict[] {
  const declared = declaredAcls(view)
  if (declared.length === 0) return []
  const theirs = Map.groupBy(
    managedThings(view.snapshot).filter(
      (thing) => thing.type === 'acl' && thing.topology !== undefined && !isOurThing(thing, view),
    ),
    ({ name }) => name,
  )
  return declared.flatMap(({ cluster, acl, block }): Conflict[] => {
    const name = describeAcl(acl)
    const entry = theirs.get(name)?.find((thing) => isSameCluster(thing.cluster, cluster))
    const bringing = neededByOther({ type: 'acl', name, cluster }, view)
    const isThere = aclNamed(cluster, name) !== undefined
    const owner = entry === undefined ? bringing?.entry : entry.owner
    if (!isThere || (entry === undefined && owner === undefined)) return []
    return [
      {
        kind: 'acl',
        name,
        cluster: cluster.name,
        flow: undefined,
        block,
        topology: entry?.topology ?? owner?.topology ?? null,
        foreignFlow: owner,
      },
    ]
  })
}

/** Flows, topics and ACLs of others, by the names that a person looks for. */
export function inOrderOfName(conflicts: readonly Conflict[]): Conflict[] {
  return conflicts.toSorted(
    (one, other) => byText(one.name, other.name) || byText(one.cluster, other.cluster),
  )
}

/** How the other one's files call its flow. */
export function foreignAddress({ name, address }: ForeignFlow['entry']): string {
  return address ?? flowAddress(name)
}
