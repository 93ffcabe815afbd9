// Text → syntax tree. Never throws: what cannot be read becomes a diagnostic, and reading goes on at the next
// line that can start something, so that one run shows every syntax error of a file.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Body, Expression } from './ast.ts'
import { lex } from './lexer.ts'
import { limits } from './limits.ts'
import { parseBody } from './parse-body.ts'
import { parseExpression } from './parse-expression.ts'
import { describe, Parser, SyntaxStop } from './parser.ts'

export interface ParsedFile {
  /** Whatever could be read, also when there are errors. */
  readonly body: Body
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses one file. A byte order mark counts in bytes, not in columns. */
export function parseHcl({
  filename,
  text,
}: {
  readonly filename: string
  readonly text: string
}): ParsedFile {
  const start = { line: 1, column: 1, byte: 0 }
  if (text.length > limits.fileUnits) {
    const range = { filename, start, end: start }
    const detail = `A file may have ${limits.fileUnits} characters; this one has ${text.length}. Split it: all *.hcl of a directory count as one.`
    const error = {
      severity: 'error',
      code: 'ST100',
      summary: 'File is too large',
      detail,
      subject: range,
    } as const
    return { body: { attributes: new Map(), blocks: [], range }, diagnostics: [error] }
  }
  const parser = new Parser(filename, lex(filename, text))
  const body = parseBody(parser)
  return { body, diagnostics: parser.diagnostics }
}

/** Parses one expression that stands alone, as the value of `--var`. */
export function parseLoneExpression({
  filename,
  text,
}: {
  readonly filename: string
  readonly text: string
}): {
  readonly expression: Expression
  readonly diagnostics: readonly Diagnostic[]
} {
  const parser = new Parser(filename, lex(filename, text.slice(0, limits.fileUnits)))
  const start = parser.peek()
  try {
    const expression = parser.ignoringNewlines(() => {
      const parsed = parseExpression(parser)
      if (parser.peek().kind !== 'end') {
        parser.fail(
          { code: 'ST101', summary: `Unexpected ${describe(parser.peek())} after the value` },
          parser.peek(),
        )
      }
      return parsed
    })
    return { expression, diagnostics: parser.diagnostics }
  } catch (error) {
    if (!(error instanceof SyntaxStop)) throw error
    return {
      expression: { kind: 'invalid', range: parser.range(start, start) },
      diagnostics: parser.diagnostics,
    }
  }
}
