// What is wrong with one filter pattern, and where in it. Patterns are RE2 (linear time, so no pattern can hang a
// plan); people bring theirs from MM2, which reads Java's dialect and splits lists at commas. What RE2 cannot
// read is an error, what Java or MM2 would read differently is a warning: nobody finds out in production.

import { RE2JSSyntaxException } from 're2js'
import { compilePattern } from './compile-pattern.ts'
import { type PatternToken, patternTokens } from './pattern-tokens.ts'

export interface PatternProblem {
  /** `error` exactly where the pattern does not compile. */
  readonly severity: 'error' | 'warning'
  readonly summary: string
  readonly detail: string
  /** Half-open, in UTF-16 units of the pattern. */
  readonly start: number
  readonly end: number
  /** The pattern that the author probably wants. */
  readonly suggestion?: string
}

/** Every problem of `pattern`, in order of place. */
export function patternProblems(pattern: string): PatternProblem[] {
  const tokens = patternTokens(pattern)
  const failure = compileFailure(pattern)
  const known = tokens.flatMap((token, index) => {
    const problem = problemOf({ pattern, token, before: tokens[index - 1] }, failure !== undefined)
    return problem === undefined ? [] : [problem]
  })
  if (failure === undefined || known.some(({ severity }) => severity === 'error')) return known
  return [...known, engineProblem(pattern, tokens, failure)]
}

interface Place {
  readonly pattern: string
  readonly token: PatternToken
  readonly before: PatternToken | undefined
}

type Finding = Omit<PatternProblem, 'severity' | 'start' | 'end'> & { readonly refused?: boolean }

function problemOf(place: Place, fails: boolean): PatternProblem | undefined {
  const finding = findings[place.token.kind]?.(place)
  // A refusal is only believed when the engine refuses too: it has the last word.
  if (finding === undefined || (finding.refused === true && !fails)) return undefined
  const { refused, ...rest } = finding
  const { start, text } = place.token
  return { severity: refused === true ? 'error' : 'warning', ...rest, start, end: start + text.length }
}

const findings: Partial<Record<PatternToken['kind'], (place: Place) => Finding | undefined>> = {
  open: ({ token }) => groupFinding(token.text),
  escape: ({ token }) => escapeFinding(token.text),
  class: ({ token }) => classFinding(token.text),
  quantifier: quantifierFinding,
  literal: commaFinding,
}

const linear = 'Strait matches in linear time with RE2, so that no pattern can hang a plan; RE2 has no'

