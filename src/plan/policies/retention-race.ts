// A throttled copy may be slower than the source: than its retention, so that what is oldest is gone before its turn,
// or than its growth, so that the copy never catches up.

import { roughTimeText } from '../duration-text.ts'
import { sourceConfig } from '../effective-config.ts'
import { initialTopics } from '../initial-topics.ts'
import type { Finding } from '../plan-file.ts'
import { remainingOf, sumOf } from '../remaining.ts'
import type { ChangeOf } from '../resource-change.ts'
import { type Route, routesByFlow } from '../routes.ts'
import type { FlowView } from '../view.ts'
import { reports, warning } from './policy.ts'

export const retentionRace = reports((outlook, rows) => {
  const paces = new Map(
    rows.flatMap((row) => (row.type === 'flow' ? [[row.name, row.impact.pace] as const] : [])).toReversed(),
  )
  return routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const pace = paces.get(flow.spec.name)
    return pace === undefined ? outrun(flow, routes) : [...expiring(flow, pace), ...outgrown(flow, pace)]
  })
})

type Pace = NonNullable<ChangeOf<'flow'>['impact']['pace']>

function expiring({ spec, source, titles }: FlowView, { expiring }: Pace): Finding[] {
  const subjects = Object.keys(expiring)
  if (subjects.length === 0) return []
  const lost = Object.values(expiring).reduce((sum, records) => sum + records, 0)
  const way =
    spec.onGap === 'halt'
      ? 'A partition halts where that happens.'
      : 'The copy goes on behind them, and each gap is recorded.'
  return [
    warning('ST433', {
      flow: spec.name,
      cluster: source.name,
      subjects,
      at: 'limits.bytesPerSecond',
      detail: `The oldest ${lost} records will expire on ${titles.source} before ${titles.flow} has copied them under its limit. ${way} Raise limits.bytes_per_second, or the retention of these topics on ${titles.source} until the copy has caught up.`,
    }),
  ]
}

function outgrown({ spec, source, titles }: FlowView, { growth }: Pace): Finding[] {
  const limit = spec.limits.bytesPerSecond
  const { min } = growth.bytes_per_second
  if (limit === undefined || min < limit) return []
  return [
    warning('ST472', {
      flow: spec.name,
      cluster: source.name,
      at: 'limits.bytesPerSecond',
      detail: `${titles.source} adds ${Math.round(min)} bytes a second to the topics of ${titles.flow}, and its limit is ${limit}: the copy falls further behind all the time. Raise limits.bytes_per_second, or leave topics out.`,
    }),
  ]
}

/** Where nobody looked how old the records are. */
function outrun(flow: FlowView, routes: readonly Route[]): Finding[] {
  const { limits, name, source } = flow.spec
  const { titles } = flow
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
      at: 'limits.bytesPerSecond',
      detail: `Under its limit ${titles.flow} needs about ${roughTimeText(copyMs)} for what there is, and ${titles.source} keeps records of these topics for less. Raise limits.bytes_per_second, or retention.ms on ${titles.source} until the copy has caught up.`,
    }),
  ]
}

function retentionMs(route: Route): number {
  if (!(sourceConfig(route, 'cleanup.policy') ?? 'delete').includes('delete')) return Number.POSITIVE_INFINITY
  const value = Number(sourceConfig(route, 'retention.ms') ?? -1)
  return value < 0 ? Number.POSITIVE_INFINITY : value
}
