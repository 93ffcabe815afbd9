// Regular expressions, all in RE2's language and in linear time. `regex("…")` alone is a pattern value; with a text
// it takes the text apart, as Terraform's does.

import { RE2JS } from 're2js'
import { limits } from '../limits.ts'
import type { Failure, HclFunction } from '../scope.ts'
import type { Pattern, Value } from '../value.ts'
import { type Arguments, define, failure } from './define.ts'
import { globToRegex } from './glob.ts'

type Matcher = ReturnType<RE2JS['matcher']>

export const regexFunctions: readonly HclFunction[] = [
  define(
    'regex(pattern: string, text: string)',
    (given) => (given.all.length === 1 ? pattern(given) : firstMatch(given)),
    {
      required: 1,
    },
  ),
  define('regexall(pattern: string, text: string)', allMatches),
  define('glob(pattern: string)', ({ text }): Value | Failure => {
    const regex = globToRegex(text(0))
    return regex === undefined
      ? failure('a "[" or "{" is not closed', 0)
      : { kind: 'pattern', syntax: 'glob', text: text(0), regex }
  }),
]

function pattern(given: Arguments): Pattern | Failure {
  const text = given.text(0)
  const compiled = compile(text, { given, argument: 0 })
  return compiled instanceof RE2JS ? { kind: 'pattern', syntax: 'regex', text, regex: text } : compiled
}

interface CompiledFor {
  readonly given: Pick<Arguments, 'charge'>
  /** Which argument holds the pattern. */
  readonly argument: number
  /** What it is held against. */
  readonly text?: string
}

/** A step an instruction and 128 characters: `[a-z]{500}` is short to write and long to run. */
function compile(regex: string, { given, argument, text = '' }: CompiledFor): RE2JS | Failure {
  if (regex.length > limits.patternUnits)
    return failure(`a pattern may have ${limits.patternUnits} characters`, argument)
  try {
    const compiled = RE2JS.compile(regex)
    given.charge(Math.ceil(compiled.programSize() * (1 + text.length / 128)))
    return compiled
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it does not compile'
    return failure(`not a valid RE2 pattern: ${reason}`, argument)
  }
}

function firstMatch(given: Arguments): Value | Failure {
  const text = given.text(1)
  const compiled = compile(given.text(0), { given, argument: 0, text })
  if (!(compiled instanceof RE2JS)) return compiled
  const matcher = compiled.matcher(text)
  return matcher.find()
    ? captures(compiled, matcher)
    : failure('the pattern does not match; use can() or regexall() where it may not')
}

function allMatches(given: Arguments): Value | Failure {
  const text = given.text(1)
  const compiled = compile(given.text(0), { given, argument: 0, text })
  if (!(compiled instanceof RE2JS)) return compiled
  const matcher = compiled.matcher(text)
  const found: Value[] = []
  for (const _ of matches(matcher)) {
    if (found.length >= limits.elements) return failure('there are too many matches')
    found.push(captures(compiled, matcher))
  }
  return found
}

/** As in Go, nothing is not found right after something. */
function* matches(matcher: Matcher): Iterable<Matcher> {
  let last = -1
  while (matcher.find()) {
    if (matcher.start() === matcher.end() && matcher.start() === last) continue
    last = matcher.end()
    yield matcher
  }
}

/** The whole match without groups, else a list of the groups, or an object when they are named. */
function captures(compiled: RE2JS, matcher: Matcher): Value {
  const groups = compiled.groupCount()
  if (groups === 0) return matcher.group() ?? ''
  const names = Object.entries(compiled.namedGroups())
  if (names.length > 0) return new Map(names.map(([name]) => [name, matcher.group(name)]))
  return Array.from({ length: groups }, (_, index) => matcher.group(index + 1))
}

/** Replaces a part of text, or what a pattern in slashes matches: then `$1` and `${name}` stand for its groups. */
export function replaceAll(given: Pick<Arguments, 'text' | 'charge'>): string | Failure {
  const [text, part, replacement] = [given.text(0), given.text(1), given.text(2)]
  const isRegex = part.length > 1 && part.startsWith('/') && part.endsWith('/')
  if (!isRegex) {
    const pieces = part === '' ? [...text] : text.split(part)
    const count = part === '' ? pieces.length + 1 : pieces.length - 1
    if (text.length + count * replacement.length > limits.textUnits) return failure('the result is too long')
    return part === '' ? ['', ...pieces, ''].join(replacement) : pieces.join(replacement)
  }
  const compiled = compile(part.slice(1, -1), { given, argument: 1, text })
  return compiled instanceof RE2JS ? replaceMatches(compiled, text, replacement) : compiled
}

function replaceMatches(compiled: RE2JS, text: string, replacement: string): string | Failure {
  const matcher = compiled.matcher(text)
  const known = compiled.namedGroups()
  const pieces: string[] = []
  const groupText = (name: string): string | null | undefined => {
    if (Object.hasOwn(known, name)) return matcher.group(name)
    const isNumber = /^\d+$/.test(name) && Number(name) <= compiled.groupCount()
    return isNumber ? matcher.group(Number(name)) : undefined
  }
  let from = 0
  let units = 0
  const add = (piece: string): void => {
    pieces.push(piece)
    units += piece.length
  }
  for (const _ of matches(matcher)) {
    add(text.slice(from, matcher.start()))
    add(
      replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (_found, bare?: string, braced?: string) => {
        const name = bare ?? braced
        return name === undefined ? '$' : (groupText(name) ?? '')
      }),
    )
    from = matcher.end()
    if (units > limits.textUnits) return failure('the result is too long')
  }
  return [...pieces, text.slice(from)].join('')
}
