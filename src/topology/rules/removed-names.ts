// Rule: a `removed` block is about a flow that is not declared any more, or about one thing on a declared cluster, and
// says one thing of it.

import type { Range } from '../../errors/diagnostic.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import { quoted } from '../describe-value.ts'
import type { Draft } from '../draft.ts'
import type { Finding } from '../finding.ts'
import type { MovedStatement, PlacedThing, RemovedStatement, RemovedThingStatement } from '../statements.ts'

export function removedFindings(
  removed: readonly RemovedStatement[],
  moved: readonly MovedStatement[],
  { flows }: Draft,
): Finding[] {
  return removed.flatMap(({ from, header }, index): Finding[] => {
    const declared = flows.get(from.name)
    const twice = removed.slice(0, index).find((other) => other.from.name === from.name)
    const elsewhere = moved.find((other) => other.from.name === from.name)
    return [
      ...(declared === undefined
        ? []
        : [
            {
              code: 'ST203' as const,
              summary: `${from.text} is still declared`,
              detail: 'Remove its block, or this one.',
              subject: from.range,
              related: [{ message: 'Declared here', range: declared.header }],
            },
          ]),
      ...(twice === undefined ? [] : [removedTwice(from.text, header, twice)]),
      ...(elsewhere === undefined
        ? []
        : [
            {
              code: 'ST203' as const,
              summary: `${from.text} cannot be removed and have moved`,
              detail: `It goes on as ${elsewhere.to.text}. Keep one of the two blocks.`,
              subject: from.range,
              related: [{ message: 'Moved here', range: elsewhere.header }],
            },
          ]),
    ]
  })
}

/** Whether a flow still writes the thing only a plan can tell. */
export function removedThingFindings(
  removed: readonly RemovedThingStatement[],
  { clusters }: Draft,
): Finding[] {
  return removed.flatMap(({ thing, header }, index): Finding[] => {
    const twice = removed.slice(0, index).find((other) => other.thing.text === thing.text)
    return [
      ...unknownCluster(thing, clusters),
      ...(twice === undefined ? [] : [removedTwice(thing.text, header, twice)]),
    ]
  })
}

export function unknownCluster({ cluster, range }: PlacedThing, clusters: Draft['clusters']): Finding[] {
  if (clusters.has(cluster)) return []
  const near = didYouMean(cluster, [...clusters.keys()])
  return [
    {
      code: 'ST160',
      summary: `Cluster ${quoted(cluster)} is not declared`,
      detail: 'The address of a thing begins with its type and its cluster, as a plan writes it.',
      subject: range,
      ...(near === undefined ? {} : { suggestion: near }),
    },
  ]
}

function removedTwice(what: string, subject: Range, { header }: { readonly header: Range }): Finding {
  return {
    code: 'ST203',
    summary: `${what} is removed twice`,
    detail: 'Keep the block that says what shall happen.',
    subject,
    related: [{ message: 'The other one', range: header }],
  }
}
