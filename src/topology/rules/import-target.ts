// Rule: an `import` block gives a topic to a flow that is declared, and each topic to one flow.

import type { Range } from '../../errors/diagnostic.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import { quoted } from '../describe-value.ts'
import type { Draft } from '../draft.ts'
import type { Finding } from '../finding.ts'
import type { ImportStatement, PlacedThing } from '../statements.ts'
import { unknownCluster } from './removed-names.ts'

export function importFindings(imports: readonly ImportStatement[], { flows, clusters }: Draft): Finding[] {
  return imports.flatMap((statement, index): Finding[] => {
    const { to, thing, topic, header } = statement
    const twice = imports
      .slice(0, index)
      .find((other) => other.topic === topic && targetOf(other, flows) === targetOf(statement, flows))
    const near = to && didYouMean(to.name, [...flows.keys()])
    return [
      ...(thing === undefined ? [] : unknownCluster(thing, clusters)),
      ...(to === undefined || flows.has(to.name)
        ? []
        : [
            {
              code: 'ST204' as const,
              summary: `${to.text} is not declared`,
              detail: 'A topic is imported into a flow that writes it.',
              subject: to.range,
              ...(near === undefined ? {} : { suggestion: `flow.${near}` }),
            },
          ]),
      ...(twice === undefined
        ? []
        : [
            {
              code: 'ST204' as const,
              summary: `Topic ${quoted(topic)} is imported twice`,
              detail: 'A remote topic has one writer.',
              subject: header,
              related: [{ message: 'The other one', range: twice.header }],
            },
          ]),
    ]
  })
}

function targetOf(
  { to, thing }: Pick<ImportStatement, 'to' | 'thing'>,
  flows: Draft['flows'],
): string | undefined {
  return thing === undefined ? flows.get(to?.name ?? '')?.spec.target : thing.cluster
}

/** What is wrong with an import of a thing by its own address; `also` is where `topic` was written beside it. */
export function thingImportFindings({ type, name, range }: PlacedThing, also: Range | undefined): Finding[] {
  if (type !== 'topic') {
    return [
      {
        code: 'ST204',
        summary: `Only topics are imported, and this is an ${type === 'acl' ? 'ACL' : 'internal topic'}`,
        detail: 'Strait makes these itself, and knows those that it made.',
        subject: range,
      },
    ]
  }
  if (also === undefined) return []
  return [
    {
      code: 'ST204',
      summary: 'The topic is named twice',
      detail: `"to" says ${quoted(name)} already. Leave "topic" out, or let "to" name a flow.`,
      subject: also,
    },
  ]
}
