// The blocks of the topology that a row is made for, by their addresses: one for nearly every row; all that need it for
// what several share.

import type { FlowEntry } from '../mirror/control.ts'
import type { Topology } from '../topology/model.ts'
import { foreseeAcls } from './acls.ts'
import { describeAcl, flowAddress } from './address.ts'
import { internalTopics } from './internal-topics.ts'
import { managedAt } from './managed-things.ts'
import { isLetGo } from './order.ts'
import type { ChangeOf, ResourceChange } from './resource-change.ts'
import type { PlanView } from './view.ts'

export type BlocksOf = (row: ResourceChange) => readonly string[]

/** Of the rows of one plan. */
export function blocksBehind(view: PlanView): BlocksOf {
  const left = new Map(entriesLeft(view).map((entry) => [entry.name, leftAddress(entry)]))
  const flowAt = (name: string): string => left.get(name) ?? blockAddress('flow', name, view.topology)
  const sharers = sharersIn(view)
  return (row) => {
    if (row.type === 'flow') return [row.address]
    const declaredBy = row.type === 'acl' ? blockOfAcl(row, view) : undefined
    const own = declaredBy !== undefined ? [declaredBy] : row.flow === null ? [] : [flowAt(row.flow)]
    return [...new Set([...own, ...sharers(row).map(flowAt)])]
  }
}

/** As people write it. */
export function blockAddress(
  kind: 'flow' | 'acl' | 'cluster',
  name: string,
  { addresses = {} }: Pick<Topology, 'addresses'>,
): string {
  const path = `${kind}.${name}`
  return addresses[path] ?? path
}

/** Of flows that are not declared any more, stopped or not. */
export function entriesLeft({ claimed, topology }: PlanView): FlowEntry[] {
  return [...claimed].filter(
    ({ name, movedTo }) => movedTo === undefined && !Object.hasOwn(topology.flows, name),
  )
}

export function leftAddress({ name, address }: Pick<FlowEntry, 'name' | 'address'>): string {
  return address ?? flowAddress(name)
}

/** The block that declares the ACL, or did when it was made. */
function blockOfAcl(row: ChangeOf<'acl'>, { topology, snapshot }: PlanView): string | undefined {
  const { block } = row.impact
  if (block !== undefined) return blockAddress('acl', block, topology)
  const cluster = isLetGo(row) ? snapshot.clusters.get(row.cluster) : undefined
  return cluster && managedAt(cluster, row.address)?.block
}

/** The flows that need an internal topic, or bring an ACL, by what the row is about; empty for anything else. */
function sharersIn(view: PlanView): BlocksOf {
  const placeOf = (cluster: string, type: string, name: string): string =>
    JSON.stringify([view.snapshot.clusters.get(cluster)?.description.clusterId, type, name])
  const needed = [
    ...internalTopics(view).map(({ cluster, topic, flows }) => ({
      place: placeOf(cluster.name, 'internal_topic', topic),
      flows,
    })),
    ...foreseeAcls(view).flatMap(({ flow, acls }) =>
      acls.map((acl) => ({
        place: placeOf(flow.target.name, 'acl', describeAcl(acl)),
        flows: [flow.spec.name],
      })),
    ),
  ]
  const byPlace = Map.groupBy(needed, ({ place }) => place)
  return ({ cluster, type, name, change }) =>
    change.after === null
      ? []
      : (byPlace.get(placeOf(cluster, type, name)) ?? []).flatMap(({ flows }) => flows)
}
