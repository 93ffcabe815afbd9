// A part of a string's value → its place in the source, so that a caret can stand under one character of a
// pattern. Escapes make the two run apart: `"a\\.b"` has seven characters between its quotes and five of value.

import type { Range } from '../errors/diagnostic.ts'
import type { Expression } from '../hcl/ast.ts'
import type { Sources } from './sources.ts'

export interface Span {
  /** Half-open, in UTF-16 units of the value. */
  readonly start: number
  readonly end: number
}

/** The place of `span` in a plain quoted string; undefined for any other expression. */
export function rangeInString(expression: Expression, span: Span, sources: Sources): Range | undefined {
  if (expression.kind !== 'template' || expression.form !== 'quoted') return undefined
  const [part, ...more] = expression.parts
  if (more.length > 0 || (part !== undefined && part.kind !== 'text')) return undefined
  const raw = sources.lineFrom(expression.range)
  // An empty span still shows one character: the caret has to stand somewhere.
  const end = Math.max(span.end, span.start + 1)
  const [first, last] = rawOffsets(raw, [span.start, end])
  if (first === undefined || last === undefined) return undefined
  const { filename, start } = expression.range
  const at = (offset: number) => ({
    line: start.line,
    column: start.column + offset,
    byte: start.byte + Buffer.byteLength(raw.slice(0, offset)),
  })
  return { filename, start: at(first), end: at(last) }
}

/** One character of a quoted string as it is written, and how much of the value it makes. */
const written = /\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|\$\$\{|%%\{|[^"\\]/y

function rawOffsets(raw: string, wanted: readonly number[]): (number | undefined)[] {
  const offsets: number[] = []
  let at = 1
  for (;;) {
    offsets.push(at)
    written.lastIndex = at
    const text = written.exec(raw)?.[0]
    if (text === undefined) break
    const units = text.startsWith('\\U') && Number.parseInt(text.slice(2), 16) > 0xffff ? 2 : 1
    for (let extra = 1; extra < (text.endsWith('{') && text.length === 3 ? 2 : units); extra++)
      offsets.push(at)
    at += text.length
  }
  return wanted.map((offset) => offsets[Math.min(offset, offsets.length - 1)])
}
