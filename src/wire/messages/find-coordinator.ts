// FindCoordinator (key 10), versions 4 to 6: which broker looks after a group or a transactional id.

import { Decoder } from '../decoder.ts'
import { Encoder } from '../encoder.ts'

export const findCoordinatorApi = { key: 10, min: 4, max: 6 } as const

export type CoordinatorKind = 'group' | 'transaction'

export interface Coordinator {
  readonly id: number
  readonly host: string
  readonly port: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export function encodeFindCoordinator(kind: CoordinatorKind, key: string): Buffer[] {
  return new Encoder()
    .int8(kind === 'group' ? 0 : 1)
    .array([key], (encoder, name) => encoder.string(name))
    .tags()
    .finish()
}

/** The answer for the one key asked for. Throws ST303 where there is none. */
export function decodeFindCoordinator(body: Buffer): Coordinator {
  const decoder = new Decoder(body, 'the coordinator answer')
  decoder.int32()
  const [coordinator] = decoder.array((): Coordinator => {
    decoder.string()
    const id = decoder.int32()
    const host = decoder.string()
    const port = decoder.int32()
    const errorCode = decoder.int16()
    const errorMessage = decoder.nullableString()
    decoder.skipTags()
    return { id, host, port, errorCode, errorMessage }
  })
  if (coordinator === undefined) throw decoder.malformed('names no coordinator')
  return coordinator
}
