// Ends entries by tombstones: of things that are not managed any more, and the positions of a topic that is gone.
// Without positions a topic that comes back is copied from its start, instead of halting on a log that is not the
// one the positions are about.

import * as z from 'zod'
import type { LogRecord } from '../../kafka/cluster.ts'
import { readIfThere } from '../../live/read-if-there.ts'
import { controlTopic, managedKey } from '../../mirror/control.ts'
import { positionsTopic } from '../../mirror/positions.ts'
import type { CallOf } from '../call.ts'
import type { VerbExecution } from '../verb.ts'

export const forgetManaged: VerbExecution<CallOf<'forget_managed'>> = {
  inspect: async (cluster, calls) => {
    const standing = living(await readIfThere(cluster, controlTopic))
    return calls.map(({ address }) => (standing.has(managedKey(address)) ? 'open' : 'done'))
  },
  send: async (cluster, calls) => {
    const records = calls.map(({ address }) => ({
      partition: 0,
      key: Buffer.from(managedKey(address)),
      value: null,
    }))
    await cluster.append(controlTopic, records)
    return calls.map(({ address }) => ({ item: address }))
  },
}

type ForgetPositions = CallOf<'forget_positions'>

export const forgetPositions: VerbExecution<ForgetPositions> = {
  inspect: async (cluster, calls) => {
    const standing = [...living(await readIfThere(cluster, positionsTopic)).values()]
    return calls.map((call) => (standing.some((record) => isOf(record, call)) ? 'open' : 'done'))
  },
  send: async (cluster, calls) => {
    const standing = [...living(await readIfThere(cluster, positionsTopic)).values()]
    const records = standing
      .filter((record) => calls.some((call) => isOf(record, call)))
      .map(({ partition, key }) => ({ partition, key, value: null }))
    if (records.length > 0) await cluster.append(positionsTopic, records)
    return calls.map(({ topic }) => ({ item: topic }))
  },
}

const chunkKeyParts = z.tuple([z.string(), z.string(), z.number(), z.number()])

/** Whose position a record of the positions topic is, by its key; undefined for anything else. */
export function positionOf(key: Buffer | null): Pick<ForgetPositions, 'flow' | 'topic'> | undefined {
  try {
    const [flow, topic] = chunkKeyParts.parse(JSON.parse(key?.toString('utf8') ?? ''))
    return { flow, topic }
  } catch {
    return undefined
  }
}

function isOf({ key }: LogRecord, { flow, topic }: ForgetPositions): boolean {
  const position = positionOf(key)
  return position?.flow === flow && position.topic === topic
}

/** The newest record of every key that is not ended. */
function living(records: readonly LogRecord[]): Map<string, LogRecord> {
  const newest = new Map<string, LogRecord>()
  for (const record of records) {
    const key = record.key?.toString('utf8')
    if (key === undefined) continue
    if (record.value === null) newest.delete(key)
    else newest.set(key, record)
  }
  return newest
}
