// Rule: a `moved` block leads from a flow that is not declared any more to one that is, by one way only.

import { didYouMean } from '../../std/did-you-mean.ts'
import type { Draft } from '../draft.ts'
import type { Finding } from '../finding.ts'
import type { MovedStatement } from '../statements.ts'

export function movedFindings(moved: readonly MovedStatement[], { flows }: Draft): Finding[] {
  return moved.flatMap((each, index) => {
    const before = moved.slice(0, index)
    return each.from.name === each.to.name
      ? [movesToItself(each)]
      : [...ends(each, moved, flows), ...contradictions(each, before)]
  })
}

function ends(
  { from, to }: MovedStatement,
  moved: readonly MovedStatement[],
  flows: Draft['flows'],
): Finding[] {
  const stillThere = flows.get(from.name)
  // A chain of moves goes through names that are gone by now.
  const isStopover = moved.some((other) => other.from.name === to.name)
  const near = didYouMean(to.name, [...flows.keys()])
  return [
    ...(stillThere === undefined
      ? []
      : [
          {
            code: 'ST201' as const,
            summary: `${from.text} is still declared`,
            detail: `A flow that moved to ${to.text} is not there under its former name. Remove one of the two.`,
            subject: from.range,
            related: [{ message: 'Declared here', range: stillThere.header }],
          },
        ]),
    ...(flows.has(to.name) || isStopover
      ? []
      : [
          {
            code: 'ST201' as const,
            summary: `${to.text} is not declared`,
            detail: 'A flow moves to a block that is there. To end a flow, write a removed block.',
            subject: to.range,
            ...(near === undefined ? {} : { suggestion: `flow.${near}` }),
          },
        ]),
  ]
}

function movesToItself({ from, to }: MovedStatement): Finding {
  return {
    code: 'ST201',
    summary: `${from.text} moves to itself`,
    detail: '"from" is the former address of the flow, "to" the present one.',
    subject: to.range,
  }
}

function contradictions({ from, to, header }: MovedStatement, before: readonly MovedStatement[]): Finding[] {
  const same = before.find((other) => other.from.name === from.name || other.to.name === to.name)
  const back = leadsBack(to.name, from.name, before)
  if (same === undefined && !back) return []
  const summary = back
    ? `${from.text} and ${to.text} move in a circle`
    : same?.from.name === from.name
      ? `${from.text} moves twice`
      : `Two flows move to ${to.text}`
  return [
    {
      code: 'ST202',
      summary,
      detail: 'One flow has one former name and one present one. Keep the block that is true.',
      subject: header,
      ...(same === undefined ? {} : { related: [{ message: 'The other one', range: same.header }] }),
    },
  ]
}

function leadsBack(start: string, end: string, moved: readonly MovedStatement[]): boolean {
  let at: string | undefined = start
  for (const _ of [...moved, undefined]) {
    if (at === end) return true
    at = moved.find(({ from }) => from.name === at)?.to.name
    if (at === undefined) return false
  }
  return false
}
