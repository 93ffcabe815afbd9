// Text → syntax tree. Never throws: what cannot be read becomes a diagnostic, and reading goes on at the next
// line that can start something, so that one run shows every syntax error of a file.

import type { Diagnostic, Range } from '../errors/diagnostic.ts'
import type { Body, Expression } from './ast.ts'
import { lex } from './lexer.ts'
import { limits } from './limits.ts'
import { parseBody } from './parse-body.ts'
import { parseExpression, parseWholeTemplate } from './parse-expression.ts'
import { describe, Parser, SyntaxStop } from './parser.ts'

export interface ParsedFile {
  /** Whatever could be read, also when there are errors. */
  readonly body: Body
  readonly diagnostics: readonly Diagnostic[]
}

interface Source {
  readonly filename: string
  readonly text: string
}

/** Parses one file. A byte order mark counts in bytes, not in columns. */
export function parseHcl(source: Source): ParsedFile {
  const tooLarge = sizeProblem(source)
  if (tooLarge !== undefined) {
    return { body: { attributes: new Map(), blocks: [], range: tooLarge.subject }, diagnostics: [tooLarge] }
  }
  const parser = new Parser(source.filename, lex(source.filename, source.text))
  const body = parseBody(parser)
  return { body, diagnostics: parser.diagnostics }
}

function sizeProblem({ filename, text }: Source): (Diagnostic & { readonly subject: Range }) | undefined {
  if (text.length <= limits.fileUnits) return undefined
  const start = { line: 1, column: 1, byte: 0 }
  const detail = `A file may have ${limits.fileUnits} characters; this one has ${text.length}. Split it: all *.hcl of a directory count as one.`
  return {
    severity: 'error',
    code: 'ST100',
    summary: 'File is too large',
    detail,
    subject: { filename, start, end: start },
  }
}

interface Lone {
  readonly expression: Expression
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses one expression that stands alone, as the value of `--var`. */
export function parseLoneExpression(source: Source): Lone {
  return parseLone(source, 'plain', (parser) =>
    parser.ignoringNewlines(() => {
      const parsed = parseExpression(parser)
      const next = parser.peek()
      if (next.kind === 'end') return parsed
      return parser.fail({ code: 'ST101', summary: `Unexpected ${describe(next)} after the value` }, next)
    }),
  )
}

/** Parses a template file: the text of a heredoc without its marks. */
export function parseTemplateText(source: Source): Lone {
  return parseLone(source, 'template', parseWholeTemplate)
}

function parseLone(source: Source, mode: 'plain' | 'template', parse: (parser: Parser) => Expression): Lone {
  const tooLarge = sizeProblem(source)
  if (tooLarge !== undefined)
    return { expression: { kind: 'invalid', range: tooLarge.subject }, diagnostics: [tooLarge] }
  const parser = new Parser(source.filename, lex(source.filename, source.text, mode))
  const start = parser.peek()
  try {
    const expression = parse(parser)
    return { expression, diagnostics: parser.diagnostics }
  } catch (error) {
    if (!(error instanceof SyntaxStop)) throw error
    return {
      expression: { kind: 'invalid', range: parser.range(start, start) },
      diagnostics: parser.diagnostics,
    }
  }
}
