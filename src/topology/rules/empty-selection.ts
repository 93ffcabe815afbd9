// Rule: a flow's filter can select something. An empty list, and a pattern that the excludes take back whole, look
// like a filter and copy nothing.

import { defaultTopicExcludes } from '../defaults.ts'
import { quoted } from '../describe-value.ts'
import { findName } from '../filters/find-name.ts'
import { filterMachine } from '../filters/name-machine.ts'
import type { Finding } from '../finding.ts'
import { originOf } from '../origins.ts'
import { about, type DraftRule } from './draft-rule.ts'

type Problem = Omit<Finding, 'subject'> & { readonly field: string }

export const emptySelection: DraftRule = (draft) =>
  [...draft.flows.values()].flatMap((flow) => {
    const { topics } = flow.spec
    if (topics === undefined) return []
    if (topics.include.length === 0) return [about(draft, flow, nothingIncluded)]
    return topics.include
      .map((pattern, index) => vainPattern(pattern, topics.exclude, `topics.include.${index}`))
      .filter((problem) => problem !== undefined)
      .map((problem) => {
        const written = originOf(draft.origins, `${flow.path}.${problem.field}`)
        return about(draft, flow, written === undefined ? { ...problem, field: 'topics' } : problem)
      })
  })

const nothingIncluded: Problem = {
  code: 'ST182',
  summary: 'The filter includes nothing',
  detail: 'A flow without topics copies nothing. Name them, or write include = [".*"] for all.',
  field: 'topics.include',
}

function vainPattern(pattern: string, exclude: readonly string[], field: string): Problem | undefined {
  if (findName(filterMachine([pattern], exclude)).kind !== 'none') return undefined
  const finding = { severity: 'warning', code: 'ST182', field } as const
  if (findName(filterMachine([pattern], [])).kind === 'none') {
    return {
      ...finding,
      summary: `Pattern ${quoted(pattern)} matches no topic’s name`,
      detail: 'Topic names are made of letters, digits, ".", "_" and "-".',
    }
  }
  const byDefault = findName(filterMachine([pattern], defaultTopicExcludes)).kind === 'none'
  return {
    ...finding,
    summary: `Everything that pattern ${quoted(pattern)} matches is excluded`,
    detail: byDefault
      ? 'Internal topics are excluded by default. default_excludes = false lifts that, but topics of the brokers and of MM2 are never copied.'
      : 'Exclude wins over include.',
  }
}
