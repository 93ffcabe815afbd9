// Copies that were proven and then refused by the target for what may pass: want of replicas, or of a right. Nothing of
// what was sent stands there, so each goes on in the same session from where it stands, once the log says the same.

import type { StraitError } from '../errors/strait-error.ts'
import type { PartitionCopy, ProducerSession } from './partition-copy.ts'
import type { Retries } from './retries.ts'

export interface HeldCopiesHooks {
  readonly retries: Pick<Retries, 'later' | 'isDue'>
  /** Whether the target's log ends where the copy stands, while nothing of it is in flight. */
  stands(copy: PartitionCopy): Promise<boolean>
  /** Whether the session is still the shard's. */
  isOpen(session: ProducerSession): boolean
  /** Whether the copy is to be proven anyway. */
  isUnproven(copy: PartitionCopy): boolean
  /** The log does not say what the copy knows. */
  reprove(copy: PartitionCopy): void
  started(copy: PartitionCopy): void
  /** The log could not be asked; it is tried again. */
  trouble(error: unknown): void
}

export class HeldCopies {
  readonly #hooks: HeldCopiesHooks
  readonly #held = new Set<PartitionCopy>()

  constructor(hooks: HeldCopiesHooks) {
    this.#hooks = hooks
  }

  get size(): number {
    return this.#held.size
  }

  hold(copy: PartitionCopy, error: StraitError): void {
    copy.waits.target = error
    this.#hooks.retries.later(copy)
    this.#held.add(copy)
  }

  /** Those that are due, one after the other; whoever cannot go on yet stays. */
  async goOn(session: ProducerSession): Promise<void> {
    for (const copy of this.#held) await this.#goOn(session, copy)
  }

  async #goOn(session: ProducerSession, copy: PartitionCopy): Promise<void> {
    const { retries, stands, isOpen, isUnproven, reprove, started, trouble } = this.#hooks
    const { known } = copy
    if (copy.state === 'halted' || isUnproven(copy) || known === undefined) {
      this.#held.delete(copy)
      return
    }
    if (!isOpen(session) || copy.inFlight > 0 || !retries.isDue(copy)) return
    try {
      if (!(await stands(copy))) reprove(copy)
      else if (isOpen(session) && copy.state === 'settling') {
        copy.place(known)
        copy.start(session)
        started(copy)
      }
      this.#held.delete(copy)
    } catch (error) {
      retries.later(copy)
      trouble(error)
    }
  }
}
