// A loop that runs through flows of two topologies: neither sees it in its files, so it is looked for where both were
// applied. Clusters are told apart by their ids, for each topology has its own names for them.

import { topologyTitle } from '../../mirror/claims.ts'
import { oncePer } from '../../std/once-per.ts'
import { flowMachine } from '../../topology/filters/flow-machine.ts'
import { type Hop, type Loop, loopsAmong } from '../../topology/filters/loops.ts'
import type { FlowSpec } from '../../topology/model.ts'
import type { ForeignFlow } from '../applied-flows.ts'
import { foreignFlows } from '../needed-by-others.ts'
import type { Finding } from '../plan-file.ts'
import { flowTitle, titleOf } from '../titles.ts'
import type { FlowView, PlanView } from '../view.ts'
import { errorFinding, reports } from './policy.ts'

interface Member {
  readonly spec: FlowSpec
  /** Of another topology; undefined for one of this one. */
  readonly foreign: ForeignFlow | undefined
}

export const foreignLoops = reports(({ view }) => loopsWithOthers(view).map((loop) => refusal(loop, view)))

/** Loops with a flow of this topology and one of another in it. */
export const loopsWithOthers = oncePer(
  (view: Pick<PlanView, 'flows' | 'others'>): readonly Loop<Member>[] => {
    const others = foreignFlows(view)
    if (others.length === 0) return []
    const hops = [...view.flows.map(ownHop), ...others.map(foreignHop)].flatMap((hop, place) =>
      hop === undefined ? [] : [{ ...hop, place }],
    )
    return loopsAmong(hops, ({ foreign }) => foreign !== undefined).loops.filter((loop) =>
      loop.hops.some(({ flow }) => flow.foreign === undefined),
    )
  },
)

type Placeless = Omit<Hop<Member>, 'place'>

function ownHop({ spec, source, target }: FlowView): Placeless | undefined {
  return hopOf({ spec, foreign: undefined }, source.description.clusterId, target.description.clusterId)
}

/** Undefined where its source is out of sight: then it leads nowhere that this topology knows. */
function foreignHop(foreign: ForeignFlow): Placeless | undefined {
  const { entry, source, target } = foreign
  if (source === undefined) return undefined
  return hopOf({ spec: entry.spec, foreign }, source.description.clusterId, target.description.clusterId)
}

function hopOf(flow: Member, source: string, target: string): Placeless | undefined {
  const machine = flowMachine(flow.spec)
  if (machine === undefined || source === target) return undefined
  const { naming } = flow.spec
  return { flow, machine, source, target, separator: naming.kind === 'prefix' ? naming.separator : undefined }
}

function refusal({ hops, topic }: Loop<Member>, { snapshot, topology }: PlanView): Finding {
  const nameOf = (id: string | undefined): string => {
    const known = snapshot.clusters.values().find(({ description }) => description.clusterId === id)
    return known === undefined ? String(id) : titleOf('cluster', known.name, topology)
  }
  const own = hops.find(({ flow }) => flow.foreign === undefined)?.flow.spec
  const way = hops.map(({ flow, source, arrivesAs }, index) => {
    const next = hops[(index + 1) % hops.length]?.source
    const { spec, foreign } = flow
    const by =
      foreign === undefined
        ? flowTitle(spec.name, topology)
        : `flow "${spec.name}" of ${topologyTitle(foreign.entry.topology)}`
    return `${nameOf(source)} to ${nameOf(next)} as "${arrivesAs}" by ${by}`
  })
  return errorFinding('ST461', {
    ...(own === undefined ? {} : { flow: own.name, cluster: own.target }),
    at: 'naming',
    subjects: hops.map(({ flow }) => flow.spec.name),
    detail: `Topic "${topic}" of ${nameOf(hops[0]?.source)} would go round without end: ${way.join(', then ')}. Use naming = "prefix", or filters that leave out what came from the other side.`,
  })
}
