// Where MM2 keeps how far it copied: Connect's source offsets, JSON under JSON keys. Connect looks keys up by
// their bytes, so member order and partition are part of the format. Read to take over from MM2, written to
// hand back to it.

import * as z from 'zod'
import { StraitError } from '../errors/strait-error.ts'
import type { KeyValue } from './mm2-records.ts'
import { partitionOfKey } from './murmur2.ts'

/** Connect's default for `offset.storage.partitions`. */
export const connectOffsetsPartitions = 25

/** The name under which MM2's dedicated mode registers; on a shared Connect cluster it is anything. */
export const dedicatedSourceConnector = 'MirrorSourceConnector'

/** How far MM2 copied one partition. */
export interface SourceOffset {
  readonly connector: string
  /** The source's alias. */
  readonly cluster: string
  readonly topic: string
  readonly partition: number
  /** The last source offset that was replicated: copying goes on one behind it. */
  readonly lastOffset: number
}

/** The topic on the target that holds the offsets of MM2's dedicated mode. */
export function connectOffsetsTopic(sourceAlias: string): string {
  return `mm2-offsets.${sourceAlias}.internal`
}

/** The record, and the partition of an offsets topic in which Connect expects it. */
export function encodeSourceOffset(
  offset: SourceOffset,
  partitions = connectOffsetsPartitions,
): KeyValue & { readonly partition: number } {
  const { connector, cluster, partition, topic } = offset
  // Java's HashMap puts the members in this order.
  const key = Buffer.from(JSON.stringify([connector, { cluster, partition, topic }]))
  return {
    key,
    value: Buffer.from(JSON.stringify({ offset: offset.lastOffset })),
    partition: partitionOfKey(key, partitions),
  }
}

const sourceKey = z.tuple([
  z.string(),
  z.object({ cluster: z.string(), partition: z.number().int().nonnegative(), topic: z.string() }),
])
const otherKey = z.tuple([z.string(), z.record(z.string(), z.unknown())])
const offsetValue = z.object({ offset: z.number().int() })

/**
 * Undefined for keys of other connectors and for entries without an offset (a tombstone, or negative: MM2 starts
 * from the beginning). Throws ST501 where a source offset cannot be read.
 */
export function decodeSourceOffset(record: {
  readonly key: Buffer | null
  readonly value: Buffer | null
}): SourceOffset | undefined {
  const rawKey = record.key === null ? undefined : parseJson(record.key)
  const key = sourceKey.safeParse(rawKey)
  if (!key.success) {
    if (otherKey.safeParse(rawKey).success) return undefined
    throw unreadable(record.key, 'its key is not one of Connect’s')
  }
  if (record.value === null) return undefined
  const value = offsetValue.safeParse(parseJson(record.value))
  if (!value.success) throw unreadable(record.key, 'its value holds no offset')
  const [connector, { cluster, topic, partition }] = key.data
  const lastOffset = value.data.offset
  return lastOffset < 0 ? undefined : { connector, cluster, topic, partition, lastOffset }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function unreadable(key: Buffer | null, why: string): StraitError {
  return new StraitError(
    'ST501',
    `the Connect offset ${key?.toString('utf8') ?? 'without a key'} cannot be read: ${why}`,
  )
}
