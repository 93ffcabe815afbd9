// One load from nothing to a proven copy: its source is filled, an agent copies it, and kafkajs reads both sides.

import assert from 'node:assert/strict'
import {
  applyFlow,
  createTopics,
  flowSpec,
  gapsOf,
  newAgent,
  openWorld,
  recordCount,
  uniqueName,
  until,
} from '../agent/flow-fixture.ts'
import type { Place } from '../agent/same-records.ts'
import type { Load } from './loads.ts'
import type { RecordDigest } from './record-digest.ts'

export interface Copied {
  readonly load: string
  readonly records: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly rssMiB: number
}

export interface Bootstraps {
  readonly source: readonly string[]
  readonly target: readonly string[]
}

/** Of a whole topic, by somebody else's client. */
export type Reader = (
  place: Place,
  holds: { readonly records: number; readonly partitions: number },
) => Promise<RecordDigest[]>

const limitMs = 20 * 60_000

/** Rejects with the first partition whose copy is not the source's, record for record. */
export async function copyLoad(load: Load, bootstrap: Bootstraps, read: Reader): Promise<Copied> {
  const name = uniqueName('load')
  const world = await openWorld(bootstrap, flowSpec(name))
  const topic = `${name}.orders`
  const { partitions, configs = {}, cleanBytes } = load
  try {
    await createTopics(world.source, [{ name: topic, partitions, replicationFactor: -1, configs }])
    const filled = await load.fill({ bootstrap: bootstrap.source, topic, partitions })
    if (cleanBytes !== undefined) await until(async () => (await bytesOf(topic)) <= cleanBytes, { limitMs })
    const records = filled ?? (await recordCount(world.source, topic))
    const figures = await copy(records)
    const [originals, copies] = [
      await read({ bootstrap: bootstrap.source, topic }, { records, partitions }),
      await read({ bootstrap: bootstrap.target, topic: `us.${topic}` }, { records, partitions }),
    ]
    assert.deepEqual(copies, originals)
    assert.deepEqual(await gapsOf(world, name), [])
    return { load: load.name, records, ...figures }
  } finally {
    await world.close()
  }

  async function bytesOf(name: string): Promise<number> {
    return (await world.source.sizes([name])).get(name)?.[0] ?? Number.POSITIVE_INFINITY
  }

  async function copy(records: number): Promise<Omit<Copied, 'load' | 'records'>> {
    await applyFlow(world, world.spec)
    const agent = newAgent(world)
    const [startedMs, cpu] = [performance.now(), process.cpuUsage()]
    let rssMiB = 0
    await agent.start()
    const figures = () => agent.status().flows[0]
    try {
      await until(
        () => {
          rssMiB = Math.max(rssMiB, process.memoryUsage.rss() / 1024 / 1024)
          return (figures()?.recordsTotal ?? 0) >= records
        },
        { limitMs, state: figures },
      )
      const { user, system } = process.cpuUsage(cpu)
      const seconds = (performance.now() - startedMs) / 1_000
      return { seconds: round(seconds), cpuSeconds: round((user + system) / 1e6), rssMiB: Math.round(rssMiB) }
    } finally {
      await agent.stop()
    }
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
