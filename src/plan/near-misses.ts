// Names that a filter leaves out although its author may have meant them: another letter case, a pattern that fits
// only a part of the name (patterns match whole names), a slip of the pen.

import { RE2JS } from 're2js'
import { didYouMean } from '../std/did-you-mean.ts'
import { compilePattern } from '../topology/filters/compile-pattern.ts'

export interface NearMiss {
  readonly name: string
  readonly pattern: string
  readonly why: 'letter_case' | 'part_of_name' | 'spelling'
}

/** More would be no help. */
const missesMax = 20

/** `names`: those that no pattern of `include` matches. The patterns must compile: topology checked them. */
export function nearMisses(names: readonly string[], include: readonly string[]): NearMiss[] {
  if (names.length === 0) return []
  const patterns = include.map((pattern) => ({
    pattern,
    anyCase: RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE),
    plain: compilePattern(pattern),
  }))
  const literals = include.filter((pattern) => /^(?:[\w-]|\\[.-])+$/.test(pattern))
  const spelled = new Map(literals.map((pattern) => [pattern.replaceAll('\\', ''), pattern]))
  const found: NearMiss[] = []
  for (const name of names) {
    if (found.length === missesMax) break
    const otherCase = patterns.find(({ anyCase }) => anyCase.testExact(name))
    const part = patterns.find(({ plain }) => plain.test(name))
    const meant = didYouMean(name, spelled.keys())
    if (otherCase !== undefined) found.push({ name, pattern: otherCase.pattern, why: 'letter_case' })
    else if (part !== undefined) found.push({ name, pattern: part.pattern, why: 'part_of_name' })
    else if (meant !== undefined) found.push({ name, pattern: spelled.get(meant) ?? meant, why: 'spelling' })
  }
  return found
}
