// OffsetFetch (key 9), version 8, the first that takes many groups: everything that they have committed.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'
import type { CommittedOffset } from '../cluster.ts'

export interface FetchedGroupOffsets {
  readonly groupId: string
  readonly errorCode: number
  /** Partitions without a commit are left out. */
  readonly offsets: readonly CommittedOffset[]
}

/** Asked with group ids. */
export const offsetFetch: Message<readonly string[], FetchedGroupOffsets[]> = {
  api: { key: 9, min: 8, max: 8 },
  encode: (_, groupIds) => encodeRequest(groupIds),
  decode: (_, body) => decodeAnswer(body),
}

function encodeRequest(groupIds: readonly string[]): Buffer[] {
  const encoder = new Encoder()
  encoder.array(groupIds, (_, groupId) => {
    const allTopics = 0
    encoder.string(groupId).uvarint(allTopics).tags()
  })
  // A commit in an open transaction may still be aborted; without this flag the last stable one is answered.
  const requireStable = false
  return encoder.boolean(requireStable).tags().finish()
}

function decodeAnswer(body: Buffer): FetchedGroupOffsets[] {
  const decoder = new Decoder(body, 'the answer with the committed offsets')
  decoder.int32()
  return decoder.array((): FetchedGroupOffsets => {
    const groupId = decoder.string()
    const offsets = decoder.array(decodeTopic).flat()
    const errorCode = decoder.int16()
    decoder.skipTags()
    return { groupId, errorCode, offsets }
  })
}

function decodeTopic(decoder: Decoder): CommittedOffset[] {
  const topic = decoder.string()
  const offsets: CommittedOffset[] = []
  decoder.array(() => {
    const partition = decoder.int32()
    const offset = decoder.int64()
    decoder.int32()
    const metadata = decoder.nullableString() ?? ''
    const errorCode = decoder.int16()
    decoder.skipTags()
    if (errorCode === 0 && offset >= 0) offsets.push({ topic, partition, offset, metadata })
  })
  decoder.skipTags()
  return offsets
}
