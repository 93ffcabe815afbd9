// Produce (key 0), versions 9 to 13; topics go by id from 13. Hot: batches are passed through, the request is a
// list of buffers. A broker that finds a partition twice in one request drops one of the two and answers one
// success, so the encoder makes that impossible.

import assert from 'node:assert/strict'
import { BATCH_PREFIX_BYTES } from '../batch.ts'
import { Decoder } from '../decoder.ts'
import { Encoder } from '../encoder.ts'

export const produceApi = { key: 0, min: 9, max: 13 } as const

export interface ProducePartition {
  readonly partition: number
  /** One whole batch, or its pieces in order. Not copied: leave it unchanged until the answer is in. */
  readonly batch: Buffer | readonly Buffer[]
}

/** The id names the topic from version 13 on, 32 hexadecimal digits; the name does before. */
export interface ProduceTopic {
  readonly name: string
  readonly id: string
  readonly partitions: readonly ProducePartition[]
}

export interface ProduceRequest {
  /** Always all in-sync replicas: fewer acknowledgements prove nothing. */
  readonly acks: -1
  readonly timeoutMs: number
  /** Only for transactional batches. From version 12 on the broker adds partitions to the transaction by itself. */
  readonly transactionalId?: string | null
  readonly topics: readonly ProduceTopic[]
}

export interface ProducedPartition {
  readonly partition: number
  readonly errorCode: number
  readonly baseOffset: number
  /** -1 for a first append to a CreateTime topic; anything else there tells a recognised duplicate. */
  readonly logAppendTimeMs: number
  readonly logStartOffset: number
  readonly errorMessage: string | null
  readonly recordErrors: readonly { readonly index: number; readonly message: string | null }[]
  /** Told with "not leader" answers. */
  readonly currentLeader: { readonly leader: number; readonly leaderEpoch: number } | undefined
}

export interface ProducedTopic {
  /** Up to version 12. */
  readonly name: string | undefined
  /** From version 13 on. */
  readonly id: string | undefined
  readonly partitions: readonly ProducedPartition[]
}

export interface ProduceAnswer {
  readonly topics: readonly ProducedTopic[]
  readonly throttleMs: number
}

/** Pieces for one gathered write. Asserts one entry per topic and partition, and one whole batch in each. */
export function encodeProduce(version: number, request: ProduceRequest): Buffer[] {
  assertDistinct(request.topics)
  const encoder = new Encoder()
  encoder
    .string(request.transactionalId ?? null)
    .int16(request.acks)
    .int32(request.timeoutMs)
  encoder.array(request.topics, (_, topic) => {
    if (version >= 13) encoder.uuid(topic.id)
    else encoder.string(topic.name)
    encoder.array(topic.partitions, encodePartition).tags()
  })
  return encoder.tags().finish()
}

/** Throws ST303 where the answer is not what its version says. */
export function decodeProduce(version: number, body: Buffer): ProduceAnswer {
  const decoder = new Decoder(body, 'the produce answer')
  const topics = decoder.array((): ProducedTopic => {
    const name = version >= 13 ? undefined : decoder.string()
    const id = version >= 13 ? decoder.uuid() : undefined
    const partitions = decoder.array(decodePartition)
    decoder.skipTags()
    return { name, id, partitions }
  })
  const throttleMs = decoder.int32()
  decoder.skipTags()
  return { topics, throttleMs }
}

function encodePartition(encoder: Encoder, { partition, batch }: ProducePartition): void {
  encoder.int32(partition)
  if (Buffer.isBuffer(batch)) {
    assertOneBatch(batch, batch.length)
    encoder.uvarint(batch.length + 1).pass(batch)
  } else {
    const size = batch.reduce((sum, { length }) => sum + length, 0)
    assertOneBatch(batch[0], size)
    encoder.uvarint(size + 1)
    for (const piece of batch) encoder.pass(piece)
  }
  encoder.tags()
}

function assertOneBatch(start: Buffer | undefined, size: number): void {
  const whole = start !== undefined && start.length >= BATCH_PREFIX_BYTES && start.readInt32BE(8)
  assert.equal(whole, size - BATCH_PREFIX_BYTES, 'a produce entry holds exactly one batch')
}

function assertDistinct(topics: readonly ProduceTopic[]): void {
  const names = topics.length > 1 && new Set(topics.map(({ name }) => name))
  assert.ok(names === false || names.size === topics.length, 'a topic stands once in a produce request')
  for (const { name, partitions } of topics) {
    const numbers = partitions.length > 1 && new Set(partitions.map(({ partition }) => partition))
    assert.ok(
      numbers === false || numbers.size === partitions.length,
      `a partition of ${name} stands once in a produce request`,
    )
  }
}

function decodePartition(decoder: Decoder): ProducedPartition {
  const partition = decoder.int32()
  const errorCode = decoder.int16()
  const baseOffset = decoder.int64()
  const logAppendTimeMs = decoder.int64()
  const logStartOffset = decoder.int64()
  const recordErrors = decoder.array(decodeRecordError)
  const errorMessage = decoder.nullableString()
  let currentLeader: ProducedPartition['currentLeader']
  decoder.tags((tag, field) => {
    if (tag === 0) currentLeader = { leader: field.int32(), leaderEpoch: field.int32() }
  })
  return {
    partition,
    errorCode,
    baseOffset,
    logAppendTimeMs,
    logStartOffset,
    errorMessage,
    recordErrors,
    currentLeader,
  }
}

function decodeRecordError(decoder: Decoder): { index: number; message: string | null } {
  const recordError = { index: decoder.int32(), message: decoder.nullableString() }
  decoder.skipTags()
  return recordError
}
