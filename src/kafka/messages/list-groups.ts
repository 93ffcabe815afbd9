// ListGroups (key 16), versions 4 and 5: the groups that one broker coordinates. Brokers before 3.8 (version 4)
// tell no type and know classic groups only.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'

export interface ListedGroup {
  readonly groupId: string
  readonly protocolType: string
  readonly state: string
  /** In lower case: `classic`, `consumer`, `share`, `streams`. */
  readonly type: string
}

export interface ListedGroups {
  readonly errorCode: number
  readonly groups: readonly ListedGroup[]
}

/** Groups of every state and type. */
export const listGroups: Message<undefined, ListedGroups> = {
  api: { key: 16, min: 4, max: 5 },
  encode: encodeRequest,
  decode: decodeAnswer,
}

function encodeRequest(version: number): Buffer[] {
  const encoder = new Encoder().array([], () => {})
  if (version >= 5) encoder.array([], () => {})
  return encoder.tags().finish()
}

function decodeAnswer(version: number, body: Buffer): ListedGroups {
  const decoder = new Decoder(body, 'the answer with the groups')
  decoder.int32()
  const errorCode = decoder.int16()
  const groups = decoder.array((): ListedGroup => {
    const groupId = decoder.string()
    const protocolType = decoder.string()
    const state = decoder.string()
    const type = version >= 5 ? decoder.string().toLowerCase() : 'classic'
    decoder.skipTags()
    return { groupId, protocolType, state, type }
  })
  return { errorCode, groups }
}
