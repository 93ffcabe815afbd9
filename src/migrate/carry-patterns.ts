// MirrorMaker's lists of Java patterns → lists of RE2 patterns that match the same names. MirrorMaker cuts its
// text at commas and joins the parts with `|` before it compiles them, so a part alone may be no pattern.

import { type PatternProblem, patternProblems } from '../topology/filters/pattern-problems.ts'
import { type PatternToken, patternTokens } from '../topology/filters/pattern-tokens.ts'
import { listOf, type Setting } from './setting.ts'
import { withoutLookaround } from './without-lookaround.ts'

/** A pattern that RE2 cannot do. */
export type Unfit = PatternProblem & { readonly pattern: string }

export interface Carried {
  readonly patterns: readonly string[]
  /** What its lookaround kept out. */
  readonly excluded: readonly string[]
  /** What was rewritten and why, for the report. */
  readonly notes: readonly string[]
  /** Why RE2 cannot do the same. The patterns then stand as MirrorMaker has them, and nobody compiles them. */
  readonly problems: readonly Unfit[]
  /** Why Java refuses the list, too: then MirrorMaker does not start with it. */
  readonly torn?: string
}

/** `mayExclude`: whether a part of it may become an exclude, as in the only pattern of an include. */
export function carryPatterns(setting: Setting, { mayExclude }: { readonly mayExclude: boolean }): Carried {
  const parts = listOf(setting).filter((part) => part !== '')
  // `x{1,3}` is `x{1` and `3}` to MirrorMaker. RE2 takes the brace for itself, Java does not.
  const torn = parts.find((part) => /(?<!\\)\{\d+$/.test(part))
  if (torn !== undefined) return { ...carriesNothing, torn }
  // Flags such as `(?i)` count up to the end of MirrorMaker's joined pattern.
  const leaks = parts.slice(0, -1).some((part) => /\(\?[a-zA-Z]+\)/.test(part))
  const rewritten = parts.map(rewrite)
  const alone = leaks ? undefined : rewritten.every((part) => compiles(part))
  if (alone === true) {
    return {
      ...carriesNothing,
      patterns: rewritten,
      notes: parts.flatMap((part, index) => noteOn(part, rewritten[index] ?? part)),
    }
  }
  const joined = rewritten.join('|')
  if (parts.length > 1 && compiles(joined)) {
    return {
      ...carriesNothing,
      patterns: [joined],
      notes: ['MirrorMaker joins the parts of this list into one pattern'],
    }
  }
  const [only = ''] = rewritten
  const split = parts.length === 1 && mayExclude ? withoutLookaround(only) : undefined
  if (split !== undefined && [split.include, ...split.exclude].every(compiles)) {
    const excluded = split.exclude.map((text) => `"${text}"`).join(' and ')
    return {
      ...carriesNothing,
      patterns: [split.include],
      excluded: split.exclude,
      notes: [
        `RE2 has no lookaround: "${only}" is "${split.include}"${excluded && ` without ${excluded}`}, which matches the same names`,
      ],
    }
  }
  const patterns = leaks ? [joined] : rewritten
  const problems = patterns.flatMap(problemOf)
  return {
    ...carriesNothing,
    patterns,
    problems: problems.length > 0 ? problems : problemOf(patterns.join('|')),
  }
}

export const carriesNothing: Carried = { patterns: [], excluded: [], notes: [], problems: [] }

function compiles(pattern: string): boolean {
  return patternProblems(pattern).every(({ severity }) => severity !== 'error')
}

/** The first one. */
function problemOf(pattern: string): Unfit[] {
  const problem = patternProblems(pattern).find(({ severity }) => severity === 'error')
  return problem === undefined ? [] : [{ ...problem, pattern }]
}

function noteOn(before: string, after: string): string[] {
  return [
    ...(before === after ? [] : [`"${before}" is written as "${after}", which matches the same names`]),
    ...(/^["'].|.["']$/.test(before)
      ? [`check "${after}": the quotation mark is part of the pattern, and no name holds one`]
      : []),
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

function isOneCharacter(token: PatternToken | undefined): boolean {
  return token !== undefined && ['class', 'escape', 'literal'].includes(token.kind)
}

/** The same pattern with what only Java reads in other words; unchanged where there are none. */
function rewrite(pattern: string): string {
  return patternTokens(pattern)
    .map(({ kind, text, start }, index, tokens) => {
      const isLast = start + text.length === pattern.length
      // Nothing comes after it that it could have to give a character back to.
      if (kind === 'quantifier' && isLast && isOneCharacter(tokens[index - 1]))
        return text.replace(/(?<=.)\+$/, '')
      if (kind === 'class')
        return text.replaceAll(/\\p\{(\w+)\}/g, (whole, name: string) => classes[name] ?? whole)
      if (kind !== 'escape') return text
      if (text === '\\Z' && isLast) return ''
      const range = classes[/^\\p\{(\w+)\}$/.exec(text)?.[1] ?? '']
      return range === undefined ? text : `[${range}]`
    })
    .join('')
}
