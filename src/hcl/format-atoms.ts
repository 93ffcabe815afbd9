// Tokens → atoms, the units that `fmt` moves about. A text with everything inside it is one atom and stays as it
// is written.

import type { Body } from './ast.ts'
import type { Token } from './token.ts'

export interface Atom {
  readonly kind: 'word' | 'symbol' | 'quoted' | 'heredoc' | 'comment' | 'newline'
  readonly text: string
  /** Spaces stood before it: kept where the grammar cannot tell an index from a list. */
  readonly spaced: boolean
}

/** `body` is the parsed form of the same text. */
export function formatAtoms(text: string, tokens: readonly Token[], body: Body): readonly Atom[] {
  const changes = { labels: new Set<number>(), wrapped: new Set<number>() }
  collectChanges(body, changes)
  const atoms: Atom[] = []
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index]
    if (token === undefined || token.kind === 'end') break
    const before = tokens[index - 1]
    const spaced = before !== undefined && before.end.byte < token.start.byte
    const close = closingIndex(tokens, index)
    if (close === undefined) {
      atoms.push({ kind: kindOf(token), text: textOf(token, changes.labels.has(token.start.byte)), spaced })
      index += 1
    } else if (changes.wrapped.has(token.start.byte) && isUnwrappable(tokens.slice(index, close + 1))) {
      atoms.push(
        ...formatAtoms(text, tokens.slice(index + 2, close - 1), body).map((atom, position) =>
          position === 0 ? { ...atom, spaced } : atom,
        ),
      )
      index = close + 1
    } else {
      const end = tokens[close]
      const whole = text.slice(token.offset, (end?.offset ?? 0) + (end?.text.length ?? 0))
      atoms.push({ kind: token.kind === 'open_quote' ? 'quoted' : 'heredoc', text: whole, spaced })
      index = close + 1
    }
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
  for (const { value } of body.attributes.values()) {
    const isWrapped = value.kind === 'template' && value.form === 'quoted' && value.parts.length === 1
    if (isWrapped && value.parts[0]?.kind === 'interpolation') changes.wrapped.add(value.range.start.byte)
  }
  for (const block of body.blocks) {
    for (const label of block.labels) changes.labels.add(label.range.start.byte)
    collectChanges(block.body, changes)
  }
}

/** `"${`, an expression on one line, `}"`; with `~` the author had something in mind. */
function isUnwrappable(tokens: readonly Token[]): boolean {
  const [, open] = tokens
  const close = tokens.at(-2)
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
