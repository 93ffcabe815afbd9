// One expression as text → its value as plain data, or the summaries of what is wrong with it.

import type { Diagnostic } from '../../src/errors/diagnostic.ts'
import { evaluate } from '../../src/hcl/evaluate.ts'
import { standardFunctions } from '../../src/hcl/functions/standard-functions.ts'
import { parseLoneExpression } from '../../src/hcl/parse.ts'
import type { Budget, Scope } from '../../src/hcl/scope.ts'
import { isList, isObject, poison, type Value } from '../../src/hcl/value.ts'

const files = new Map([
  ['greeting.txt', 'hello\n'],
  ['hello.tpl', `hello \${upper(name)}%{ for x in list }, \${x}%{ endfor }\n`],
  ['broken.tpl', `line one\n\${nobody}\n`],
])

export const functions = standardFunctions({
  readFile: (path) => {
    const text = files.get(path)
    return text === undefined ? { problem: 'no such file' } : { text }
  },
})

export interface Evaluated {
  readonly value: Value
  readonly diagnostics: readonly Diagnostic[]
}

/** Evaluates `text` with `names` to look up. `cluster.NAME` is a reference for any name but `none`. */
export function evaluateText(
  text: string,
  names: Readonly<Record<string, Value>> = {},
  surroundings: Partial<Scope> & { readonly budget?: Budget } = {},
): Evaluated {
  const { expression, diagnostics: syntax } = parseLoneExpression({ filename: 'lone.hcl', text })
  const diagnostics: Diagnostic[] = [...syntax]
  const value = evaluate(expression, {
    functions,
    names: ['cluster', ...Object.keys(names)],
    report: (diagnostic) => diagnostics.push(diagnostic),
    lookup({ root, steps: [step], range }, { report }) {
      if (root === 'cluster' && step === undefined) return { value: new Map(), steps: 0 }
      if (root !== 'cluster')
        return Object.hasOwn(names, root) ? { value: names[root] ?? null, steps: 0 } : undefined
      if (step?.key === 'none') {
        report({ severity: 'error', code: 'ST160', summary: 'Unknown cluster "none"', subject: range })
        return { value: poison, steps: 1 }
      }
      return { value: { kind: 'reference', to: 'cluster', name: String(step?.key) }, steps: 1 }
    },
    ...surroundings,
  })
  return { value, diagnostics }
}

/** The value with Maps as plain objects, for deepEqual against a literal. */
export function plain(value: Value): unknown {
  if (isList(value)) return value.map(plain)
  if (isObject(value)) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  if (value !== null && typeof value === 'object' && value.kind === 'sensitive')
    return { sensitive: plain(value.value) }
  return value
}

/** The plain value of a text without mistakes; else what is wrong, one `code summary` a line. */
export function outcome(text: string, names: Readonly<Record<string, Value>> = {}): unknown {
  const { value, diagnostics } = evaluateText(text, names)
  return diagnostics.length === 0
    ? plain(value)
    : diagnostics.map(({ code, summary }) => `${code} ${summary}`).join('\n')
}
