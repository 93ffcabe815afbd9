// MirrorMaker's lists of Java patterns → lists of RE2 patterns that match the same names. MirrorMaker cuts its
// text at commas and joins the parts with `|` before it compiles them, so a part alone may be no pattern.

import { type PatternProblem, patternProblems } from '../topology/filters/pattern-problems.ts'
import { patternTokens } from '../topology/filters/pattern-tokens.ts'
import { listOf, type Setting } from './setting.ts'

export interface Carried {
  readonly patterns: readonly string[]
  /** What a leading `(?!…)` kept out. */
  readonly excluded: readonly string[]
  /** What was rewritten and why, for the report. */
  readonly notes: readonly string[]
  /** The first reason why not: then nothing else counts. */
  readonly problem?: PatternProblem & { readonly pattern: string }
}

/** `mayExclude`: whether a leading `(?!…)` may become an exclude, as in the only pattern of an include. */
export function carryPatterns(setting: Setting, { mayExclude }: { readonly mayExclude: boolean }): Carried {
  const parts = listOf(setting).filter((part) => part !== '')
  // Flags such as `(?i)` count up to the end of MirrorMaker's joined pattern.
  const leaks = parts.slice(0, -1).some((part) => /\(\?[a-zA-Z]+\)/.test(part))
  const rewritten = parts.map(rewrite)
  const alone = leaks ? undefined : rewritten.every((part) => compiles(part))
  if (alone === true) {
    return {
      patterns: rewritten,
      excluded: [],
      notes: parts.flatMap((part, index) => noteOn(part, rewritten[index] ?? part)),
    }
  }
  const joined = rewritten.join('|')
  const torn = parts.find((part) => /\{\d+$/.test(part))
  if (torn !== undefined) return { ...nothing, problem: tornRepetition(torn) }
  if (parts.length > 1 && compiles(joined)) {
    return {
      patterns: [joined],
      excluded: [],
      notes: ['MirrorMaker joins the parts of this list into one pattern'],
    }
  }
  const [only = ''] = rewritten
  const kept = parts.length === 1 && mayExclude ? withoutLookahead(only) : undefined
  if (kept !== undefined && [...kept.patterns, ...kept.excluded].every(compiles)) return kept
  return { ...nothing, ...firstProblem(rewritten) }
}

const nothing: Carried = { patterns: [], excluded: [], notes: [] }

/** `x{1,3}` is `x{1` and `3}` to MirrorMaker. */
function tornRepetition(pattern: string): NonNullable<Carried['problem']> {
  return {
    severity: 'error',
    pattern,
    summary: 'MirrorMaker cuts lists at commas, and so it cut this repetition',
    detail:
      'Java refuses what is left of it, so MirrorMaker does not start. Write the repetition without a comma.',
    start: 0,
    end: pattern.length,
  }
}

function compiles(pattern: string): boolean {
  return patternProblems(pattern).every(({ severity }) => severity !== 'error')
}

function firstProblem(parts: readonly string[]): Pick<Carried, 'problem'> {
  for (const pattern of parts) {
    const problem = patternProblems(pattern).find(({ severity }) => severity === 'error')
    if (problem !== undefined) return { problem: { ...problem, pattern } }
  }
  const pattern = parts.join('|')
  const [problem] = patternProblems(pattern)
  return problem === undefined ? {} : { problem: { ...problem, pattern } }
}

function noteOn(before: string, after: string): string[] {
  return [
    ...(before === after ? [] : [`"${before}" is written as "${after}", which matches the same names`]),
    ...patternProblems(after)
      .filter(({ summary }) => /Java/.test(summary))
      .map(({ summary }) => `check "${after}": ${summary}`),
  ]
}

/** Java's ASCII classes, as ranges that both engines read alike. */
const classes: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  Alpha: 'A-Za-z',
  Digit: '0-9',
  Alnum: 'A-Za-z0-9',
  XDigit: '0-9A-Fa-f',
}

/** The same pattern with what only Java reads in other words; unchanged where there are none. */
function rewrite(pattern: string): string {
  return patternTokens(pattern)
    .map(({ kind, text, start }) => {
      if (kind === 'class')
        return text.replaceAll(/\\p\{(\w+)\}/g, (whole, name: string) => classes[name] ?? whole)
      if (kind !== 'escape') return text
      if (text === '\\Z' && start + text.length === pattern.length) return ''
      const range = classes[/^\\p\{(\w+)\}$/.exec(text)?.[1] ?? '']
      return range === undefined ? text : `[${range}]`
    })
    .join('')
}

/** `^(?!test).*` lets in what `.*` does, and keeps out what begins as in the parentheses. */
function withoutLookahead(pattern: string): Carried | undefined {
  const start = /^\^?\(\?!/.exec(pattern)?.[0]
  const end = start === undefined ? undefined : closing(pattern, start.length)
  if (start === undefined || end === undefined) return undefined
  const inner = pattern.slice(start.length, end)
  const rest = pattern.slice(end + 1)
  if (hasAlternatives(rest)) return undefined
  const excluded = `${/^[\w.*\\-]*$/.test(inner) ? inner : `(?:${inner})`}${inner.endsWith('.*') ? '' : '.*'}`
  return {
    patterns: [rest],
    excluded: [excluded],
    notes: [
      `RE2 has no lookahead: "${pattern}" is "${rest}" without "${excluded}", which matches the same names`,
    ],
  }
}

/** Where the parenthesis closes inside which `from` stands. */
function closing(pattern: string, from: number): number | undefined {
  let depth = 1
  let at = from
  for (const { kind, text } of patternTokens(pattern.slice(from))) {
    if (kind === 'open' && !text.endsWith(')')) depth += 1
    if (kind === 'close') depth -= 1
    if (depth === 0) return at
    at += text.length
  }
  return undefined
}

function hasAlternatives(pattern: string): boolean {
  let depth = 0
  return patternTokens(pattern).some(({ kind, text }) => {
    if (kind === 'open' && !text.endsWith(')')) depth += 1
    if (kind === 'close') depth -= 1
    return depth === 0 && kind === 'literal' && text === '|'
  })
}
