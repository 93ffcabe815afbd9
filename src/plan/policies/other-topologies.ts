// What two topologies on one cluster cannot both have is refused, with whose it is and the ways out. A flow that this
// one takes over from a topology that stopped it, or that has no name, is no conflict: its row says so.

import { claimOn, topologyTitle } from '../../mirror/claims.ts'
import { listed } from '../../topology/finding.ts'
import { byText } from '../canonical.ts'
import { type Conflict, conflictsOf, foreignAddress } from '../conflicts.ts'
import { managedThings } from '../managed-things.ts'
import type { Finding } from '../plan-file.ts'
import type { Outlook } from '../routes.ts'
import { atStart, flowTitle, titleOf } from '../titles.ts'
import type { PlanView } from '../view.ts'
import { errorFinding, reports, warning } from './policy.ts'

export const otherTopologies = reports((outlook) => {
  const alike = Map.groupBy(conflictsOf(outlook), ({ kind, topology, cluster, flow, foreignFlow }) =>
    JSON.stringify([
      kind,
      topology,
      cluster,
      ...(kind === 'topic' ? [flow, foreignFlow?.name] : kind === 'moved' ? [flow] : []),
    ]),
  )
  return [
    ...[...alike.values()].map((conflicts) => refusal(conflicts, outlook.view)),
    ...statementsOnOthers(outlook),
  ]
})

/** `conflicts` are alike: one sentence says them all. */
function refusal(conflicts: readonly Conflict[], { topology }: PlanView): Finding {
  const [first] = conflicts
  const names = conflicts.map(({ name }) => name).toSorted(byText)
  const flows = [...new Set(conflicts.flatMap(({ flow }) => flow ?? []))]
  const [flow] = flows
  const [block] = conflicts.flatMap(({ block }) => block ?? [])
  return errorFinding('ST460', {
    ...(first === undefined ? {} : { cluster: first.cluster }),
    ...(flow === undefined || flows.length > 1 ? {} : { flow }),
    ...(block === undefined ? {} : { path: `acl.${block}` }),
    ...(flows.length > 1 ? { path: 'strait' } : {}),
    ...(first?.kind === 'topic' ? { at: 'topics' } : {}),
    subjects: names,
    detail: first === undefined ? '' : detailOf(first, names, topology),
  })
}

function detailOf(conflict: Conflict, names: readonly string[], own: PlanView['topology']): string {
  const { kind, topology, foreignFlow } = conflict
  const cluster = titleOf('cluster', conflict.cluster, own)
  const flow = flowTitle(conflict.flow ?? '', own)
  const whose = topologyTitle(topology)
  switch (kind) {
    case 'flow': {
      const one = names.length === 1
      return `${one ? 'Flow' : 'Flows'} ${quotedList(names)} on ${cluster} ${one ? 'belongs' : 'belong'} to ${whose}${appliedFrom(conflict)}. ${sameTopology(topology, own)} If they are two, give ${one ? 'this flow another name' : 'these flows other names'}; or hand ${one ? 'it' : 'them'} over: removed { from = ${foreignFlow === undefined ? `flow.${names[0]}` : foreignAddress(foreignFlow)}, destroy = false } in ${whose}, and once that is applied this topology goes on where ${one ? 'it' : 'each'} stopped.`
    }
    case 'moved':
      return `Flow "${names[0]}" on ${cluster}, from which a moved block takes ${flow}, belongs to ${whose}${appliedFrom(conflict)}. Under its new name it would begin anew and copy everything again. ${sameTopology(topology, own)} Otherwise remove the moved block.`
    case 'topic':
      return `${atStart(flow)} would write topics on ${cluster} that are written by flow "${foreignFlow?.name}" of ${whose}, and their records would mix. Narrow the topics of one of the two, or give it another naming.`
    case 'acl':
      return `${names.length === 1 ? 'This ACL' : 'These ACLs'} on ${cluster} ${names.length === 1 ? 'was' : 'were'} made by ${foreignFlow === undefined ? whose : `flow "${foreignFlow.name}" of ${whose}`}: whoever let go of ${names.length === 1 ? 'it' : 'them'} first would take ${names.length === 1 ? 'it' : 'them'} from the other. Declare ${names.length === 1 ? 'it' : 'them'} in one topology.`
  }
}

/** The mistake that is most likely: a name that was changed, added or lost. */
function sameTopology(topology: string | null, { name }: PlanView['topology']): string {
  if (topology === null) return ''
  return name === undefined
    ? `If this is that topology, its strait block lacks name = "${topology}".`
    : `If this is that topology under another name, say so in its strait block: formerly = ["${topology}"].`
}

function appliedFrom({ foreignFlow }: Conflict): string {
  const commit = foreignFlow?.revision.commit ?? undefined
  return commit === undefined ? '' : `, which applied it from commit ${commit.slice(0, 7)}`
}

function quotedList(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`)
  return listed(names.length > 5 ? [...shown, `${names.length - 5} more`] : shown)
}

/** A `removed` block that names a thing of another topology: it is left alone all the same. */
function statementsOnOthers({ view }: Outlook): Finding[] {
  const { topology, snapshot } = view
  if (topology.removedThings === undefined) return []
  const things = managedThings(snapshot)
  return topology.removedThings.flatMap(({ type, name, cluster }, index) => {
    const id = snapshot.clusters.get(cluster)?.description.clusterId
    const thing = things.find(
      (one) => one.type === type && one.name === name && one.cluster.description.clusterId === id,
    )
    if (thing === undefined || claimOn(thing.topology, topology) !== 'foreign') return []
    return [
      warning('ST460', {
        cluster,
        subjects: [name],
        path: `removed_thing.${index}`,
        detail: `It belongs to ${topologyTitle(thing.topology)} and is left alone. Only that topology can let go of it.`,
      }),
    ]
  })
}
