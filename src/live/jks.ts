// Reads a Java keystore of type JKS or JCEKS, the two formats that only Java has:
//
//   u4 magic · u4 version · u4 entries · entry* · 20 bytes SHA-1 of (password, "Mighty Aphrodite", all before)
//   trusted certificate: u4 2 · alias · u8 time · certificate
//   private key:         u4 1 · alias · u8 time · u4 length, sealed key · u4 certificates · certificate*
//   certificate:         type (from version 2 on) · u4 length, DER          strings: u2 length, UTF-8
//
// Lengths are checked before they are used, and nothing is trusted before the digest matches the password.

import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto'
import { openJksKey } from './jks-key.ts'
import { closedStore, type Identity, type StoreEntries, type StoreFile, wrongPassword } from './store-file.ts'

const JKS = 0xfeedfeed
const JCEKS = 0xcececece
const DIGEST_BYTES = 20
const PRIVATE_KEY = 1
const TRUSTED_CERTIFICATE = 2

interface PrivateKey {
  readonly alias: string
  readonly sealed: Buffer
  readonly chain: readonly string[]
}

export function isJks(bytes: Buffer): boolean {
  return bytes.length >= 4 && [JKS, JCEKS].includes(bytes.readUInt32BE(0))
}

/** Throws ST402 on a wrong password, on damage, and on an entry of a kind that only Java can read. */
export function openJks(store: StoreFile): StoreEntries {
  const content = store.bytes.subarray(0, -DIGEST_BYTES)
  const stored = store.bytes.subarray(-DIGEST_BYTES)
  const { password } = store
  if (password === undefined) throw wrongPassword(store)
  if (stored.length !== DIGEST_BYTES || !timingSafeEqual(digest(content, password), stored)) {
    throw wrongPassword(store)
  }
  try {
    const { trusted, keys } = entriesOf(new JavaReader(content))
    return {
      trusted,
      identities: () => keys.map((key) => identityOf(key, store.keyPassword ?? password, store)),
    }
  } catch (cause) {
    const why = cause instanceof RangeError ? cause.message : 'it holds a certificate that cannot be read'
    throw closedStore(store, `: ${why}`, cause)
  }
}

function entriesOf(reader: JavaReader): { trusted: string[]; keys: PrivateKey[] } {
  reader.u4()
  const version = reader.u4()
  const trusted: string[] = []
  const keys: PrivateKey[] = []
  for (let left = reader.u4(); left > 0; left--) {
    const tag = reader.u4()
    const alias = reader.text()
    reader.skip(8)
    if (tag === TRUSTED_CERTIFICATE) trusted.push(reader.certificate(version))
    else if (tag === PRIVATE_KEY) {
      const sealed = reader.bytes()
      const chain: string[] = []
      for (let count = reader.u4(); count > 0; count--) chain.push(reader.certificate(version))
      keys.push({ alias, sealed, chain })
    } else
      throw new RangeError(
        `it holds an entry of kind ${tag}, which only Java can read; make a store without it`,
      )
  }
  return { trusted, keys }
}

function identityOf({ alias, sealed, chain }: PrivateKey, password: string, store: StoreFile): Identity {
  try {
    return { certificates: chain, key: openJksKey(sealed, password) }
  } catch (cause) {
    const why = cause instanceof RangeError ? cause.message : 'it does not open'
    throw closedStore(store, `: the key ${JSON.stringify(alias)}: ${why}`, cause)
  }
}

function digest(content: Buffer, password: string): Buffer {
  const utf16 = Buffer.from(password, 'utf16le').swap16()
  return createHash('sha1').update(utf16).update('Mighty Aphrodite').update(content).digest()
}

/** Big-endian fields of java.io.DataOutput. Throws RangeError past the end. */
class JavaReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  u4(): number {
    return this.#take(4).readUInt32BE(0)
  }

  text(): string {
    return this.#take(this.#take(2).readUInt16BE(0)).toString('utf8')
  }

  skip(length: number): void {
    this.#take(length)
  }

  bytes(): Buffer {
    return this.#take(this.u4())
  }

  /** As PEM. */
  certificate(version: number): string {
    if (version >= 2) this.text()
    return new X509Certificate(this.bytes()).toString()
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new RangeError('it ends too early')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}
