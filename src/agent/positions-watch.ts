// Whether the positions topic is there, and still the one that this agent's positions were stored in.

import { StraitError } from '../errors/strait-error.ts'
import { positionsTopic } from '../mirror/positions.ts'
import type { FlowContext } from './flow-context.ts'
import type { Routes } from './routes.ts'

export class PositionsWatch {
  readonly #context: FlowContext
  readonly #routes: Routes
  #known: string | undefined

  constructor(context: FlowContext, routes: Routes) {
    this.#context = context
    this.#routes = routes
  }

  /** Its id. A shard's number is a partition of it, so it must have as many as when the shards were given out. */
  id(shardCount: number): string {
    const { target, spec } = this.#context
    const { positions } = this.#routes
    const topic = `topic ${positionsTopic} on "${target.name}"`
    if (positions === undefined) {
      throw new StraitError(
        'ST517',
        `${topic} was deleted. This agent keeps its positions in memory as long as it runs: before it is started ` +
          `again, run \`strait apply\` for flow "${spec.name}", which makes the topic anew`,
      )
    }
    if (positions.partitions === shardCount) return positions.id
    throw new StraitError('ST428', `${topic} has ${positions.partitions} partitions and needs ${shardCount}`)
  }

  /** Whether it is another topic than before, which holds nothing of what was stored. Throws as `id`. */
  hasChanged(shardCount: number): boolean {
    const before = this.#known
    this.#known = this.id(shardCount)
    return before !== undefined && before !== this.#known
  }
}
