// The order in which apply goes through a plan. What is let go stops first; then whatever a flow needs exists
// before the flow is told to run; groups move last, onto topics that are there; deletions close it. What is made for
// blocks that depend on others comes level by level, each with all its stages; what ends does so the other way round.

import { controlTopic } from '../mirror/control.ts'
import { byText } from './canonical.ts'
import type { ResourceChange } from './resource-change.ts'

/** How many blocks stand one behind the other before those that a row is made for. */
export type LevelOf = (row: ResourceChange) => number

export function inOrder(rows: readonly ResourceChange[], levelOf: LevelOf = () => 0): ResourceChange[] {
  const places = new Map(rows.map((row) => [row, placeOf(row, levelOf(row))]))
  const none: Place = [0, 0, 0]
  return rows.toSorted(
    (one, other) =>
      byPlace(places.get(one) ?? none, places.get(other) ?? none) ||
      byText(one.address, other.address) ||
      byText(one.cluster, other.cluster),
  )
}

/** What is let go of stops first and is deleted last; all else is made in between. */
export type Phase = 'stops' | 'begins' | 'ends'

export function phaseOf(row: ResourceChange): Phase {
  if (!isLetGo(row)) return 'begins'
  return row.type === 'flow' ? 'stops' : 'ends'
}

/** Whether a row stops, deletes or forgets something: it comes before what is let go of that on which it depends. */
export function isLetGo({ change: { actions, after } }: ResourceChange): boolean {
  return actions[0] === 'forget' || (actions[0] === 'delete' && after === null)
}

/** Compared number by number. */
type Place = readonly [number, number, number]

function placeOf(row: ResourceChange, level: number): Place {
  const stage = stageOf(row)
  switch (phaseOf(row)) {
    case 'stops':
      return [0, stage, -level]
    case 'begins':
      return isControlTopic(row) ? [0, 0, 0] : [level, stage, 1]
    case 'ends':
      return [Number.POSITIVE_INFINITY, -level, stage]
  }
}

function byPlace(one: Place, other: Place): number {
  for (const [at, number] of one.entries()) {
    const against = other[at] ?? 0
    if (number !== against) return number < against ? -1 : 1
  }
  return 0
}

function stageOf(row: ResourceChange): number {
  if (isLetGo(row)) return row.type === 'flow' ? 1 : row.type === 'topic' ? 7 : 8
  switch (row.type) {
    case 'internal_topic':
      return 0
    case 'topic':
      return 2
    case 'topic_config':
      return 3
    case 'acl':
      return 4
    case 'flow':
      return 5
    case 'group_offset':
      return 6
  }
}

/** It holds the lease and the record of what was done: nothing comes before it. */
function isControlTopic({ type, name }: ResourceChange): boolean {
  return type === 'internal_topic' && name === controlTopic
}
