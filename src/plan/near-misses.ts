// Names that a filter leaves out although its author may have meant them: another letter case, a pattern that fits
// only a part of the name (patterns match whole names), a slip of the pen.

import { RE2JS } from 're2js'
import { type NameIndex, placesHolding } from '../mirror/name-index.ts'
import { didYouMean } from '../std/did-you-mean.ts'
import { compilePattern } from '../topology/filters/compile-pattern.ts'
import { literalStart } from '../topology/filters/literal-start.ts'

export interface NearMiss {
  readonly name: string
  readonly pattern: string
  readonly why: 'letter_case' | 'part_of_name' | 'spelling'
}

/** More would be no help. */
const missesMax = 20

/**
 * Of `live`, in order. `isLeftOut`: whether no pattern of `include` matches a name. The patterns must compile: topology
 * checked them.
 */
export function nearMisses(
  live: NameIndex,
  {
    include,
    isLeftOut,
  }: { readonly include: readonly string[]; readonly isLeftOut: (name: string) => boolean },
): NearMiss[] {
  const literals = include.filter((pattern) => /^(?:[\w-]|\\[.-])+$/.test(pattern))
  const spelled = new Map(literals.map((pattern) => [pattern.replaceAll('\\', ''), pattern]))
  const hints = new Set([...include.map(literalStart), ...[...spelled.keys()].flatMap(pieces)])
  const found: NearMiss[] = []
  for (const place of placesHolding(live, hints)) {
    if (found.length === missesMax) break
    const name = live.names[place] ?? ''
    if (!isLeftOut(name)) continue
    const otherCase = include.find((pattern) =>
      compilePattern(pattern, RE2JS.CASE_INSENSITIVE).testExact(name),
    )
    const part = include.find((pattern) => compilePattern(pattern).test(name))
    const meant = didYouMean(name, spelled.keys())
    if (otherCase !== undefined) found.push({ name, pattern: otherCase, why: 'letter_case' })
    else if (part !== undefined) found.push({ name, pattern: part, why: 'part_of_name' })
    else if (meant !== undefined) found.push({ name, pattern: spelled.get(meant) ?? meant, why: 'spelling' })
  }
  return found
}

/** Two slips, even if each swaps two letters across a border, leave one of five pieces as it is. */
function pieces(text: string): string[] {
  const size = text.length / 5
  return Array.from({ length: 5 }, (_, at) => text.slice(Math.floor(at * size), Math.floor((at + 1) * size)))
}
