// Which flows carry the heartbeats of their clusters once the plan is carried out: as agents decide it, among all that
// are at work on the target then.

import { flowsAtWork, heartbeatsCarriers } from '../mirror/heartbeats-carrier.ts'
import { managedTopic } from './managed-things.ts'
import { flowsBeside } from './needed-by-others.ts'
import { type FlowView, isSameCluster, type PlanView } from './view.ts'

export function carryHeartbeats(view: PlanView): ReadonlySet<FlowView> {
  const beside = flowsBeside(view)
  const byTarget = Map.groupBy(view.flows, ({ target }) => target.description.clusterId)
  return new Set(
    [...byTarget.values()].flatMap((flows) => {
      const target = flows[0]?.target
      if (target === undefined) return []
      const others = beside.filter((flow) => isSameCluster(flow.target, target))
      const carriers = heartbeatsCarriers(
        [
          ...flows.map(({ spec, identity }) => ({ name: spec.name, identity, spec })),
          ...flowsAtWork(others.map(({ entry }) => entry)),
        ],
        (topic) => managedTopic(target, topic)?.flow,
      )
      return flows.filter(({ identity }) => carriers.has(identity))
    }),
  )
}
