// SCRAM (RFC 5802, RFC 7677) as Kafka speaks it: no channel binding, the password as plain UTF-8. The server has
// to prove that it knows the password too: a server signature that does not fit ends the login.

import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)

/** Below, the RFC's own floor; above, a server could keep us computing for minutes. */
const ITERATIONS = { min: 4096, max: 1_000_000 }
const NO_CHANNEL_BINDING = 'biws'

export type ScramHash = 'sha256' | 'sha512'

export interface ScramCredentials {
  readonly hash: ScramHash
  readonly username: string
  readonly password: string
}

/** One login: `first`, then `final` with the server's first answer, then `verify` with its last. Each throws Error. */
export class ScramLogin {
  readonly #credentials: ScramCredentials
  readonly #nonce: string
  readonly #firstBare: string
  #serverSignature: Buffer | undefined

  constructor(credentials: ScramCredentials, nonce: string = randomBytes(24).toString('base64url')) {
    this.#credentials = credentials
    this.#nonce = nonce
    const name = credentials.username.replaceAll('=', '=3D').replaceAll(',', '=2C')
    this.#firstBare = `n=${name},r=${nonce}`
  }

  first(): Buffer {
    return Buffer.from(`n,,${this.#firstBare}`)
  }

  async final(serverFirst: Buffer): Promise<Buffer> {
    const text = serverFirst.toString('utf8')
    const { r: nonce = '', s: salt = '', i: count = '' } = attributes(text)
    const iterations = Number(count)
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      throw new Error("the server's nonce does not continue ours")
    }
    if (!Number.isInteger(iterations) || iterations < ITERATIONS.min || iterations > ITERATIONS.max) {
      throw new Error(
        `the server wants ${count} iterations, ${ITERATIONS.min} to ${ITERATIONS.max} are allowed`,
      )
    }
    const { hash, password } = this.#credentials
    const length = hash === 'sha256' ? 32 : 64
    const salted = await derive(password, Buffer.from(salt, 'base64'), iterations, length, hash)
    const withoutProof = `c=${NO_CHANNEL_BINDING},r=${nonce}`
    const signed = `${this.#firstBare},${text},${withoutProof}`
    const hmac = (key: Buffer, data: string): Buffer => createHmac(hash, key).update(data).digest()
    const clientKey = hmac(salted, 'Client Key')
    const signature = hmac(createHash(hash).update(clientKey).digest(), signed)
    const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))
    this.#serverSignature = hmac(hmac(salted, 'Server Key'), signed)
    return Buffer.from(`${withoutProof},p=${Buffer.from(proof).toString('base64')}`)
  }

  verify(serverFinal: Buffer): void {
    const { v: signature = '', e: error } = attributes(serverFinal.toString('utf8'))
    if (error !== undefined) throw new Error(`the server answered ${error}`)
    const expected = this.#serverSignature
    const given = Buffer.from(signature, 'base64')
    if (expected === undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new Error('the server did not prove that it knows the password')
    }
  }
}

function attributes(message: string): Readonly<Partial<Record<string, string>>> {
  return Object.fromEntries(
    message.split(',').map((part) => {
      const at = part.indexOf('=')
      return [part.slice(0, at), part.slice(at + 1)]
    }),
  )
}
