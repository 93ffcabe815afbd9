// Rule: an `import` block gives a topic to a flow that is declared, and each topic to one flow.

import { didYouMean } from '../../std/did-you-mean.ts'
import { quoted } from '../describe-value.ts'
import type { Draft } from '../draft.ts'
import type { Finding } from '../finding.ts'
import type { ImportStatement } from '../statements.ts'

export function importFindings(imports: readonly ImportStatement[], { flows }: Draft): Finding[] {
  return imports.flatMap(({ to, topic, header }, index): Finding[] => {
    const twice = imports
      .slice(0, index)
      .find((other) => other.topic === topic && targetOf(other, flows) === targetOf({ to }, flows))
    const near = didYouMean(to.name, [...flows.keys()])
    return [
      ...(flows.has(to.name)
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

function targetOf({ to }: Pick<ImportStatement, 'to'>, flows: Draft['flows']): string | undefined {
  return flows.get(to.name)?.spec.target
}
