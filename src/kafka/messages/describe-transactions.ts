// DescribeTransactions (key 65), version 0, for one thing only: whether the asking principal may see a transactional
// id. A broker looks at that before it looks whose id it is, so any broker can be asked, and nothing is created by it:
// asking for the coordinator would make `__transaction_state`.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'

export interface SeenTransactionalId {
  readonly transactionalId: string
  readonly errorCode: number
}

export const describeTransactionalIds: Message<readonly string[], SeenTransactionalId[]> = {
  api: { key: 65, min: 0, max: 0 },
  encode: (_, ids) =>
    new Encoder()
      .array(ids, (encoder, id) => encoder.string(id))
      .tags()
      .finish(),
  decode: (_, body) => {
    const decoder = new Decoder(body, 'the description of transactional ids')
    decoder.int32()
    return decoder.array(() => {
      const errorCode = decoder.int16()
      const transactionalId = decoder.string()
      decoder.string()
      decoder.int32()
      decoder.int64()
      decoder.int64()
      decoder.int16()
      decoder.array(() => {
        decoder.string()
        decoder.array(() => decoder.int32())
        decoder.skipTags()
      })
      decoder.skipTags()
      return { transactionalId, errorCode }
    })
  },
}
