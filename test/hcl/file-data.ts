// A file of the corpus as plain data: every argument evaluated, blocks in order.

import type { Body } from '../../src/hcl/ast.ts'
import { evaluate } from '../../src/hcl/evaluate.ts'
import type { Scope } from '../../src/hcl/scope.ts'
import { functions, plain } from './evaluate-text.ts'

/** `cluster.x` is a reference; every other name is unknown. */
export function dataOf(body: Body): unknown {
  const scope: Scope = {
    functions,
    names: ['cluster'],
    report: ({ summary }) => {
      throw new Error(summary)
    },
    lookup: ({ root, steps: [step] }) =>
      root === 'cluster'
        ? { value: { kind: 'reference', to: 'cluster', name: String(step?.key) }, steps: 1 }
        : undefined,
  }
  return bodyData(body, scope)
}

function bodyData({ attributes, blocks }: Body, scope: Scope): unknown {
  return {
    ...Object.fromEntries(
      [...attributes.values()].map(({ name, value }) => [name, plain(evaluate(value, scope))]),
    ),
    ...(blocks.length === 0
      ? {}
      : {
          blocks: blocks.map(({ type, labels, body }) => ({
            header: [type, ...labels.map(({ text }) => text)].join(' '),
            body: bodyData(body, scope),
          })),
        }),
  }
}

/** As indented JSON; integers beyond a double as their digits in a string. */
export function dataText(data: unknown): string {
  return `${JSON.stringify(data, (_key, value) => (typeof value === 'bigint' ? `${value}` : value), 2)}\n`
}
