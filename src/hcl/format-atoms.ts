// Tokens → atoms, the units that `fmt` moves about. A text with everything inside it is one atom and stays as it
// is written.

import type { Body, Expression } from './ast.ts'
import type { Token } from './token.ts'

export interface Atom {
  readonly kind: 'word' | 'symbol' | 'quoted' | 'heredoc' | 'comment' | 'newline'
  readonly text: string
  /** Spaces stood before it: kept where the grammar cannot tell an index from a list. */
  readonly spaced: boolean
  /** A text whose `${` holds line ends: it is not one line, whatever its marks. */
  readonly broken: boolean
}

/** `body` is the parsed form of the same text. */
export function formatAtoms(text: string, tokens: readonly Token[], body: Body): readonly Atom[] {
  const changes = { labels: new Set<number>(), wrapped: new Set<number>() }
  collectChanges(body, changes)
  const atoms: Atom[] = []
  const unwrapped = new Set<number>()
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index]
    if (token === undefined || token.kind === 'end') break
    if (unwrapped.has(index)) {
      index += 1
      continue
    }
    const before = tokens[index - 1]
    const spaced = before !== undefined && before.end.byte < token.start.byte
    const close = closingIndex(tokens, index)
    const end = close === undefined ? undefined : tokens[close]
    if (close === undefined || end === undefined) {
      const known = textOf(token, changes.labels.has(token.start.byte))
      atoms.push({ kind: kindOf(token), text: known, spaced, broken: false })
      index += 1
      continue
    }
    const inside = tokens.slice(index + 1, close)
    if (changes.wrapped.has(token.start.byte) && isUnwrappable(inside)) {
      // What was wrapped is read on as if it had never been.
      unwrapped.add(close - 1).add(close)
      index += 2
      continue
    }
    const whole = text.slice(token.offset, end.offset + end.text.length)
    const kind = token.kind === 'open_quote' ? 'quoted' : 'heredoc'
    atoms.push({ kind, text: whole, spaced, broken: inside.some((one) => one.kind === 'newline') })
    index = close + 1
  }
  return atoms
}

interface Changes {
  /** First bytes of labels. */
  readonly labels: Set<number>
  /** First bytes of arguments' values that are nothing but `"${…}"`. */
  readonly wrapped: Set<number>
}

function collectChanges(body: Body, changes: Changes): void {
  for (const { value } of body.attributes.values()) collectWrapped(value, changes)
  for (const block of body.blocks) {
    for (const label of block.labels) changes.labels.add(label.range.start.byte)
    collectChanges(block.body, changes)
  }
}

/** Also what is wrapped twice. */
function collectWrapped(value: Expression, changes: Changes): void {
  if (value.kind !== 'template' || value.form !== 'quoted' || value.parts.length !== 1) return
  const [part] = value.parts
  if (part?.kind !== 'interpolation') return
  changes.wrapped.add(value.range.start.byte)
  collectWrapped(part.expression, changes)
}

/** What stands in quotes: `${`, an expression on one line, `}"`; with `~` the author had something in mind. */
function isUnwrappable(tokens: readonly Token[]): boolean {
  const [open] = tokens
  const close = tokens.at(-1)
  const isPlain = open?.text === '$\u007b' && close?.text === '}'
  return (
    isPlain && !tokens.some(({ kind }) => kind === 'newline' || kind === 'open_heredoc' || kind === 'comment')
  )
}

/** Where the text that opens at `index` ends. */
function closingIndex(tokens: readonly Token[], index: number): number | undefined {
  const kind = tokens[index]?.kind
  if (kind !== 'open_quote' && kind !== 'open_heredoc') return undefined
  let depth = 0
  for (let close = index; close < tokens.length; close++) {
    const inner = tokens[close]?.kind
    if (inner === 'open_quote' || inner === 'open_heredoc') depth += 1
    if (inner === 'close_quote' || inner === 'close_heredoc') depth -= 1
    if (depth === 0) return close
  }
  return undefined
}

function kindOf({ kind }: Token): Atom['kind'] {
  return kind === 'symbol' || kind === 'comment' || kind === 'newline' ? kind : 'word'
}

function textOf({ kind, text }: Token, isLabel: boolean): string {
  if (kind === 'comment') return text.trimEnd()
  return kind === 'identifier' && isLabel ? `"${text}"` : text
}
