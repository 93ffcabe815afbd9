// Filters that let nothing through, and ACLs that nobody can copy: legal, and hardly ever meant.

import { matchesAny, type NameIndex } from '../../mirror/name-index.ts'
import { isHeartbeatsTopic } from '../../mirror/naming.ts'
import { groupNames, topicNames } from '../live-names.ts'
import type { Finding } from '../plan-file.ts'
import { routesByFlow } from '../routes.ts'
import type { FlowView } from '../view.ts'
import { reports, warning } from './policy.ts'

export const emptyFilters = reports((outlook) =>
  routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const copied = routes.filter(({ source }) => !isHeartbeatsTopic(flow.spec, source.name))
    return copied.length === 0 ? [selectsNothing(flow)] : deadPatterns(flow)
  }),
)

export const copyableAcls = reports(({ view }) => view.flows.flatMap(missingAuthorizer))

function selectsNothing({ spec, source, titles }: FlowView): Finding {
  return warning('ST439', {
    flow: spec.name,
    cluster: source.name,
    subjects: spec.topics.include,
    at: 'topics',
    detail: `No topic of ${titles.source} passes the topic filter of ${titles.flow}. It copies topics that appear later.`,
  })
}

function deadPatterns(flow: FlowView): Finding[] {
  const { spec, source } = flow
  const dead = (patterns: readonly string[], names: NameIndex): string[] =>
    patterns.filter((pattern) => pattern !== '.*' && !matchesAny(names, pattern))
  const ofTopics = dead(spec.topics.include, topicNames(source))
  const ofGroups = spec.offsets.sync ? dead(spec.groups.include, groupNames(source)) : []
  return [
    ...(ofTopics.length === 0 ? [] : [nothingNamed(flow, 'topic', ofTopics)]),
    ...(ofGroups.length === 0 ? [] : [nothingNamed(flow, 'group', ofGroups)]),
  ]
}

function nothingNamed(
  { spec, source, titles }: FlowView,
  what: 'topic' | 'group',
  patterns: readonly string[],
): Finding {
  return warning('ST439', {
    flow: spec.name,
    cluster: source.name,
    subjects: patterns,
    at: `${what}s.include.${spec[`${what}s`].include.indexOf(patterns[0] ?? '')}`,
    detail: `No ${what} of ${titles.source} matches these patterns of ${titles.flow}.`,
  })
}

function missingAuthorizer({ spec, source, target, titles }: FlowView): Finding[] {
  if (!spec.acls.sync || source.acls === undefined || target.acls !== undefined) return []
  return [
    warning('ST440', {
      flow: spec.name,
      cluster: target.name,
      at: 'acls.sync',
      detail: `${titles.target} has no authorizer, so the ACLs of ${titles.source} are not copied and everybody may read the remote topics. Configure an authorizer on ${titles.target}, or set acls { sync = false }.`,
    }),
  ]
}
