// Rule: a flow's filter can select something. An empty list, and a pattern that the excludes take back whole, look
// like a filter and copy nothing.

import { defaultTopicExcludes } from '../defaults.ts'
import { quoted } from '../describe-value.ts'
import { budgetOfRule, findName, type SearchBudget } from '../filters/find-name.ts'
import { neverCopied } from '../filters/flow-machine.ts'
import { literalStart } from '../filters/literal-start.ts'
import { filterMachine } from '../filters/name-machine.ts'
import { patternProblems } from '../filters/pattern-problems.ts'
import type { Finding } from '../finding.ts'
import { about, type DraftRule } from './draft-rule.ts'

export const emptySelection: DraftRule = (draft) => {
  const budget = budgetOfRule()
  return [...draft.flows.values()].flatMap((flow) => {
    const { topics, naming } = flow.spec
    if (topics === undefined || naming === undefined) return []
    if (topics.include.length === 0) return [about(draft, flow, nothingIncluded)]
    return topics.include.flatMap((pattern, index) => {
      const problem = problemOf(pattern, { exclude: topics.exclude, never: neverCopied(naming), budget })
      return problem === undefined
        ? []
        : [about(draft, flow, { ...problem, field: `topics.include.${index}` })]
    })
  })
}

interface Around {
  readonly exclude: readonly string[]
  readonly never: readonly string[]
  readonly budget: SearchBudget
}

type Problem = Omit<Finding, 'subject'>

const nothingIncluded: Problem & { readonly field: string } = {
  code: 'ST182',
  summary: 'The filter includes nothing',
  detail: 'A flow without topics copies nothing. Name them, or write include = [".*"] for all.',
  field: 'topics.include',
}

function problemOf(pattern: string, { exclude, never, budget }: Around): Problem | undefined {
  const selectsNothing = (excluded: readonly string[]): boolean =>
    findName(filterMachine([pattern], excluded), [literalStart(pattern)], budget).kind === 'none'
  // A pattern that was warned about already is not told a second time what that leads to.
  if (patternProblems(pattern).length > 0 || !selectsNothing([...exclude, ...never])) return undefined
  const warning = { severity: 'warning', code: 'ST182' } as const
  if (selectsNothing([])) {
    return {
      ...warning,
      summary: `Pattern ${quoted(pattern)} matches no topic’s name`,
      detail: 'Topic names are made of letters, digits, ".", "_" and "-".',
    }
  }
  if (selectsNothing(never)) {
    return {
      ...warning,
      summary: `Pattern ${quoted(pattern)} matches only internal topics`,
      detail:
        'Names that start with "__" or "." or end with "internal" belong to brokers, Connect or MM2, and are never copied.',
    }
  }
  return {
    ...warning,
    summary: `Everything that pattern ${quoted(pattern)} matches is excluded`,
    detail: selectsNothing(defaultTopicExcludes)
      ? 'It is excluded by default; default_excludes = false lifts that.'
      : 'Exclude wins over include.',
  }
}
