// Fetch (key 1), versions 12 to 17; topics go by id from 13. Hot: nothing is copied, a partition's records are a
// slice of the response. Version 12 and later always carry the last fetched epoch, so that a truncated log is
// told (divergingEpoch) instead of read on.

import { Decoder } from '../decoder.ts'
import { Encoder } from '../encoder.ts'

export const fetchApi = { key: 1, min: 12, max: 17 } as const

export type Isolation = 'read_committed' | 'read_uncommitted'

export interface FetchPartition {
  readonly partition: number
  /** Our knowledge of the leader's epoch; -1 lets the broker not check it. */
  readonly leaderEpoch: number
  readonly fetchOffset: number
  /** Leader epoch of the batch before `fetchOffset`; -1 where there is none. */
  readonly lastFetchedEpoch: number
  readonly logStartOffset: number
  readonly maxBytes: number
}

/** The id names the topic from version 13 on, 32 hexadecimal digits; the name does before. */
export interface FetchTopic {
  readonly topic: string
  readonly topicId: string
  readonly partitions: FetchPartition[]
}

export interface ForgottenTopic {
  readonly topic: string
  readonly topicId: string
  readonly partitions: readonly number[]
}

export interface FetchRequest {
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly isolation: Isolation
  /** 0 and no epoch: a fetch without a session, which names all its partitions. */
  readonly sessionId?: number
  /** 0 opens a session, 1 and up go on with it, -1 (the default) has none or ends it. */
  readonly sessionEpoch?: number
  readonly topics: readonly FetchTopic[]
  /** Partitions to leave out of the session. */
  readonly forgotten?: readonly ForgottenTopic[]
  readonly rackId?: string
}

export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

export interface FetchedPartition {
  readonly partition: number
  readonly errorCode: number
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly logStartOffset: number
  /** The log was truncated below what we read: it is the same only up to `endOffset` of `epoch`. */
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | undefined
  /** Told with "not leader" and "fenced" answers. */
  readonly currentLeader: { readonly leader: number; readonly leaderEpoch: number } | undefined
  readonly abortedTransactions: readonly AbortedTransaction[]
  readonly preferredReadReplica: number
  /** Whole batches and maybe a cut tail; may begin before the asked offset. A slice of the response. */
  readonly records: Buffer
}

export interface FetchedTopic {
  /** In version 12 only. */
  readonly topic: string | undefined
  /** From version 13 on. */
  readonly topicId: string | undefined
  readonly partitions: readonly FetchedPartition[]
}

export interface FetchAnswer {
  readonly throttleMs: number
  readonly errorCode: number
  readonly sessionId: number
  readonly topics: readonly FetchedTopic[]
}

const BYTES_PER_PARTITION = 37
const NOTHING = Buffer.alloc(0)

export function encodeFetch(version: number, request: FetchRequest): Buffer[] {
  const partitions = request.topics.reduce((sum, { partitions }) => sum + partitions.length, 0)
  const encoder = new Encoder(64 + request.topics.length * 24 + partitions * BYTES_PER_PARTITION)
  if (version < 15) encoder.int32(-1)
  encoder.int32(request.maxWaitMs).int32(request.minBytes).int32(request.maxBytes)
  encoder.int8(request.isolation === 'read_committed' ? 1 : 0)
  encoder.int32(request.sessionId ?? 0).int32(request.sessionEpoch ?? -1)
  encoder.array(request.topics, (_, topic) => {
    encodeTopic(encoder, version, topic)
    encoder.array(topic.partitions, encodePartition).tags()
  })
  encoder.array(request.forgotten ?? [], (_, topic) => {
    encodeTopic(encoder, version, topic)
    encoder.array(topic.partitions, encodeNumber).tags()
  })
  return encoder
    .string(request.rackId ?? '')
    .tags()
    .finish()
}

/** Throws ST303 where the answer is not what its version says. */
export function decodeFetch(version: number, body: Buffer): FetchAnswer {
  const decoder = new Decoder(body, 'the fetch answer')
  const throttleMs = decoder.int32()
  const errorCode = decoder.int16()
  const sessionId = decoder.int32()
  const topics = decoder.array(version >= 13 ? decodeTopicById : decodeTopicByName)
  decoder.skipTags()
  return { throttleMs, errorCode, sessionId, topics }
}

function encodeTopic(
  encoder: Encoder,
  version: number,
  { topic, topicId }: ForgottenTopic | FetchTopic,
): void {
  if (version >= 13) encoder.uuid(topicId)
  else encoder.string(topic)
}

function encodePartition(encoder: Encoder, partition: FetchPartition): void {
  encoder.int32(partition.partition).int32(partition.leaderEpoch).int64(partition.fetchOffset)
  encoder.int32(partition.lastFetchedEpoch).int64(partition.logStartOffset).int32(partition.maxBytes).tags()
}

function encodeNumber(encoder: Encoder, value: number): void {
  encoder.int32(value)
}

function decodeTopicById(decoder: Decoder): FetchedTopic {
  const topicId = decoder.uuid()
  return { topic: undefined, topicId, partitions: decodePartitions(decoder) }
}

function decodeTopicByName(decoder: Decoder): FetchedTopic {
  const topic = decoder.string()
  return { topic, topicId: undefined, partitions: decodePartitions(decoder) }
}

function decodePartitions(decoder: Decoder): FetchedPartition[] {
  const partitions = decoder.array(decodePartition)
  decoder.skipTags()
  return partitions
}

function decodePartition(decoder: Decoder): FetchedPartition {
  const partition = decoder.int32()
  const errorCode = decoder.int16()
  const highWatermark = decoder.int64()
  const lastStableOffset = decoder.int64()
  const logStartOffset = decoder.int64()
  const abortedTransactions = decoder.array(decodeAborted)
  const preferredReadReplica = decoder.int32()
  const records = decoder.nullableBytes() ?? NOTHING
  let divergingEpoch: FetchedPartition['divergingEpoch']
  let currentLeader: FetchedPartition['currentLeader']
  decoder.tags((tag, field) => {
    if (tag === 0) divergingEpoch = { epoch: field.int32(), endOffset: field.int64() }
    if (tag === 1) currentLeader = { leader: field.int32(), leaderEpoch: field.int32() }
  })
  return {
    partition,
    errorCode,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    divergingEpoch,
    currentLeader,
    abortedTransactions,
    preferredReadReplica,
    records,
  }
}

function decodeAborted(decoder: Decoder): AbortedTransaction {
  const aborted = { producerId: decoder.int64(), firstOffset: decoder.int64() }
  decoder.skipTags()
  return aborted
}
