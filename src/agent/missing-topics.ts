// Topics that a flow copies and that are not there any more. One answer without a topic may be a broker that is
// starting; only a lasting absence halts.

import { StraitError } from '../errors/strait-error.ts'
import type { CopyRoute, PartitionCopy } from './partition-copy.ts'
import type { Routes } from './routes.ts'

const missingMs = 10_000

export class MissingTopics {
  readonly #sinceMs = new Map<PartitionCopy, number>()
  readonly #options: {
    halt(copy: PartitionCopy, error: StraitError): void
    /** Asked to look again soon. */
    stale(): void
  }

  constructor(options: { halt(copy: PartitionCopy, error: StraitError): void; stale(): void }) {
    this.#options = options
  }

  check(copies: ReadonlyMap<string, PartitionCopy>, routes: Routes): void {
    const nowMs = performance.now()
    for (const [key, copy] of copies) {
      if (routes.all.has(key)) this.#sinceMs.delete(copy)
      if (copy.state === 'halted' || routes.all.has(key)) continue
      const sinceMs = this.#sinceMs.get(copy) ?? nowMs
      this.#sinceMs.set(copy, sinceMs)
      if (nowMs - sinceMs >= missingMs) this.#options.halt(copy, absent(copy.route, routes))
      else setTimeout(() => this.#options.stale(), missingMs / 4).unref()
    }
  }
}

function absent({ topic, remoteTopic }: CopyRoute, routes: Routes): StraitError {
  if (!routes.hasVanished(remoteTopic)) {
    return new StraitError('ST513', `topic "${topic}" is gone from the source, or no longer selected`)
  }
  return new StraitError(
    'ST514',
    `topic "${remoteTopic}" on the target was deleted, with the records that were copied. \`strait apply\` makes it ` +
      'anew and empty; `strait explain ST514` says how it is filled again.',
  )
}
