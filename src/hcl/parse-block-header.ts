// The line that opens a block: its type, its labels and the brace.

import type { Label } from './ast.ts'
import { literalText } from './literal-text.ts'
import { blockContext, describe, type Parser } from './parser.ts'
import type { Token } from './token.ts'

export interface BlockHeader {
  readonly type: string
  readonly typeRange: Label['range']
  readonly labels: readonly Label[]
  readonly headerRange: Label['range']
  readonly start: Token
  /** The brace, or what stands for it after a mistake. */
  readonly open: Token
  /** After a mistake in the header: lines follow as if the brace had been there. */
  readonly bodyFollows: boolean
  /** The first thing inside that is not indented further: where a missing brace shows. */
  suspect: Token | undefined
}

/** Reads type, labels and brace. Where a body plainly follows, a mistake is reported and reading goes on. */
export function parseBlockHeader(parser: Parser): BlockHeader {
  const start = parser.take()
  const labels: Label[] = []
  for (let token = parser.peek(); ; token = parser.peek()) {
    if (token.kind === 'identifier') {
      parser.take()
      labels.push({ text: token.text, range: parser.range(token, token) })
    } else if (token.kind === 'open_quote') {
      labels.push(parseLabel(parser))
    } else {
      break
    }
  }
  const headerRange = parser.range(start, parser.previous)
  const brace = parser.accept('{')
  const bodyFollows = brace === undefined
  if (bodyFollows) reportMissingBrace(parser, start, labels)
  const typeRange = parser.range(start, start)
  const open = brace ?? parser.previous
  return { type: start.text, typeRange, labels, headerRange, start, open, bodyFollows, suspect: undefined }
}

function parseLabel(parser: Parser): Label {
  const open = parser.take()
  const token = parser.peek()
  let text = ''
  if (token.kind === 'text') text = literalText(parser, parser.take(), 'quoted')
  if (parser.peek().kind === 'open_template') {
    const detail = 'The name of a block is fixed text. To make several blocks from one, use for_each.'
    parser.fail({ code: 'ST105', summary: 'Label holds a template', detail }, parser.peek())
  }
  return { text, range: parser.range(open, parser.take()) }
}

/** Returns where a body follows all the same: the brace is on the next line, or inside a text left open. */
function reportMissingBrace(parser: Parser, start: Token, labels: readonly Label[]): void {
  const token = parser.peek()
  const block = blockContext([{ type: start.text, labels }])
  const span = { start: start.start, end: parser.previous.end }
  const code = 'ST105'
  if (token.kind === 'newline' && isOpenBrace(afterNewlines(parser))) {
    parser.report(
      { code, summary: `Brace of ${block} belongs on the same line`, suggestion: `${block} {` },
      span,
    )
    parser.skipNewlines()
    parser.take()
    return
  }
  if (token.kind === 'newline' && labels.at(-1)?.text.trimEnd().endsWith('{')) {
    parser.report({ code, summary: 'Label is not closed' }, span)
    return
  }
  if (token.kind === 'newline' || token.kind === 'end') {
    const summary =
      labels.length === 0
        ? `"${start.text}" is neither an argument nor a block`
        : `Expected "{" after ${block}`
    const detail = 'An argument is written name = value, a block name "label" { … }.'
    parser.fail({ code: labels.length === 0 ? 'ST101' : code, summary, detail }, span)
  }
  const known =
    token.text === '='
      ? 'A block has no "=" before its brace.'
      : 'An argument is written name = value, a block name "label" { … }.'
  parser.fail({ code, summary: `Expected a label or "{", found ${describe(token)}`, detail: known }, token)
}

function afterNewlines(parser: Parser): Token {
  for (let ahead = 0; ; ahead++) {
    const token = parser.peek(ahead)
    if (token.kind !== 'newline') return token
  }
}

function isOpenBrace(token: Token): boolean {
  return token.kind === 'symbol' && token.text === '{'
}
