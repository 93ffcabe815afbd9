// A remote topic has one writer. Two flows that write it, or records in it that are not ours, would break
// exactly-once and the offset map; under at_least_once foreign records are the user's own risk.

import { isHeartbeatsTopic } from '../../mirror/naming.ts'
import { byText } from '../canonical.ts'
import { foreignWriter } from '../conflicts.ts'
import { ownerOf } from '../ownership.ts'
import type { Finding } from '../plan-file.ts'
import { type Outlook, type Route, routesByFlow } from '../routes.ts'
import { takeOverOf } from '../take-over.ts'
import { atStart, titleOf } from '../titles.ts'
import type { FlowView } from '../view.ts'
import { errorFinding, reports, warning } from './policy.ts'

export const oneWriter = reports((outlook) => [...sharedTopics(outlook), ...foreignTopics(outlook)])

/** One finding for each set of flows, however many topics they share. */
function sharedTopics({ routes, view }: Outlook): Finding[] {
  const places = Map.groupBy(routes, ({ flow, after }) =>
    JSON.stringify([flow.target.description.clusterId, after.name]),
  )
  const shared = [...places.values()].filter((writers) => writers.length > 1)
  const byFlows = Map.groupBy(shared, (writers) => JSON.stringify(writers.map(({ flow }) => flow.spec.name)))
  return [...byFlows.values()].flatMap((places) => {
    const [first] = places
    const cluster = first?.[0]?.flow.target.name
    if (first === undefined || cluster === undefined) return []
    const flows = first.map(({ flow }) => flow.titles.flow).join(' and ')
    return [
      errorFinding('ST423', {
        cluster,
        subjects: places.flatMap(([route]) => route?.after.name ?? []).sort(byText),
        detail: `${atStart(flows)} would write the same topics on ${titleOf('cluster', cluster, view.topology)}, and their records would mix. Narrow the topics of one of them, or give it another naming.`,
      }),
    ]
  })
}

function foreignTopics(outlook: Outlook): Finding[] {
  return routesByFlow(outlook).flatMap(({ flow, routes: all }) => {
    // Heartbeats belong to a pair of clusters, whoever copied them before: they are copied at least once.
    // What another topology's flow writes is told by whose it is.
    const routes = all.filter(
      (route) =>
        !isHeartbeatsTopic(flow.spec, route.source.name) && foreignWriter(route, outlook.view) === undefined,
    )
    const strange = routes.filter(
      (route) => ownerOf(route).kind === 'stranger' && takeOverOf(route) === undefined,
    )
    const byOwner = Map.groupBy(routes, (route) => otherOwner(route))
    return [
      ...(strange.length === 0 ? [] : [notOurs(flow, strange)]),
      ...[...byOwner].flatMap(([owner, owned]) =>
        owner === undefined ? [] : [othersTopics(flow, owner, owned)],
      ),
    ]
  })
}

function otherOwner(route: Route): string | undefined {
  const owner = ownerOf(route)
  return owner.kind === 'flow' && owner.flow !== route.flow.identity ? owner.flow : undefined
}

function notOurs(flow: FlowView, routes: readonly Route[]): Finding {
  const { name, target, delivery } = flow.spec
  const { titles } = flow
  const subjects = routes.map(({ after }) => after.name)
  if (delivery === 'exactly_once') {
    return errorFinding('ST424', {
      flow: name,
      cluster: target,
      subjects,
      at: 'topics',
      detail: `These topics exist on ${titles.target} and hold records that ${titles.flow} did not write, so it cannot prove what is copied already. Leave them out of the flow's topics, choose a naming that gives other names, or delete them on ${titles.target}; or set delivery = "at_least_once" to append behind what is there. Where MirrorMaker wrote them, start = "mirrormaker" goes on where it stopped.`,
    })
  }
  return warning('ST424', {
    flow: name,
    cluster: target,
    subjects,
    at: 'delivery',
    detail: `These topics exist on ${titles.target} and hold records that ${titles.flow} did not write. With delivery = "at_least_once" it appends behind them.`,
  })
}

function othersTopics(flow: FlowView, owner: string, routes: readonly Route[]): Finding {
  const { spec, titles } = flow
  return errorFinding('ST424', {
    flow: spec.name,
    cluster: spec.target,
    subjects: routes.map(({ after }) => after.name),
    at: 'naming',
    detail: `Flow "${owner}" wrote these topics on ${titles.target}, and positions do not move between flows: ${titles.flow} would copy everything again. Leave them with "${owner}", or choose a naming that gives other names.`,
  })
}
