// ApiVersions (key 18), version 3: which versions of each API a broker speaks. The first request of every
// connection. Its answer has the old header in every version, so that it can be read before anything is known.

import { Decoder } from '../decoder.ts'
import { Encoder } from '../encoder.ts'

export const apiVersionsApi = { key: 18, version: 3, flexible: true } as const

export interface VersionRange {
  readonly min: number
  readonly max: number
}

export interface ApiVersions {
  readonly errorCode: number
  /** By API key. */
  readonly ranges: ReadonlyMap<number, VersionRange>
}

export function encodeApiVersions(software: { readonly name: string; readonly version: string }): Buffer[] {
  return new Encoder().string(software.name).string(software.version).tags().finish()
}

/** An error is answered in version 0, of which only the code is read. */
export function decodeApiVersions(body: Buffer): ApiVersions {
  const decoder = new Decoder(body, 'the API versions answer')
  const errorCode = decoder.int16()
  const ranges = new Map<number, VersionRange>()
  if (errorCode !== 0) return { errorCode, ranges }
  decoder.array(() => {
    ranges.set(decoder.int16(), { min: decoder.int16(), max: decoder.int16() })
    decoder.skipTags()
  })
  return { errorCode, ranges }
}
