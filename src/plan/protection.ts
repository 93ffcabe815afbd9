// How far a flow is protected, by what stands in the control topic and not by what the files say now. Protection
// ends in two revisions: one that lifts it, and another one that removes the flow. A commit is what git names,
// with or without edits on top of it, so nobody can do both in one review.

import type { FlowEntry, Revision } from '../mirror/control.ts'
import type { Topology } from '../topology/model.ts'

export type Protection =
  /** Never was. */
  | 'none'
  | 'protected'
  /** Lifted by the very commit that is planned. */
  | 'lifted_here'
  /** Lifted by another commit: a `removed` block may end the flow. */
  | 'lifted'

export function protectionOf(
  { spec, protectionLifted: lifted }: Pick<FlowEntry, 'spec' | 'protectionLifted'>,
  revision: Pick<Revision, 'commit'>,
): Protection {
  if (spec.lifecycle.protect) return 'protected'
  if (lifted === undefined) return 'none'
  return isAnother(lifted.commit, revision.commit) ? 'lifted' : 'lifted_here'
}

/** Whether a flow that is not in the configuration goes on all the same. */
export function isHeld(
  entry: FlowEntry,
  { removed = [] }: Pick<Topology, 'removed'>,
  revision: Pick<Revision, 'commit'>,
): boolean {
  const protection = protectionOf(entry, revision)
  if (protection === 'none') return false
  return protection !== 'lifted' || !removed.some(({ from }) => from === entry.name)
}

/** Outside of git there is no commit to compare with; a topology that left git cannot show that it is another one. */
function isAnother(lifting: string | null, planned: string | null): boolean {
  return lifting === null || (planned !== null && planned !== lifting)
}
