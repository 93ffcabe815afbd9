// The contract between what is written (a partition copy, a position lane) and the writer that owns the
// connection: the writer takes one stamped batch at a time and settles every batch it took, in order, once.

import type { StraitError } from '../errors/strait-error.ts'

/**
 * What became of one batch. `appended`: the broker answered success. `refused`: the broker answered an error
 * for this batch and appended nothing. `unknown`: no trustworthy answer; only the target's log can tell.
 */
export type Outcome =
  | { readonly kind: 'appended'; readonly baseOffset: number }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string }
  | { readonly kind: 'unknown'; readonly error: StraitError }

export interface Outlet {
  /** The remote topic. */
  readonly remoteTopic: string
  readonly remoteTopicId: string
  readonly partition: number
  /** The transaction that the next batch belongs to; null: none. */
  readonly transactionalId: string | null
  /** The next batch, stamped and ready for the wire, or undefined where there is none (or none may be sent now). */
  take(): Buffer | undefined
  /** Called once for each batch taken, in the order taken. Must not throw. */
  settle(outcome: Outcome): void
}
