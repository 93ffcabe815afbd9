// The truth table of a flow's filters: which live topics and groups come in and go out compared with what was
// applied, by which pattern, what nearly matches, what matches nothing, and a name that would match tomorrow. For
// people: nothing here decides, so none of it is in the fingerprint.

import * as z from 'zod'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import { likelyNames, likelyTopics, matchesAny, type NameIndex, nameIndex } from '../mirror/name-index.ts'
import { firstMatch } from '../mirror/patterns.ts'
import { groupSelector, topicSelector } from '../mirror/selection.ts'
import { oncePer } from '../std/once-per.ts'
import { defaultGroupExcludes, defaultTopicExcludes } from '../topology/defaults.ts'
import type { FlowSpec, PatternSet } from '../topology/model.ts'
import type { Places } from '../topology/origins.ts'
import { sameValue } from './canonical.ts'
import { futureMatch } from './future-match.ts'
import { isConsumerGroup } from './groups.ts'
import { nearMisses } from './near-misses.ts'
import type { FlowView, PlanView } from './view.ts'

/** Where a pattern was written, as `flows.hcl:12`; `default` for MM2's; null where the files are not at hand. */
const place = z.string().nullable()

const decision = z.object({
  name: z.string(),
  /** `included`, `excluded`, `not_included`; of topics also `internal`, `cycle`, `heartbeats`, `bad_remote_name`. */
  rule: z.string(),
  /** The pattern that decided, null where none did. */
  pattern: z.string().nullable(),
  place,
})

export const filterReport = z.object({
  flow: z.string(),
  /** Of the flow, where it is not `flow.NAME`. */
  address: z.string().optional(),
  kind: z.enum(['topics', 'groups']),
  /** The source, whose names are filtered. */
  cluster: z.string(),
  /** Names on the source, and how many of them pass. */
  live: z.number().int(),
  matched: z.number().int(),
  entering: z.array(decision),
  /** Each with what let it in until now. */
  leaving: z.array(z.object({ ...decision.shape, was: decision })),
  /** Included, and kept out by an exclude; what is leaving is told there. */
  excluded: z.array(decision),
  /** Names that no include matches, though it looks as if one was meant to. */
  near_misses: z.array(
    z.object({
      name: z.string(),
      pattern: z.string(),
      place,
      why: z.enum(['letter_case', 'part_of_name', 'spelling']),
    }),
  ),
  /** Patterns that match no live name. */
  unused: z.array(z.object({ list: z.enum(['include', 'exclude']), pattern: z.string(), place })),
  /** Names that do not exist and would pass: what the filter lets in without a new plan. */
  future: z.array(z.object({ name: z.string(), pattern: z.string(), place })),
})

export type FilterReport = z.infer<typeof filterReport>
type Decision = z.infer<typeof decision>

export function filterReports({ flows }: PlanView, places: Places): FilterReport[] {
  return flows.flatMap((flow) => [
    report(flow, topicFilter, places),
    ...(flow.spec.offsets.sync ? [report(flow, groupFilter, places)] : []),
  ])
}

interface Filter {
  readonly kind: FilterReport['kind']
  readonly names: (cluster: ClusterSnapshot) => NameIndex
  /** The names that patterns may match, or that pass whatever they say. */
  readonly likely: typeof likelyNames
  readonly patterns: (spec: FlowSpec) => PatternSet
  readonly defaults: readonly string[]
  readonly judge: (spec: FlowSpec) => (name: string) => Verdict
}

interface Verdict {
  readonly passes: boolean
  readonly rule: string
  readonly pattern?: string
}

const topicFilter: Filter = {
  kind: 'topics',
  names: oncePer(({ topics }) =>
    nameIndex([...topics.values()].filter(({ internal }) => !internal).map(({ name }) => name)),
  ),
  likely: likelyTopics,
  patterns: ({ topics }) => topics,
  defaults: defaultTopicExcludes,
  judge: (spec) => {
    const select = topicSelector(spec)
    return (name) => {
      const { replicated, ...verdict } = select(name)
      return { passes: replicated, ...verdict }
    }
  },
}

const groupFilter: Filter = {
  kind: 'groups',
  names: oncePer(({ groups }) =>
    nameIndex([...groups.values()].filter(isConsumerGroup).map(({ groupId }) => groupId)),
  ),
  likely: likelyNames,
  patterns: ({ groups }) => groups,
  defaults: defaultGroupExcludes,
  judge: (spec) => {
    const select = groupSelector(spec)
    return (name) => {
      const { selected, ...verdict } = select(name)
      return { passes: selected, ...verdict }
    }
  },
}

