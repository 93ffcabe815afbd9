// Offset maps grow with every discontinuity of a source, so what the target's log no longer holds is dropped from
// them: in memory, and by tombstones in the positions topic.

import { chunkKey } from '../mirror/positions.ts'
import type { FlowContext } from './flow-context.ts'
import { targetPlace } from './log-ranges.ts'
import type { Shard } from './shard.ts'

/** Drops the chunks whose records retention has taken from the target. */
export async function trimMaps({ identity, target }: FlowContext, shards: Iterable<Shard>): Promise<void> {
  for (const shard of shards) {
    const copies = [...shard.copies].filter((copy) => copy.state === 'running')
    const places = copies.map(targetPlace)
    const earliest = await target.offsets(places, 'earliest')
    const trims = copies.flatMap((copy, index) => {
      const found = earliest[index]
      if (found === undefined || found.error !== undefined) return []
      return [{ copy, chunks: copy.map.trim(found.offset) }]
    })
    const keys = trims.flatMap(({ copy, chunks }) => {
      const { topic, partition } = copy.route
      return chunks.map((chunk) => chunkKey({ flow: identity, topic, partition, chunk }))
    })
    if (keys.length === 0) continue
    await shard.write(keys.map((key) => ({ key: Buffer.from(key), value: null })))
    for (const { copy, chunks } of trims) copy.map.trimmed(chunks)
  }
}
