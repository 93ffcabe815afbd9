// The order in which apply goes through a plan. What is let go stops first; then whatever a flow needs exists
// before the flow is told to run; groups move last, onto topics that are there.

import { controlTopic } from '../mirror/control.ts'
import { byText } from './canonical.ts'
import type { ResourceChange } from './resource-change.ts'

export function inOrder(rows: readonly ResourceChange[]): ResourceChange[] {
  return rows.toSorted(
    (one, other) =>
      stage(one) - stage(other) ||
      controlFirst(one) - controlFirst(other) ||
      byText(one.address, other.address) ||
      byText(one.cluster, other.cluster),
  )
}

function stage({ type, change }: ResourceChange): number {
  if (type !== 'flow' && isLetGo(change)) return type === 'topic' ? 7 : 8
  switch (type) {
    case 'internal_topic':
      return 0
    case 'flow':
      return change.actions[0] === 'delete' && change.after === null ? 1 : 5
    case 'topic':
      return 2
    case 'topic_config':
      return 3
    case 'acl':
      return 4
    case 'group_offset':
      return 6
  }
}

/** Flows let go of a thing before it is deleted. */
function isLetGo({ actions }: ResourceChange['change']): boolean {
  return actions.join() === 'delete' || actions[0] === 'forget'
}

/** The control topic holds the lease and the record of what was done: nothing comes before it. */
function controlFirst({ type, name }: ResourceChange): number {
  return type === 'internal_topic' && name === controlTopic ? 0 : 1
}
