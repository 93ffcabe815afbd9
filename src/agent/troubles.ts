// What stands in a flow's way at this moment: told by whoever was refused, until the same thing works again. A report
// names it, so that it need not be searched for in a log.

import { StraitError } from '../errors/strait-error.ts'
import type { AgentTrouble } from '../mirror/control.ts'
import { errorText } from '../std/error-text.ts'
import type { PartitionCopy } from './partition-copy.ts'

interface Told {
  readonly trouble: AgentTrouble
  readonly sinceMs: number
  readonly lastMs: number
}

/** What passes sooner is no news: leaders move, and connections are opened anew. */
const newsMs = 1_500
/** For what is tried seldom, and for what is never tried again. */
const forgottenMs = 180_000
/** A report stays small, whatever happens. */
const reportedMax = 10

export class Troubles {
  readonly #told = new Map<string, Told>()

  /** `what` it was that did not work; partitions that wait for it and have no copy yet. */
  tell(what: string, error: unknown, partitions = 0): void {
    const nowMs = performance.now()
    const trouble = { code: codeOf(error), message: `${what}: ${errorText(error)}`, partitions }
    this.#told.set(what, { trouble, sinceMs: this.#told.get(what)?.sinceMs ?? nowMs, lastMs: nowMs })
  }

  /** It works. */
  settle(what: string): void {
    this.#told.delete(what)
  }

  has(what: string): boolean {
    return this.#told.has(what)
  }

  /** Partitions that have no copy yet, for what was told. */
  get uncopied(): number {
    return [...this.#told.values()].reduce((sum, { trouble }) => sum + trouble.partitions, 0)
  }

  get latest(): string | null {
    return (
      [...this.#told.values()].toSorted((one, other) => other.lastMs - one.lastMs)[0]?.trouble.message ?? null
    )
  }

  /** First what partitions wait for, by how many they are; then the rest. */
  report(copies: Iterable<PartitionCopy>): AgentTrouble[] {
    const nowMs = performance.now()
    for (const [what, { lastMs }] of this.#told) if (nowMs - lastMs > forgottenMs) this.#told.delete(what)
    const lasting = [...this.#told.values()].filter(({ sinceMs }) => nowMs - sinceMs >= newsMs)
    const waits = waitsOf(copies)
    const known = new Set(waits.map(({ message }) => message))
    const others = lasting.map(({ trouble }) => trouble).filter(({ message }) => !isSaid(known, message))
    return [...waits, ...others].slice(0, reportedMax)
  }
}

function isSaid(known: ReadonlySet<string>, message: string): boolean {
  return [...known].some((one) => message.includes(one))
}

/** Partitions that wait, by what they wait for. */
function waitsOf(copies: Iterable<PartitionCopy>): AgentTrouble[] {
  const waits = new Map<string, { code: string; message: string; partitions: number }>()
  for (const { waitsFor } of copies) {
    if (waitsFor === undefined) continue
    const { code, message } = waitsFor
    const wait = waits.get(message) ?? { code, message, partitions: 0 }
    wait.partitions += 1
    waits.set(message, wait)
  }
  return [...waits.values()].toSorted((one, other) => other.partitions - one.partitions)
}

function codeOf(error: unknown): string | null {
  return error instanceof StraitError ? error.code : null
}
