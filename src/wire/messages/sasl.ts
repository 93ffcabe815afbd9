// SaslHandshake (key 17, version 1) and SaslAuthenticate (key 36, version 2): the envelope around a mechanism's
// own messages.

import { Decoder } from '../decoder.ts'
import { Encoder } from '../encoder.ts'

export const saslHandshakeApi = { key: 17, version: 1, flexible: false } as const
export const saslAuthenticateApi = { key: 36, version: 2, flexible: true } as const

export function encodeSaslHandshake(mechanism: string): Buffer[] {
  return new Encoder().plainString(mechanism).finish()
}

export function decodeSaslHandshake(body: Buffer): { errorCode: number; mechanisms: string[] } {
  const decoder = new Decoder(body, 'the SASL handshake answer')
  return { errorCode: decoder.int16(), mechanisms: decoder.plainArray((item) => item.plainString()) }
}

export function encodeSaslAuthenticate(message: Buffer): Buffer[] {
  return new Encoder(message.length + 8).bytes(message).tags().finish()
}

export interface SaslAnswer {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly message: Buffer
  /** 0: the session does not end. */
  readonly sessionLifetimeMs: number
}

export function decodeSaslAuthenticate(body: Buffer): SaslAnswer {
  const decoder = new Decoder(body, 'the SASL answer')
  const errorCode = decoder.int16()
  const errorMessage = decoder.nullableString()
  const message = decoder.bytes()
  const sessionLifetimeMs = decoder.int64()
  decoder.skipTags()
  return { errorCode, errorMessage, message, sessionLifetimeMs }
}
