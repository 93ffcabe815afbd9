// A name that does not exist and that a pattern would let in: a filter decides about topics that nobody has created
// yet, and one such name says more than the pattern.

import type { NameIndex } from '../mirror/name-index.ts'
import { firstMatch } from '../mirror/patterns.ts'
import { compilePattern } from '../topology/filters/compile-pattern.ts'
import { findName } from '../topology/filters/find-name.ts'
import { filterMachine } from '../topology/filters/name-machine.ts'
import { isTopicName } from '../topology/filters/topic-name.ts'

export interface FutureQuestion {
  readonly exclude: readonly string[]
  readonly live: NameIndex
  /** The whole filter, with the rules that are no patterns. */
  readonly passes: (name: string) => boolean
}

/** Live names that the search steers around; with more of them the first name that it finds would do as well. */
const avoidedMax = 30

/** Undefined where the pattern lets in nothing else, or nothing that is found within bounds. */
export function futureMatch(pattern: string, { exclude, live, passes }: FutureQuestion): string | undefined {
  const hint = hintOf(pattern)
  const isHint =
    isTopicName(hint) && compilePattern(pattern).testExact(hint) && firstMatch(exclude)(hint) === undefined
  // Nearly every pattern takes it, and no machine has to be made that steers around live names.
  if (isHint && !live.has(hint) && passes(hint)) return hint
  const avoided = live.names.slice(0, avoidedMax).map((name) => name.replace(/[!-/:-@[-^`{-~]/g, '\\$&'))
  const machine = filterMachine([pattern], [...exclude, ...avoided])
  const found = findName(machine, [hint])
  return found.kind === 'found' && !live.has(found.name) && passes(found.name) ? found.name : undefined
}

/** What somebody may call it: the pattern with a word where it leaves room. */
function hintOf(pattern: string): string {
  const word = (_: string, at: number): string => (/(?:^|[._-])$/.test(pattern.slice(0, at)) ? 'new' : '-new')
  return pattern.replaceAll(/\.[*+]/g, word).replaceAll('\\', '')
}
