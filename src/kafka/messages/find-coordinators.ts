// FindCoordinator (key 10), versions 4 to 6, for many groups in one request.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'

export interface GroupCoordinator {
  readonly groupId: string
  readonly brokerId: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

const groupKey = 0

/** Asked with group ids. */
export const findCoordinators: Message<readonly string[], GroupCoordinator[]> = {
  api: { key: 10, min: 4, max: 6 },
  encode: (_, groupIds) => encodeRequest(groupIds),
  decode: (_, body) => decodeAnswer(body),
}

function encodeRequest(groupIds: readonly string[]): Buffer[] {
  return new Encoder()
    .int8(groupKey)
    .array(groupIds, (encoder, groupId) => encoder.string(groupId))
    .tags()
    .finish()
}

function decodeAnswer(body: Buffer): GroupCoordinator[] {
  const decoder = new Decoder(body, 'the answer with the coordinators')
  decoder.int32()
  return decoder.array((): GroupCoordinator => {
    const groupId = decoder.string()
    const brokerId = decoder.int32()
    decoder.string()
    decoder.int32()
    const errorCode = decoder.int16()
    const errorMessage = decoder.nullableString()
    decoder.skipTags()
    return { groupId, brokerId, errorCode, errorMessage }
  })
}
