// DescribeLogDirs (key 35), versions 3 and 4: how many bytes each replica takes on one broker's disks.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'

export interface ReplicaSize {
  readonly topic: string
  readonly partition: number
  readonly sizeBytes: number
}

export interface LogDirSizes {
  readonly errorCode: number
  /** Of all directories that are in order. */
  readonly replicas: readonly ReplicaSize[]
}

/** Asked with partition numbers by topic. */
export const describeLogDirs: Message<ReadonlyMap<string, readonly number[]>, LogDirSizes> = {
  api: { key: 35, min: 3, max: 4 },
  encode: (_, partitions) => encodeRequest(partitions),
  decode: decodeAnswer,
}

function encodeRequest(partitions: ReadonlyMap<string, readonly number[]>): Buffer[] {
  const encoder = new Encoder()
  encoder.array([...partitions], (_, [topic, numbers]) => {
    encoder.string(topic)
    encoder.array(numbers, (__, number) => encoder.int32(number)).tags()
  })
  return encoder.tags().finish()
}

function decodeAnswer(version: number, body: Buffer): LogDirSizes {
  const decoder = new Decoder(body, 'the answer with the log directories')
  decoder.int32()
  const errorCode = decoder.int16()
  const replicas: ReplicaSize[] = []
  decoder.array(() => {
    decoder.int16()
    decoder.string()
    decoder.array(() => decodeTopic(decoder, replicas))
    if (version >= 4) {
      decoder.int64()
      decoder.int64()
    }
    decoder.skipTags()
  })
  return { errorCode, replicas }
}

function decodeTopic(decoder: Decoder, replicas: ReplicaSize[]): void {
  const topic = decoder.string()
  decoder.array(() => {
    const partition = decoder.int32()
    const sizeBytes = decoder.int64()
    decoder.int64()
    const future = decoder.boolean()
    decoder.skipTags()
    // A future replica is a copy on its way to another disk of the same broker.
    if (!future) replicas.push({ topic, partition, sizeBytes })
  })
  decoder.skipTags()
}
