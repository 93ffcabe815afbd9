// Remote topics that are missing or too small. A topic is never made smaller and never deleted here; more
// partitions than the source has are left as they are.

import { topicAddress } from './address.ts'
import { initialTopics } from './initial-topics.ts'
import { explicitConfigs } from './planned-configs.ts'
import { type Remaining, remainingOf, sizesUnknown } from './remaining.ts'
import type { ChangeOf } from './resource-change.ts'
import type { Outlook, Route } from './routes.ts'
import { routesByFlow } from './routes.ts'
import { identityFields } from './view.ts'

export function diffTopics(outlook: Outlook): ChangeOf<'topic'>[] {
  return routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const initial = initialTopics(flow, routes)
    return routes
      .filter(({ before, after }) => before === undefined || before.partitions.length < after.partitions)
      .map((route) => topicRow(outlook, route, remainingOf(route, initial)))
  })
}

/** The row of a remote topic; without `before` it is created. */
export function topicRow({ view }: Outlook, route: Route, left: Remaining): ChangeOf<'topic'> {
  const { flow, source, before, after } = route
  const live = before === undefined ? null : liveAttributes(route)
  return {
    address: topicAddress(flow.target.name, after.name),
    type: 'topic',
    name: after.name,
    cluster: flow.target.name,
    flow: flow.spec.name,
    ...identityFields(flow),
    change: {
      actions: before === undefined ? ['create'] : ['update'],
      before: live,
      after:
        live === null
          ? {
              sourceTopic: source.name,
              partitions: after.partitions,
              replicationFactor: flow.spec.replicationFactor,
              configs: explicitConfigs(after.configs),
            }
          : { ...live, partitions: after.partitions },
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: before === undefined ? null : 'source_has_more_partitions',
    impact: {
      records: left.records,
      bytes: left.bytes,
      ...sizesUnknown(flow.source),
      groups: [...view.groupsOn(flow.target, after.name)],
    },
    risk: { level: 'none', reasons: [] },
  }
}

/** Its configs as they are: what the plan changes of them is a row of its own. */
function liveAttributes({ source, before }: Route) {
  const partitions = before?.partitions ?? []
  return {
    sourceTopic: source.name,
    partitions: partitions.length,
    replicationFactor: partitions[0]?.replicas.length ?? -1,
    configs: explicitConfigs(new Map((before?.configs ?? []).map((entry) => [entry.name, entry]))),
  }
}