function groupFinding(text: string): Finding | undefined {
  if (text === '(?=' || text === '(?!') {
    return {
      refused: true,
      summary: 'Lookahead is not supported in patterns',
      detail: `${linear} lookahead. Put what must not match into \`exclude\`.`,
    }
  }
  if (text === '(?<=' || text === '(?<!') {
    return {
      refused: true,
      summary: 'Lookbehind is not supported in patterns',
      detail: `${linear} lookbehind. Put what must not match into \`exclude\`.`,
    }
  }
  if (text === '(?>') {
    return {
      refused: true,
      summary: 'Atomic groups are not supported in patterns',
      detail: `${linear} atomic groups. Write a plain group: \`(?:\`.`,
    }
  }
  if (/^\(\?[a-zA-Z-]*[dxu]/.test(text)) {
    return {
      refused: true,
      summary: `Flag group "${text}" is not supported in patterns`,
      detail: 'RE2 knows the flags i (any case), m, s and U. Write the pattern without the others.',
    }
  }
  if (/^\(\?[a-zA-Z]*U/.test(text)) {
    return differs(
      '"U" swaps greedy and lazy in RE2, and makes classes Unicode-aware in Java',
      'Leave the flag out.',
    )
  }
  return undefined
}

/** Java's escapes that RE2 refuses, with what to write instead. */
const javaEscapes: readonly (readonly [RegExp, string])[] = [
  [/^\\[1-9]/, `${linear} back-references.`],
  [/^\\k/, `${linear} back-references.`],
  [/^\\u/, 'RE2 writes a character by its code as \\x{0041}.'],
  [/^\\Z/, 'Patterns match the whole name anyway: leave it out.'],
  [/^\\G/, 'Patterns match the whole name anyway: leave it out.'],
  [/^\\[hH]/, 'RE2 has no class for horizontal space: write [ \\t].'],
  [/^\\[RXNec]/, 'It is an escape of Java that RE2 does not have.'],
  [
    /^\\[pP]\{(?:Lower|Upper|ASCII|Alpha|Digit|Alnum|Punct|Graph|Print|Blank|Cntrl|XDigit|Space)\}/,
    'RE2 writes POSIX classes as [[:alpha:]]; [A-Za-z] means the same everywhere.',
  ],
  [/^\\[pP]/, 'RE2 knows Unicode categories and scripts such as \\p{L} or \\p{Greek}.'],
]

function escapeFinding(text: string): Finding | undefined {
  if (text === '\\v') {
    return differs(
      '"\\v" is one character (vertical tab) in RE2 and a class of line breaks in Java',
      'Spell out what you mean.',
    )
  }
  if (text.startsWith('\\0')) {
    return differs('Octal escapes are read differently by RE2 and Java', 'Write the code as \\x{41}.')
  }
  const advice = javaEscapes.find(([shape]) => shape.test(text))?.[1]
  if (advice === undefined) return undefined
  return { refused: true, summary: `"${text}" is not supported in patterns`, detail: advice }
}

function classFinding(text: string): Finding | undefined {
  const inner = text.slice(1)
  if (inner.includes('&&')) {
    return differs(
      '"&&" is two ordinary characters in an RE2 class, and an intersection in Java',
      'Write out the characters that are meant, or use `exclude`.',
    )
  }
  if (inner.includes('[:')) {
    return differs(
      'Java reads "[:alpha:]" as the characters between the brackets, RE2 as a POSIX class',
      'Write a range such as [A-Za-z], which means the same to both.',
    )
  }
  if (/(?:^|[^\\])(?:\\\\)*\[/.test(inner)) {
    return differs(
      'A "[" inside a class is an ordinary character in RE2, and a nested class in Java',
      'Escape it as \\[, or write one class.',
    )
  }
  return undefined
}

function differs(summary: string, advice: string): Finding {
  return {
    summary,
    detail: `Strait reads it as RE2 does. A pattern taken over from MM2 selects other names here. ${advice}`,
  }
}

function quantifierFinding({ pattern, token, before }: Place): Finding | undefined {
  if (before === undefined && token.text.startsWith('*')) {
    return {
      refused: true,
      summary: 'Nothing stands before "*"',
      detail:
        'Patterns are regular expressions, not globs: "*" repeats what stands before it, ".*" is any text.',
      suggestion: fromGlob(pattern),
    }
  }
  if (/[*+?}]\+/.test(token.text)) {
    return {
      refused: true,
      summary: `Possessive quantifier "${token.text}" is not supported in patterns`,
      detail: `${linear} possessive quantifiers. It never backtracks, so a plain one is as fast.`,
      suggestion:
        pattern.slice(0, token.start) +
        token.text.slice(0, -1) +
        pattern.slice(token.start + token.text.length),
    }
  }
  if (token.text.includes(',')) {
    return {
      summary: 'MM2 would split this pattern at the comma',
      detail:
        'Strait keeps it whole. MM2 reads filters as comma-separated lists, so the same pattern means something else there.',
    }
  }
  if (token.text === '*' && before?.kind === 'literal' && /[-_A-Za-z0-9]/.test(before.text)) {
    return {
      summary: `"${before.text}*" repeats only the "${before.text}"`,
      detail: 'Patterns are regular expressions, not globs: any text is ".*".',
      suggestion: `${pattern.slice(0, token.start)}.${pattern.slice(token.start)}`,
    }
  }
  return undefined
}

function commaFinding({ token }: Place): Finding | undefined {
  if (token.text !== ',') return undefined
  return {
    summary: 'A comma in a pattern does not separate two patterns',
    detail: 'MM2 would split here, Strait does not. Write a list of patterns.',
  }
}

function fromGlob(pattern: string): string {
  return pattern.replaceAll(/[.*]/g, (character) => (character === '*' ? '.*' : '\\.'))
}

interface Failure {
  readonly message: string
  readonly fragment: string
}

function compileFailure(pattern: string): Failure | undefined {
  try {
    compilePattern(pattern)
    return undefined
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error
    return { message: String(error.error), fragment: String(error.input ?? '') }
  }
}

/** RE2's own words, where they are not plain enough, by how they begin. */
const plainly: readonly (readonly [string, string])[] = [
  ['missing closing )', 'A "(" is never closed'],
  ['missing closing ]', 'A "[" is never closed'],
  ['unexpected )', 'This ")" closes nothing'],
  ['trailing backslash', 'A "\\" at the end escapes nothing'],
  ['missing argument to repetition operator', 'Nothing stands before the repetition'],
  ['invalid nested repetition operator', 'Repetition of a repetition'],
  ['invalid repeat count', 'Repetition count is not allowed (at most 1000, smaller number first)'],
  ['invalid character class range', 'Range in the class is not allowed'],
  ['invalid escape sequence', 'Escape is unknown'],
]

function engineProblem(pattern: string, tokens: readonly PatternToken[], failure: Failure): PatternProblem {
  const summary = plainly.find(([start]) => failure.message.startsWith(start))?.[1] ?? failure.message
  const [start, end] = placeOf(pattern, tokens, failure)
  return {
    severity: 'error',
    summary,
    detail: 'The pattern does not compile. Patterns are RE2 regular expressions that match the whole name.',
    start,
    end,
  }
}

function placeOf(
  pattern: string,
  tokens: readonly PatternToken[],
  { message, fragment }: Failure,
): [number, number] {
  const parenthesis = unbalanced(tokens)
  if (/[()]$/.test(message) && parenthesis !== undefined) return [parenthesis.start, parenthesis.start + 1]
  if (message.startsWith('trailing backslash')) return [pattern.length - 1, pattern.length]
  const at = fragment === '' ? -1 : pattern.indexOf(fragment)
  return at < 0 ? [0, pattern.length] : [at, at + fragment.length]
}

/** The first parenthesis without a partner. */
function unbalanced(tokens: readonly PatternToken[]): PatternToken | undefined {
  const open: PatternToken[] = []
  for (const token of tokens) {
    if (token.kind === 'open' && !token.text.endsWith(')')) open.push(token)
    if (token.kind === 'close' && open.pop() === undefined) return token
  }
  return open[0]
}
