// Names of a cluster in order, so that a filter is asked about those that it could let in and not about all of them:
// of a thousand flows and a thousand topics nearly every pair has nothing to do with each other.

import { oncePer } from '../std/once-per.ts'
import { compilePattern } from '../topology/filters/compile-pattern.ts'
import { literalStart } from '../topology/filters/literal-start.ts'
import { mayBeHeartbeats } from './naming.ts'

export interface NameIndex {
  /** By code unit, each once. */
  readonly names: readonly string[]
  readonly has: (name: string) => boolean
}

export function nameIndex(names: Iterable<string>): NameIndex {
  const known = new Set(names)
  return { names: [...known].sort(), has: (name) => known.has(name) }
}

/** Those that one of the patterns may match, in order: whatever else there is, none does. */
export function likelyNames({ names }: NameIndex, patterns: readonly string[]): readonly string[] {
  const ranges = patterns
    .map((pattern) => rangeOf(names, literalStart(pattern)))
    .sort(([one], [other]) => one - other)
  const likely: string[] = []
  let taken = 0
  for (const [from, to] of ranges) {
    if (from === 0 && to === names.length) return names
    for (let at = Math.max(from, taken); at < to; at++) likely.push(names[at] ?? '')
    taken = Math.max(taken, to)
  }
  return likely
}

/** Whether the pattern matches any of them. */
export function matchesAny(index: NameIndex, pattern: string): boolean {
  const known = answers(index)
  const before = known.get(pattern)
  if (before !== undefined) return before
  const regex = compilePattern(pattern)
  const matches = likelyNames(index, [pattern]).some((name) => regex.testExact(name))
  known.set(pattern, matches)
  return matches
}

/** By pattern: flow after flow has the same excludes. */
const answers = oncePer((_: NameIndex) => new Map<string, boolean>())

/** As `likelyNames`, with all that may be heartbeats: they are copied whatever the patterns say. */
export function likelyTopics(index: NameIndex, patterns: readonly string[]): readonly string[] {
  const likely = likelyNames(index, patterns)
  const heartbeats = heartbeatsIn(index)
  if (heartbeats.length === 0 || likely === index.names) return likely
  return [...new Set([...likely, ...heartbeats])].sort()
}

/** The places in `names` of those that hold one of the texts, letter case aside; in order. */
export function placesHolding(index: NameIndex, texts: Iterable<string>): readonly number[] {
  const { text, ends } = lowerText(index)
  const places = new Set<number>()
  for (const each of texts) {
    const wanted = each.toLowerCase()
    for (let at = text.indexOf(wanted); at >= 0 && at < text.length; ) {
      const place = firstPlace(ends, (end) => end > at)
      places.add(place)
      at = text.indexOf(wanted, ends[place])
    }
  }
  return [...places].sort((one, other) => one - other)
}

/** All names behind one another, so that one search goes through all of them, and where in the text each line ends. */
const lowerText = oncePer(({ names }: NameIndex) => {
  const lines = names.map((name) => `${name.toLowerCase()}\n`)
  let length = 0
  return { text: lines.join(''), ends: lines.map((line) => (length += line.length)) }
})

const heartbeatsIn = oncePer(({ names }: NameIndex) => names.filter(mayBeHeartbeats))

/** Where in `names` those that begin with `start` stand. */
function rangeOf(names: readonly string[], start: string): readonly [from: number, to: number] {
  const from = firstPlace(names, (name) => name >= start)
  return [from, firstPlace(names, (name) => name > start && !name.startsWith(start))]
}

/** The first place from which on it holds; the number of items where it holds nowhere. */
function firstPlace<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [from, to] = [0, items.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    const item = items[middle]
    if (item === undefined || holds(item)) to = middle
    else from = middle + 1
  }
  return from
}
