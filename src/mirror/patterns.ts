// Filter patterns, compiled once: RE2 (linear time), full match, exclude wins. The verdict names the pattern
// that decided, so that a plan can show why a name is in or out.

import { oncePer } from '../std/once-per.ts'
import { compilePattern } from '../topology/filters/compile-pattern.ts'
import type { PatternSet } from '../topology/model.ts'

/** Whether a filter lets a name in, and by which pattern. */
export interface PatternVerdict {
  readonly rule: 'included' | 'excluded' | 'not_included'
  /** The first pattern that decided; absent where none matched. */
  readonly pattern?: string
}

type Matcher = (name: string) => string | undefined

/**
 * The first of the patterns that matches a whole name. The patterns must compile: topology checked them. Made once for
 * each list: a plan asks about the same filter for every topic, and compiling is what costs.
 */
export const firstMatch = oncePer((patterns: readonly string[]): Matcher => {
  const compiled = patterns.map((pattern) => ({ pattern, regex: compilePattern(pattern) }))
  return remembered((name) => compiled.find(({ regex }) => regex.testExact(name))?.pattern)
})

/** Of names; a config's comes up once a topic, a topic's once a rule. */
const rememberedMax = 100_000

function remembered(matcher: Matcher): Matcher {
  const known = new Map<string, string | undefined>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined || known.has(name)) return before
    if (known.size >= rememberedMax) known.clear()
    const found = matcher(name)
    known.set(name, found)
    return found
  }
}

/** Compiles a filter; the patterns must compile: topology checked them. */
export function patternFilter({ include, exclude }: PatternSet): (name: string) => PatternVerdict {
  const included = firstMatch(include)
  const excluded = firstMatch(exclude)
  return (name) => {
    const out = excluded(name)
    if (out !== undefined) return { rule: 'excluded', pattern: out }
    const into = included(name)
    return into === undefined ? { rule: 'not_included' } : { rule: 'included', pattern: into }
  }
}
