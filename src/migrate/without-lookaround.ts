// A pattern that looks ahead or behind → a pattern that includes and patterns that exclude, which together match the
// same names. RE2 has no lookaround, but what people write with it is nearly always one of these:
//
//   ^(?!test|tmp).*     does not begin with        orders(?!-test).*   not followed by, after a fixed length
//   .*(?<!-dlq)         does not end with          ^((?!test).)*$      does not contain
//
// Anything else is left alone: a guess would select other topics.

import { type PatternToken, patternTokens } from '../topology/filters/pattern-tokens.ts'

export interface Split {
  readonly include: string
  readonly exclude: readonly string[]
}

interface Group {
  readonly inner: string
  readonly rest: string
}

/** Undefined where it is none of these forms. Nobody has checked yet whether RE2 compiles the parts. */
export function withoutLookaround(pattern: string): Split | undefined {
  const flags = /^(?:\(\?[a-zA-Z-]+\))*/.exec(pattern)?.[0] ?? ''
  const body = pattern
    .slice(flags.length)
    .replace(/^\^/, '')
    .replace(/(?<!\\)\$$/, '')
  if (hasAlternatives(body)) return undefined
  const split = withoutTemperedDot(body) ?? withoutLookbehind(body) ?? withoutLookahead(body)
  return split && { include: flags + split.include, exclude: split.exclude.map((text) => flags + text) }
}

function withoutTemperedDot(body: string): Split | undefined {
  const [, sign] = /\.\)([*+])$/.exec(body) ?? []
  const start = /^\((?:\?:)?\(\?!/.exec(body)?.[0]
  if (start === undefined || sign === undefined) return undefined
  const { inner, rest } = closed(body.slice(start.length)) ?? {}
  if (inner === undefined || rest !== `.)${sign}`) return undefined
  return { include: `.${sign}`, exclude: [`.*${grouped(inner)}.*`] }
}

/** Only at the end, where what stands before it is the end of the name. */
function withoutLookbehind(body: string): Split | undefined {
  const last = outermost(body).findLast(({ kind }) => kind === 'open')
  if (last?.text !== '(?<!') return undefined
  const { inner, rest } = closed(body.slice(last.start + last.text.length)) ?? {}
  if (inner === undefined || rest !== '') return undefined
  const before = body.slice(0, last.start)
  const more = withoutLookbehind(before) ?? withoutLookahead(before) ?? { include: before, exclude: [] }
  return { include: more.include, exclude: [...more.exclude, `.*${grouped(inner)}`] }
}

/** Behind a prefix that is always equally long, or at the very beginning: else it could begin at several places. */
function withoutLookahead(body: string): Split | undefined {
  const [first] = outermost(body).filter(({ kind }) => kind === 'open')
  if (first === undefined || !['(?!', '(?='].includes(first.text)) return undefined
  const prefix = body.slice(0, first.start)
  const { inner, rest } = closed(body.slice(first.start + first.text.length)) ?? {}
  if (inner === undefined || rest === undefined || !isFixed(prefix)) return undefined
  if (patternTokens(rest)[0]?.kind === 'quantifier') return undefined
  if (first.text === '(?=') {
    return rest === '.*' ? { include: `${prefix}${grouped(inner)}.*`, exclude: [] } : undefined
  }
  const more = withoutLookahead(prefix + rest) ?? { include: prefix + rest, exclude: [] }
  return { include: more.include, exclude: [`${prefix}${grouped(inner)}.*`, ...more.exclude] }
}

function isFixed(prefix: string): boolean {
  return patternTokens(prefix).every(({ kind, text }) => {
    if (kind === 'escape') return /^\\[^A-Za-z0-9]$|^\\[dDwWsS]$/.test(text)
    return kind === 'class' || kind === 'quote' || (kind === 'literal' && !/[|^$]/.test(text))
  })
}

/** What stands before the parenthesis that closes, and behind it. */
function closed(text: string): Group | undefined {
  let depth = 1
  for (const token of patternTokens(text)) {
    depth += step(token)
    if (depth === 0) return { inner: text.slice(0, token.start), rest: text.slice(token.start + 1) }
  }
  return undefined
}

/** The pieces that stand in no parentheses, those that open some among them. */
function outermost(pattern: string): PatternToken[] {
  let depth = 0
  return patternTokens(pattern).filter((token) => {
    const before = depth
    depth += step(token)
    return before === 0
  })
}

function hasAlternatives(pattern: string): boolean {
  return outermost(pattern).some(({ kind, text }) => kind === 'literal' && text === '|')
}

function step({ kind, text }: PatternToken): number {
  if (kind === 'open') return text.endsWith(')') ? 0 : 1
  return kind === 'close' ? -1 : 0
}

function grouped(inner: string): string {
  return /^[\w.*\\-]*$/.test(inner) ? inner : `(?:${inner})`
}
