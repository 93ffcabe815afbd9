// Rule: a remote topic has one writer. Two flows into one topic mix their records, and neither can prove what it
// has copied. Found by names: a topic that both would write is shown.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Declared, Draft } from '../draft.ts'
import { budgetOfRule, findName, type SearchBudget } from '../filters/find-name.ts'
import { type FlowMachine, flowMachine } from '../filters/flow-machine.ts'
import { literalStart } from '../filters/literal-start.ts'
import { type Affix, allOf, renamed } from '../filters/name-machine.ts'
import type { FlowSpec } from '../model.ts'
import { about, type DraftRule, titleOf } from './draft-rule.ts'

interface Writer {
  readonly flow: Declared<FlowSpec>
  readonly machine: FlowMachine
  readonly target: string
  /** What the names that it writes begin with. */
  readonly starts: readonly string[]
}

interface Clash {
  readonly topic: string
  /** The flows name topics alike, so the clash needs no topic with a strange name. */
  readonly alike: boolean
}

export const sameRemoteTopic: DraftRule = (draft) => {
  const writers = [...draft.flows.values()].flatMap((flow) => {
    const { target } = flow.spec
    const machine = flowMachine(flow.spec)
    if (machine === undefined || target === undefined) return []
    const starts = machine.hints.map((pattern) => machine.affix.before + literalStart(pattern))
    return [{ flow, machine, target, starts }]
  })
  const budget = budgetOfRule()
  const { rivals, isWhole } = rivalsOf(writers)
  const clashes = writers.flatMap((second) => {
    for (const first of rivals.get(second) ?? []) {
      if (budget.work < 0) return []
      const clash = clashOf(first.machine, second.machine, budget)
      if (clash !== undefined) return [twoWriters(draft, [first, second], clash)]
    }
    return []
  })
  return budget.work < 0 || !isWhole ? [...clashes, notAllCompared] : clashes
}

/** Pairs of beginnings that are compared at all. */
const pairsMax = 100_000

/**
 * For each writer those before it whose names may begin alike: most flows of a large topology are told apart by that.
 * Sorted, a beginning stands right before all that go on from it.
 */
function rivalsOf(writers: readonly Writer[]) {
  const rivals = new Map<Writer, Set<Writer>>()
  const places = new Map(writers.map((writer, place) => [writer, place]))
  let pairs = 0
  for (const alike of Map.groupBy(writers, ({ target }) => target).values()) {
    const starts = alike.flatMap((writer) => [...new Set(writer.starts)].map((start) => ({ start, writer })))
    starts.sort((one, other) => (one.start < other.start ? -1 : one.start > other.start ? 1 : 0))
    for (const [at, { start, writer }] of starts.entries()) {
      for (let next = at + 1; starts[next]?.start.startsWith(start) === true; next++) {
        const other = starts[next]?.writer
        if (pairs++ > pairsMax) return { rivals: inOrder(rivals, places), isWhole: false }
        if (other === undefined || other === writer) continue
        const [first, second] = placeOf(other) < placeOf(writer) ? [other, writer] : [writer, other]
        rivals.set(second, (rivals.get(second) ?? new Set()).add(first))
      }
    }
  }
  return { rivals: inOrder(rivals, places), isWhole: true }

  function placeOf(writer: Writer): number {
    return places.get(writer) ?? 0
  }
}

function inOrder(
  rivals: ReadonlyMap<Writer, ReadonlySet<Writer>>,
  places: ReadonlyMap<Writer, number>,
): ReadonlyMap<Writer, readonly Writer[]> {
  const placeOf = (writer: Writer): number => places.get(writer) ?? 0
  return new Map(
    [...rivals].map(([second, firsts]) => [
      second,
      [...firsts].sort((one, other) => placeOf(one) - placeOf(other)),
    ]),
  )
}

const notAllCompared: Diagnostic = {
  severity: 'warning',
  code: 'ST192',
  summary: 'Not all flows could be compared with each other',
  detail:
    'There are too many whose filters might select the same topic. Let their patterns begin differently, as orders-eu.* and orders-us.*, so that two writers of one topic are found.',
}

function clashOf(first: FlowMachine, second: FlowMachine, budget: SearchBudget): Clash | undefined {
  const hints = [...first.hints, ...second.hints]
  const alike = first.affix.before === second.affix.before && first.affix.after === second.affix.after
  if (alike) {
    const finding = findName(allOf([first.selected, second.selected]), hints, budget)
    const { before, after } = first.affix
    return finding.kind === 'found' ? { topic: before + finding.name + after, alike } : undefined
  }
  if (!mayMeet(first.affix, second.affix)) return undefined
  const both = allOf([renamed(first.selected, first.affix), renamed(second.selected, second.affix)])
  const likely = [first, second].flatMap(({ affix }) =>
    ['orders', ...hints].map((name) => affix.before + name + affix.after),
  )
  const finding = findName(both, likely, budget)
  return finding.kind === 'found' ? { topic: finding.name, alike } : undefined
}

function mayMeet(first: Affix, second: Affix): boolean {
  const starts = first.before.startsWith(second.before) || second.before.startsWith(first.before)
  return starts && (first.after.endsWith(second.after) || second.after.endsWith(first.after))
}

function twoWriters(
  draft: Draft,
  [first, second]: readonly [Writer, Writer],
  { topic, alike }: Clash,
): Diagnostic {
  const titles = `${titleOf(first.flow)} and ${titleOf(second.flow)}`
  return about(draft, second.flow, {
    severity: alike ? 'error' : 'warning',
    code: 'ST192',
    summary: alike
      ? `Flows ${titles} both write topic "${topic}" of cluster "${second.target}"`
      : `Flows ${titles} could both write topic "${topic}" of cluster "${second.target}"`,
    detail: alike
      ? 'A remote topic has one writer. Keep their filters apart, or let naming tell their sources apart.'
      : 'They would, if each source has a topic of the right name. Keep their filters apart, or give both a naming that cannot meet.',
    related: [{ message: `Flow ${titleOf(first.flow)}`, range: first.flow.header }],
  })
}
