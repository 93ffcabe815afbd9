// Metadata (key 3), versions 11 and 12: brokers, topics with their ids, partitions with their leaders. Topics are
// never created by asking for them.

import { Decoder } from '../decoder.ts'
import { Encoder } from '../encoder.ts'

export const metadataApi = { key: 3, min: 11, max: 12 } as const

export interface BrokerMetadata {
  readonly id: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

export interface PartitionMetadata {
  readonly partition: number
  /** -1 while there is none. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly errorCode: number
}

export interface TopicMetadata {
  readonly name: string
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly internal: boolean
  readonly errorCode: number
  /** In order of their numbers. */
  readonly partitions: readonly PartitionMetadata[]
  /** A bit for each operation that the asking principal may do, by the operation's number; undefined unless asked. */
  readonly operations: number | undefined
}

export interface Metadata {
  readonly clusterId: string
  readonly controllerId: number
  readonly brokers: readonly BrokerMetadata[]
  readonly topics: readonly TopicMetadata[]
}

const NO_ID = '0'.repeat(32)

/** What stands where nobody asked, and where there is no topic. */
const UNASKED = -(2 ** 31)

/** Undefined asks for all topics, an empty list for none. */
export function encodeMetadata(
  topics: readonly string[] | undefined,
  { withRights = false }: { readonly withRights?: boolean } = {},
): Buffer[] {
  const encoder = new Encoder()
  if (topics === undefined) encoder.uvarint(0)
  else encoder.array(topics, (_, name) => encoder.uuid(NO_ID).string(name).tags())
  const autoCreate = false
  return encoder.boolean(autoCreate).boolean(withRights).tags().finish()
}

export function decodeMetadata(body: Buffer): Metadata {
  const decoder = new Decoder(body, 'the metadata answer')
  decoder.int32()
  const brokers = decoder.array(decodeBroker)
  const clusterId = decoder.nullableString() ?? ''
  const controllerId = decoder.int32()
  const topics = decoder.array(decodeTopic)
  decoder.skipTags()
  return { clusterId, controllerId, brokers, topics }
}

function decodeBroker(decoder: Decoder): BrokerMetadata {
  const id = decoder.int32()
  const host = decoder.string()
  const port = decoder.int32()
  const rack = decoder.nullableString()
  decoder.skipTags()
  return { id, host, port, rack }
}

function decodeTopic(decoder: Decoder): TopicMetadata {
  const errorCode = decoder.int16()
  const name = decoder.nullableString() ?? ''
  const id = decoder.uuid()
  const internal = decoder.boolean()
  const partitions = decoder.array(decodePartition)
  const rights = decoder.int32()
  decoder.skipTags()
  // Brokers answer partitions in no order.
  partitions.sort((one, other) => one.partition - other.partition)
  const operations = rights === UNASKED ? undefined : rights
  return { name, id, internal, errorCode, partitions, operations }
}

function decodePartition(decoder: Decoder): PartitionMetadata {
  const errorCode = decoder.int16()
  const partition = decoder.int32()
  const leader = decoder.int32()
  const leaderEpoch = decoder.int32()
  const replicas = decoder.array(decodeNumber)
  const isr = decoder.array(decodeNumber)
  decoder.array(decodeNumber)
  decoder.skipTags()
  return { partition, leader, leaderEpoch, replicas, isr, errorCode }
}

function decodeNumber(decoder: Decoder): number {
  return decoder.int32()
}
