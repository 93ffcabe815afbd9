// The offset map of one partition: which target offset holds which source record. Inside a run both sides
// count up together; a new run begins only where one side jumps (control batches, fences, aborted data,
// gaps). Translation is exact for every source offset that is still mapped, and never guesses beside it.
//
//   source  0 1 2 3 | x x | 6 7 8 |        x: never copied       runs (0→0, 4) (6→5, 3)
//   target  0 1 2 3 | x | 5 6 7 |          x: a fence's marker   sourceNext 9, targetNext 8

import assert from 'node:assert/strict'

/**
 * Records that follow each other without a hole on both sides. A first run without any record marks where the copy
 * began behind records that somebody else had brought to the target: before it, nothing is known.
 */
export interface Run {
  readonly sourceStart: number
  readonly targetStart: number
  readonly count: number
}

/** What was copied of one partition, and how far: `sourceNext` and `targetNext` are the next offsets. */
export interface OffsetMap {
  /** Ascending on both sides, never touching: neighbours that continue each other are one run. */
  readonly runs: readonly Run[]
  readonly sourceNext: number
  readonly targetNext: number
}

/** Nothing was copied, on either side from the beginning. */
export const emptyOffsetMap: OffsetMap = { runs: [], sourceNext: 0, targetNext: 0 }

/** A map while it is built: appended to in place, because a copy of a million runs per batch is no option. */
export interface GrowingOffsetMap {
  runs: Run[]
  sourceNext: number
  targetNext: number
}

/** A copy that may grow. */
export function growOffsetMap(map: OffsetMap = emptyOffsetMap): GrowingOffsetMap {
  return { runs: [...map.runs], sourceNext: map.sourceNext, targetNext: map.targetNext }
}

/** Adds records that were copied at or after both ends of the map; a run that continues the last one joins it. */
export function appendRun(map: GrowingOffsetMap, run: Run): void {
  assert(run.count > 0, 'a run holds at least one record')
  assert(run.sourceStart >= map.sourceNext, 'a run begins at or after the end of the source side')
  assert(run.targetStart >= map.targetNext, 'a run begins at or after the end of the target side')
  const last = map.runs.at(-1)
  if (last !== undefined && continues(last, run)) {
    map.runs[map.runs.length - 1] = { ...last, count: last.count + run.count }
  } else {
    map.runs.push({ ...run })
  }
  map.sourceNext = run.sourceStart + run.count
  map.targetNext = run.targetStart + run.count
}

/** Moves the ends over offsets that hold no copied record: control batches on either side, aborted data. */
export function advance(map: GrowingOffsetMap, ends: { sourceNext?: number; targetNext?: number }): void {
  const { sourceNext = map.sourceNext, targetNext = map.targetNext } = ends
  assert(sourceNext >= map.sourceNext && targetNext >= map.targetNext, 'the ends of a map never move back')
  map.sourceNext = sourceNext
  map.targetNext = targetNext
}

/**
 * Forgets the runs that lie wholly before the target's log start, and answers how many. Only the target's log
 * may decide this: a record that the target still holds must stay translatable, whatever the source dropped.
 */
export function trim(map: GrowingOffsetMap, targetEarliest: number): number {
  const dropped = firstEndingAfter(map.runs, 'targetStart', targetEarliest)
  map.runs.splice(0, dropped)
  return dropped
}

/** Where an offset of one side lies on the other, or why that cannot be said. */
export type Translation =
  /** The very record. */
  | { readonly kind: 'record'; readonly offset: number }
  /** No record was copied for this offset: where the next copied one lies, or will lie. */
  | { readonly kind: 'next'; readonly offset: number }
  /** Before everything that is mapped; `first` is where the mapped records begin. */
  | { readonly kind: 'expired'; readonly first: number }
  /** Before `first`, where the target holds records that were not copied by us: no one knows which they are. */
  | { readonly kind: 'unmapped'; readonly first: number }
  /** Past everything that was copied so far; `end` is where the next record will land at the earliest. */
  | { readonly kind: 'not_copied'; readonly end: number }

/** Source offset → target offset. */
export function translate(map: OffsetMap, sourceOffset: number): Translation {
  return locate(map, sourceOffset, forward)
}

/** Target offset → source offset, by the same rules with the sides exchanged. */
export function translateBack(map: OffsetMap, targetOffset: number): Translation {
  return locate(map, targetOffset, backward)
}

/** How many mapped records lie at target offsets [start, end). */
export function recordsBetween(map: OffsetMap, start: number, end: number): number {
  let records = 0
  for (let index = firstEndingAfter(map.runs, 'targetStart', start); index < map.runs.length; index++) {
    const run = map.runs[index]
    if (run === undefined || run.targetStart >= end) break
    const first = Math.max(start, run.targetStart)
    records += Math.max(0, Math.min(end, run.targetStart + run.count) - first)
  }
  return records
}

interface Direction {
  readonly start: 'sourceStart' | 'targetStart'
  readonly next: 'sourceNext' | 'targetNext'
  readonly otherStart: 'sourceStart' | 'targetStart'
  readonly otherNext: 'sourceNext' | 'targetNext'
}

const forward: Direction = {
  start: 'sourceStart',
  next: 'sourceNext',
  otherStart: 'targetStart',
  otherNext: 'targetNext',
}

const backward: Direction = {
  start: 'targetStart',
  next: 'targetNext',
  otherStart: 'sourceStart',
  otherNext: 'sourceNext',
}

function locate(map: OffsetMap, offset: number, side: Direction): Translation {
  const end = map[side.otherNext]
  if (offset > map[side.next]) return { kind: 'not_copied', end }
  if (offset === map[side.next]) return { kind: 'next', offset: end }
  const first = map.runs[0]
  if (first === undefined) return { kind: 'expired', first: end }
  if (offset < first[side.start]) {
    return { kind: first.count === 0 ? 'unmapped' : 'expired', first: first[side.otherStart] }
  }
  const run = map.runs[firstEndingAfter(map.runs, side.start, offset)]
  if (run === undefined) return { kind: 'next', offset: end }
  const inside = offset - run[side.start]
  return inside < 0
    ? { kind: 'next', offset: run[side.otherStart] }
    : { kind: 'record', offset: run[side.otherStart] + inside }
}

/** Index of the first run that ends after `offset` on one side: the one that holds it, or the next one. */
function firstEndingAfter(runs: readonly Run[], start: Direction['start'], offset: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const run = runs[middle]
    assert(run !== undefined)
    if (run[start] + run.count > offset) high = middle
    else low = middle + 1
  }
  return low
}

function continues(last: Run, run: Run): boolean {
  return (
    last.count > 0 &&
    last.sourceStart + last.count === run.sourceStart &&
    last.targetStart + last.count === run.targetStart
  )
}