function report(flow: FlowView, filter: Filter, places: Places): FilterReport {
  const { spec, source } = flow
  const names = filter.names(source)
  const judge = filter.judge(spec)
  const decided = (name: string, verdict: Verdict, at: Places): Decision => ({
    name,
    rule: verdict.rule,
    pattern: verdict.pattern ?? null,
    place: patternPlace(filter, { spec, verdict, places: at }),
  })
  const before = appliedSpec(flow)
  const was = before === undefined ? undefined : filter.judge(before)
  const passed = (name: string): boolean => was?.(name).passes ?? false
  const patterns = [spec, ...(before === undefined ? [] : [before])].flatMap(
    (each) => filter.patterns(each).include,
  )
  // Whatever else there is, neither passes nor passed, nor is it kept out by an exclude.
  const all = filter.likely(names, patterns).map((name) => [name, judge(name)] as const)
  const rejected = all.filter(([, { passes }]) => !passes)
  const included = firstMatch(filter.patterns(spec).include)
  return {
    flow: spec.name,
    kind: filter.kind,
    cluster: source.name,
    live: names.names.length,
    matched: all.length - rejected.length,
    entering: all.flatMap(([name, verdict]) =>
      verdict.passes && !passed(name) ? [decided(name, verdict, places)] : [],
    ),
    leaving: rejected.flatMap(([name, verdict]) =>
      was === undefined || !passed(name)
        ? []
        : [{ ...decided(name, verdict, places), was: decided(name, was(name), () => undefined) }],
    ),
    excluded: rejected.flatMap(([name, verdict]) =>
      verdict.rule === 'excluded' && included(name) !== undefined && !passed(name)
        ? [decided(name, verdict, places)]
        : [],
    ),
    ...(isAsApplied(flow, filter)
      ? { near_misses: [], future: [] }
      : outlookOf(flow, filter, { names, places })),
    unused: unusedPatterns(filter, { spec, names, places }),
  }
}

/** Worth a look only where somebody is about to decide on the filter. */
function outlookOf(
  { spec }: FlowView,
  filter: Filter,
  { names, places }: { readonly names: NameIndex; readonly places: Places },
): Pick<FilterReport, 'near_misses' | 'future'> {
  const { include, exclude } = filter.patterns(spec)
  const placed = <Row extends { readonly pattern: string }>(row: Row) => ({
    ...row,
    place: patternPlace(filter, {
      spec,
      verdict: { passes: true, rule: 'included', pattern: row.pattern },
      places,
    }),
  })
  const judge = filter.judge(spec)
  const isLeftOut = (name: string): boolean => judge(name).rule === 'not_included'
  return {
    near_misses: nearMisses(names, { include, isLeftOut }).map(placed),
    future: include.flatMap((pattern) => {
      if (pattern === '.*') return []
      const name = futureMatch(pattern, {
        exclude,
        live: names,
        passes: (one) => judge(one).passes,
      })
      return name === undefined ? [] : [placed({ name, pattern })]
    }),
  }
}

function appliedSpec({ applied, elsewhere }: FlowView): FlowSpec | undefined {
  return applied === undefined || applied.entry.state === 'stopped' || elsewhere !== undefined
    ? undefined
    : applied.entry.spec
}

function isAsApplied(flow: FlowView, { patterns }: Filter): boolean {
  const before = appliedSpec(flow)
  return before !== undefined && sameValue(patterns(before), patterns(flow.spec))
}

function unusedPatterns(
  filter: Filter,
  { spec, names, places }: { readonly spec: FlowSpec; readonly names: NameIndex; readonly places: Places },
): FilterReport['unused'] {
  return (['include', 'exclude'] as const).flatMap((list) =>
    filter.patterns(spec)[list].flatMap((pattern, index) => {
      const isDefault = list === 'exclude' && filter.defaults.includes(pattern)
      if (pattern === '.*' || isDefault || matchesAny(names, pattern)) return []
      return [{ list, pattern, place: places(`flow.${spec.name}.${filter.kind}.${list}.${index}`) ?? null }]
    }),
  )
}

function patternPlace(
  { kind, defaults, patterns }: Filter,
  { spec, verdict, places }: { readonly spec: FlowSpec; readonly verdict: Verdict; readonly places: Places },
): string | null {
  const { rule, pattern } = verdict
  if (pattern === undefined) return null
  const list = rule === 'excluded' ? 'exclude' : 'include'
  const index = patterns(spec)[list].indexOf(pattern)
  const written = places(`flow.${spec.name}.${kind}.${list}.${index}`)
  return written ?? (list === 'exclude' && defaults.includes(pattern) ? 'default' : null)
}
