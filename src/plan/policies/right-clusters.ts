// Whether the brokers that answered are those that were meant. Judged before anything is compared: a plan that
// is made against the wrong cluster, or that feeds a cluster with itself, has no right row in it.

import type { Places } from '../../topology/origins.ts'
import type { Finding } from '../plan-file.ts'
import { titleOf } from '../titles.ts'
import { clusterIn, type FlowView, isSameCluster, type PlanView } from '../view.ts'
import { errorFinding } from './policy.ts'

/** `places`: where flows were written, so that every hop of a loop can be found. */
export function wrongClusters(view: PlanView, places: Places = () => undefined): Finding[] {
  return [...otherIds(view), ...selfFlows(view, places), ...hiddenLoops(view, places)]
}

function otherIds({ topology, snapshot }: PlanView): Finding[] {
  return Object.values(topology.clusters).flatMap(({ name, clusterId }) => {
    if (clusterId === undefined || !snapshot.clusters.has(name)) return []
    const live = clusterIn(snapshot, name).description.clusterId
    if (live === clusterId) return []
    return [
      errorFinding('ST420', {
        cluster: name,
        at: 'clusterId',
        detail: `The brokers of ${titleOf('cluster', name, topology)} report cluster id ${live}, the configuration expects ${clusterId}. Nothing is compared or changed. Correct bootstrap, or cluster_id if the cluster was replaced on purpose.`,
      }),
    ]
  })
}

function selfFlows({ flows }: PlanView, places: Places): Finding[] {
  return flows.filter(isSelfFlow).map(({ spec, source, titles }) =>
    errorFinding('ST421', {
      flow: spec.name,
      at: 'target',
      subjects: [spec.source, spec.target],
      detail: `${titles.source} and ${titles.target} are two names for cluster ${source.description.clusterId}: ${hopText({ spec, titles }, places)}. Point one of them at other brokers, or remove the flow.`,
    }),
  )
}

/**
 * A topic's name tells which clusters it passed through by their names. Where a loop of flows calls one cluster
 * by two names, that protection does not hold and records would go round for ever.
 */
function hiddenLoops({ flows, topology }: PlanView, places: Places): Finding[] {
  const hops = flows.filter((flow) => !isSelfFlow(flow))
  const known = Map.groupBy(new Set(hops.flatMap(({ source, target }) => [source, target])), idOf)
  const ids = new Set(hops.map(({ source }) => idOf(source)))
  return [...ids].flatMap((clusterId) => {
    if (known.get(clusterId)?.length === 1) return []
    const behind = reachedFrom(clusterId, hops, ({ source, target }) => [source, target])
    const before = reachedFrom(clusterId, hops, ({ source, target }) => [target, source])
    const loop = hops.filter(({ source, target }) => behind.has(idOf(source)) && before.has(idOf(target)))
    const used = new Set(
      loop.flatMap(({ source, target }) =>
        [source, target].flatMap((one) => (idOf(one) === clusterId ? [one.name] : [])),
      ),
    )
    if (used.size < 2) return []
    const names = [...used].sort()
    const way = hopByHop(loop, clusterId).map((flow) => hopText(flow, places))
    return [
      errorFinding('ST422', {
        subjects: names,
        detail: `${names.map((name) => titleOf('cluster', name, topology)).join(' and ')} are names for one cluster, ${clusterId}, and these flows go round it: ${way.join(', ')}. Use one name for it in all of them.`,
      }),
    ]
  })
}

/** From the cluster and back to it: each hop begins where the one before ended, as far as one does. */
function hopByHop(loop: readonly FlowView[], clusterId: string): FlowView[] {
  const left = [...loop]
  const way: FlowView[] = []
  while (left.length > 0) {
    const last = way.at(-1)
    const from = last === undefined ? clusterId : idOf(last.target)
    const next = left.findIndex(({ source }) => idOf(source) === from)
    way.push(...left.splice(Math.max(0, next), 1))
  }
  return way
}

function hopText({ spec, titles }: Pick<FlowView, 'spec' | 'titles'>, places: Places): string {
  const place = places(`flow.${spec.name}`)
  return `${titles.flow} (${titles.source} to ${titles.target}${place === undefined ? '' : `, ${place}`})`
}

/** Ids of the cluster itself and of all to which ways lead from it, hop after hop. */
function reachedFrom(
  clusterId: string,
  flows: readonly FlowView[],
  wayOf: (flow: FlowView) => readonly [from: FlowView['source'], to: FlowView['source']],
): ReadonlySet<string> {
  const ways = Map.groupBy(flows.map(wayOf), ([from]) => idOf(from))
  const reached = new Set([clusterId])
  // What joins a set while it is gone through is gone through too.
  for (const at of reached) for (const [, to] of ways.get(at) ?? []) reached.add(idOf(to))
  return reached
}

function isSelfFlow({ source, target }: FlowView): boolean {
  return isSameCluster(source, target)
}

function idOf(cluster: FlowView['source']): string {
  return cluster.description.clusterId
}
