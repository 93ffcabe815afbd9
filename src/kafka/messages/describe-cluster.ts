// DescribeCluster (key 60), version 0: what the connecting principal may do on the cluster. Brokers and ids are
// read from Metadata.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'

export interface ClusterRights {
  readonly errorCode: number
  /** A bit for each operation, by the operation's number; 0 without the right to describe the cluster. */
  readonly operations: number
}

export const describeClusterRights: Message<undefined, ClusterRights> = {
  api: { key: 60, min: 0, max: 0 },
  encode: () => {
    const authorizedOperations = true
    return new Encoder().boolean(authorizedOperations).tags().finish()
  },
  decode: (_, body) => {
    const decoder = new Decoder(body, 'the description of the cluster')
    decoder.int32()
    const errorCode = decoder.int16()
    decoder.nullableString()
    decoder.string()
    decoder.int32()
    decoder.array(() => {
      decoder.int32()
      decoder.string()
      decoder.int32()
      decoder.nullableString()
      decoder.skipTags()
    })
    const operations = decoder.int32()
    decoder.skipTags()
    return { errorCode, operations }
  },
}
