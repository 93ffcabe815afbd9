// A file of values as JSON, for values that a program writes. It is taken literally: `${` in a string means nothing.
// The parser gives values; where each of them stands is found beside it.

import type { Position, Range } from '../errors/diagnostic.ts'
import type { Expression } from '../hcl/ast.ts'
import { isFailure } from '../hcl/evaluate-call.ts'
import { parseJson } from '../hcl/functions/json-text.ts'
import { limits } from '../hcl/limits.ts'
import { Scanner } from '../hcl/scanner.ts'
import { isObject, type Value } from '../hcl/value.ts'
import type { Finding } from './finding.ts'
import { duplicateName } from './rules/duplicate-name.ts'

export interface JsonValue {
  readonly name: string
  readonly value: Value
  /** Of the name, through the value. */
  readonly range: Range
  /** Of the value, as a text that can be shown, or blotted out. */
  readonly expression: Expression
}

interface File {
  readonly filename: string
  readonly text: string
}

/** The members of the one object that the file has to hold; a name that is repeated is a mistake. */
export function readJsonValues(
  { filename, text: whole }: File,
  report: (finding: Finding) => void,
): readonly JsonValue[] {
  const text = whole.replace(/^\uFEFF/, '')
  const parsed = text.length > limits.fileUnits ? null : parseJson(text)
  if (isFailure(parsed) || !isObject(parsed)) {
    report(notAnObject(isFailure(parsed) ? parsed.message : '', { filename, text }))
    return []
  }
  const first = new Map<string, Range>()
  return membersOf({ filename, text }).flatMap(({ name, range, inner }) => {
    const known = first.get(name)
    if (known !== undefined) {
      report(duplicateName({ noun: 'Value', name, range }, known))
      return []
    }
    first.set(name, range)
    const part = { kind: 'text', text: '', range: inner } as const
    const expression = { kind: 'template', form: 'quoted', parts: [part], range: inner } as const
    return [{ name, value: parsed.get(name) ?? null, range, expression }]
  })
}

/** `message` names the unit at which the parser stopped, where it did. */
function notAnObject(message: string, { filename, text }: File): Finding {
  const scanner = new Scanner(text)
  scanner.take(Number(/at position (\d+)/.exec(message)?.[1] ?? 0))
  const start = scanner.position
  scanner.take(1)
  return {
    code: 'ST197',
    summary: 'This file of values is not a JSON object',
    detail: `It holds one object, with the names of variables and their values: { "brokers": ["b1:9092"] }${text.length > limits.fileUnits ? `, in at most ${limits.fileUnits} characters` : ''}.`,
    subject: { filename, start, end: scanner.position },
  }
}

interface Member {
  readonly name: string
  readonly range: Range
  /** Of the value. */
  readonly inner: Range
}

const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+|\s+/y

/** Of valid JSON: the members of its outermost object. */
function membersOf({ filename, text }: File): Member[] {
  const members: Member[] = []
  const scanner = new Scanner(text)
  let depth = 0
  let key: { readonly name: string; readonly start: Position; readonly end: Position } | undefined
  let begin: Position | undefined
  let end = scanner.position
  const close = (): void => {
    if (key !== undefined && begin !== undefined)
      members.push({
        name: key.name,
        range: { filename, start: key.start, end },
        inner: { filename, start: begin, end },
      })
    key = undefined
    begin = undefined
  }
  while (!scanner.atEnd) {
    const start = scanner.position
    const word = scanner.take(scanner.match(token)?.length ?? 1)
    if (word.trim() === '') continue
    if (depth === 1 && (word === ',' || word === '}')) close()
    else if (depth === 1 && key === undefined && word.startsWith('"'))
      key = { name: String(JSON.parse(word)), start, end: scanner.position }
    else if (depth > 0 && !(depth === 1 && word === ':')) begin ??= start
    end = scanner.position
    if (word === '{' || word === '[') depth += 1
    else if (word === '}' || word === ']') depth -= 1
  }
  return members
}
