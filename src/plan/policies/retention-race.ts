// A throttled copy may be slower than the source's retention: what is oldest would then be gone before its turn.

import { roughTimeText } from '../duration-text.ts'
import { sourceConfig } from '../effective-config.ts'
import { initialTopics } from '../initial-topics.ts'
import type { Finding } from '../plan-file.ts'
import { remainingOf, sumOf } from '../remaining.ts'
import { type Route, routesByFlow } from '../routes.ts'
import type { FlowView } from '../view.ts'
import { reports, warning } from './policy.ts'

export const retentionRace = reports((outlook) =>
  routesByFlow(outlook).flatMap(({ flow, routes }) => outrun(flow, routes)),
)

function outrun(flow: FlowView, routes: readonly Route[]): Finding[] {
  const { limits, name, source } = flow.spec
  if (limits.bytesPerSecond === undefined) return []
  const initial = initialTopics(flow, routes)
  const left = routes.map((route) => ({ route, remaining: remainingOf(route, initial) }))
  const copyMs = (sumOf(left.map(({ remaining }) => remaining)).bytes / limits.bytesPerSecond) * 1000
  const late = left.filter(({ route, remaining }) => remaining.bytes > 0 && retentionMs(route) < copyMs)
  if (late.length === 0) return []
  return [
    warning('ST433', {
      flow: name,
      cluster: source,
      subjects: late.map(({ route }) => route.source.name),
      detail: `Under its limit flow "${name}" needs about ${roughTimeText(copyMs)} for what there is, and ${source} keeps records of these topics for less. Raise limits.bytes_per_second, or retention.ms on ${source} until the copy has caught up.`,
    }),
  ]
}

function retentionMs(route: Route): number {
  if (!(sourceConfig(route, 'cleanup.policy') ?? 'delete').includes('delete')) return Number.POSITIVE_INFINITY
  const value = Number(sourceConfig(route, 'retention.ms') ?? -1)
  return value < 0 ? Number.POSITIVE_INFINITY : value
}
