// Values that come from outside: `--var name=text` and files of `--var-file`, later ones winning. A text is read
// by the type of the variable that it is for, so that `--var brokers=a:9092,b:9092` needs no quoting.

import type { Diagnostic, Range } from '../errors/diagnostic.ts'
import type { Expression } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import { parseHcl, parseLoneExpression } from '../hcl/parse.ts'
import type { Scope } from '../hcl/scope.ts'
import type { Value } from '../hcl/value.ts'
import { type Finding, reportIn, type Surroundings } from './finding.ts'
import { readJsonValues } from './json-values.ts'
import type { TypeConstraint } from './type-constraint.ts'

/**
 * One `--var`, or one file of values with its text. `from` is where a value by name came from, as `--var us`; one from
 * the environment is not `asked`: it may be meant for another topology.
 */
export type Given =
  | { readonly name: string; readonly text: string; readonly from?: string; readonly asked?: boolean }
  | { readonly filename: string; readonly text: string }

/**
 * Files of values that are read without being named: the first, then the others by name; later ones win. With `.json`
 * behind it a file is JSON, and comes after its namesake.
 */
export const autoValues = { own: 'strait.straitvars', suffix: '.auto.straitvars' } as const

/** `STRAIT_VAR_name` in the environment is a value that any file and any flag may replace. */
export const environmentPrefix = 'STRAIT_VAR_'

export interface GivenValue {
  /** As text it still has to be read by the variable's type. */
  readonly value: { readonly text: string } | { readonly evaluated: Value }
  /** In a file of values; absent for `--var`. */
  readonly range?: Range
  readonly expression?: Expression
  /** Of a value that a module block gives: where that block stands. */
  readonly caller?: Surroundings
  /** Of a value by name: where it came from. */
  readonly from?: string
  /** False where nobody minds that no such variable is declared. */
  readonly asked?: boolean
}

/** The last value given for each name. `scope` knows no names: values are literals. */
export function readGiven(given: readonly Given[], scope: Scope): ReadonlyMap<string, GivenValue> {
  const values = new Map<string, GivenValue>()
  for (const each of given) {
    if ('name' in each) {
      const { name, text, from = `--var ${name}`, asked = true } = each
      values.set(name, { value: { text }, from, asked })
    } else readFile(each, scope, values)
  }
  return values
}

function readFile(
  file: { readonly filename: string; readonly text: string },
  scope: Scope,
  values: Map<string, GivenValue>,
): void {
  if (file.filename.endsWith('.json')) {
    const report = (finding: Finding): void => reportIn(scope, finding)
    for (const { name, value, range, expression } of readJsonValues(file, report))
      values.set(name, { value: { evaluated: value }, range, expression })
    return
  }
  const { body, diagnostics } = parseHcl(file)
  for (const diagnostic of diagnostics) scope.report(diagnostic)
  for (const { headerRange, type } of body.blocks) {
    scope.report({
      severity: 'error',
      code: 'ST150',
      summary: `A file of values holds no block "${type}"`,
      detail: 'It holds lines of the form: name = value',
      subject: headerRange,
    })
  }
  for (const { name, value, range } of body.attributes.values()) {
    values.set(name, { value: { evaluated: evaluate(value, scope) }, range, expression: value })
  }
}

export type ReadText = { readonly value: Value } | { readonly problem: string }

/** The value that `text` stands for where a `type` is wanted. */
export function readText(text: string, type: TypeConstraint, scope: Scope): ReadText {
  const opening = text.trimStart().slice(0, 1)
  if (type.kind === 'string') return { value: text }
  if (text === 'null') return { value: null }
  if (opening === '[' || opening === '{') return readExpression(text, scope)
  if ((type.kind === 'list' || type.kind === 'set') && isPlain(type.element)) {
    const parts = text.split(',').map((part) => part.trim())
    return { value: parts.filter((part) => part !== '') }
  }
  return { value: text }
}

function isPlain({ kind }: TypeConstraint): boolean {
  return kind === 'any' || kind === 'string' || kind === 'number' || kind === 'bool'
}

function readExpression(text: string, scope: Scope): ReadText {
  const { expression, diagnostics } = parseLoneExpression({ filename: '<command line>', text })
  const problems: Diagnostic[] = [...diagnostics]
  const report = (diagnostic: Diagnostic): void => void problems.push(diagnostic)
  const value = evaluate(expression, { ...scope, report })
  const [problem] = problems
  return problem === undefined ? { value } : { problem: problem.summary }
}
