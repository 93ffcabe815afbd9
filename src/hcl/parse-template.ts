// Quoted texts and heredocs. First the tokens become a flat row of texts, `${}` and `%{}`, with `~` and the
// indentation of `<<-` already taken out; then `%{if}` and `%{for}` find their ends and become a tree.

import type { Expression, Template, TemplatePart } from './ast.ts'
import type { Directive, FlatPart } from './flat-template.ts'
import { stripIndentation } from './heredoc-indentation.ts'
import { literalText } from './literal-text.ts'
import { parseForNames } from './parse-collection.ts'
import { describe, type Parser } from './parser.ts'
import { nestDirectives } from './template-directives.ts'
import type { Token } from './token.ts'
import { trimSpaceEnd, trimSpaceStart } from './white-space.ts'

type Parse = (parser: Parser) => Expression

/** The next token opens a quoted text or a heredoc. */
export function parseTemplate(parser: Parser, parseNested: Parse): Template {
  const open = parser.take()
  const form = open.kind === 'open_quote' ? 'quoted' : 'heredoc'
  const parts = parseParts(parser, { form, stripped: open.text.startsWith('<<-'), parseNested })
  parser.take()
  return { kind: 'template', form, parts, range: parser.range(open, parser.previous) }
}

interface PartsOptions {
  readonly form: Template['form']
  readonly stripped: boolean
  readonly parseNested: Parse
}

/** Everything up to the closing token, which is left. */
export function parseParts(
  parser: Parser,
  { form, stripped, parseNested }: PartsOptions,
): readonly TemplatePart[] {
  const flat: FlatPart[] = []
  const trims: Trim[] = []
  for (;;) {
    const token = parser.peek()
    if (token.kind === 'text') {
      parser.take()
      flat.push({ kind: 'text', text: literalText(parser, token, form), range: parser.range(token, token) })
    } else if (token.kind === 'open_template') {
      const part = parseInterruption(parser, token, parseNested)
      if (token.text.endsWith('~')) trims.push({ index: flat.length - 1, side: 'end' })
      flat.push(part)
      if (parser.previous.text.startsWith('~')) trims.push({ index: flat.length, side: 'start' })
    } else {
      break
    }
  }
  // In this order, as HashiCorp's parser: what `~` joins to the line before is no beginning of a line any more.
  for (const { index, side } of trims) trim(flat[index], side)
  if (stripped) stripIndentation(flat)
  return nestDirectives(parser, flat)
}

interface Trim {
  readonly index: number
  readonly side: 'start' | 'end'
}

function trim(part: FlatPart | undefined, side: Trim['side']): void {
  if (part?.kind === 'text')
    part.text = side === 'start' ? trimSpaceStart(part.text) : trimSpaceEnd(part.text)
}

function parseInterruption(parser: Parser, open: Token, parseNested: Parse): FlatPart {
  parser.take()
  return parser.ignoringNewlines(() => {
    if (open.text.startsWith('$')) {
      const expression = parseNested(parser)
      closeTemplate(parser, open, 'One expression stands between the braces.')
      return { kind: 'interpolation', expression, range: parser.range(open, parser.previous) }
    }
    return parseDirective(parser, open, parseNested)
  })
}

function parseDirective(parser: Parser, open: Token, parseNested: Parse): Directive {
  const word = parser.take()
  const start = { start: open.start, end: open.end }
  const done = (): { range: Template['range'] } => {
    closeTemplate(parser, open, 'Directives are: if, else, endif, for, endfor.')
    return { range: parser.range(start, parser.previous) }
  }
  if (word.kind === 'identifier') {
    switch (word.text) {
      case 'if': {
        const condition = parseNested(parser)
        return { kind: 'open_if', condition, ...done() }
      }
      case 'for': {
        const [first, second] = parseForNames(parser)
        const collection = parseNested(parser)
        const names = { keyName: second === undefined ? undefined : first, valueName: second ?? first }
        return { kind: 'open_for', ...names, collection, ...done() }
      }
      case 'else':
      case 'endif':
      case 'endfor':
        return { kind: word.text, ...done() }
    }
  }
  const summary = `Unknown template directive ${describe(word)}`
  const detail = 'Directives are: if, else, endif, for, endfor. To write "%{" itself, double it: "%%{".'
  return parser.fail({ code: 'ST108', summary, detail }, word)
}

function closeTemplate(parser: Parser, open: Token, detail: string): void {
  if (parser.peek().kind === 'close_template') {
    parser.take()
    return
  }
  const summary = `Expected "}", found ${describe(parser.peek())}`
  const related = [{ message: 'The template was opened here', range: parser.range(open, open) }]
  parser.fail({ code: 'ST101', summary, detail, related }, parser.peek())
}
