// Reads the certificates out of a Java keystore of type JKS or JCEKS, the two formats that Node cannot open:
//
//   u4 magic · u4 version · u4 entries · entry* · 20 bytes SHA-1 of (password, "Mighty Aphrodite", all before)
//   trusted certificate: u4 2 · alias · u8 time · certificate
//   private key:         u4 1 · alias · u8 time · u4 length, sealed key · u4 certificates · certificate*
//   certificate:         type (from version 2 on) · u4 length, DER          strings: u2 length, UTF-8
//
// Lengths are checked before they are used, and nothing is trusted before the digest matches the password.

import { createHash, timingSafeEqual } from 'node:crypto'
import { StraitError } from '../errors/strait-error.ts'

const JKS = 0xfeedfeed
const JCEKS = 0xcececece
const DIGEST_BYTES = 20
const PRIVATE_KEY = 1
const TRUSTED_CERTIFICATE = 2

export function isJavaKeystore(bytes: Buffer): boolean {
  return bytes.length >= 4 && [JKS, JCEKS].includes(bytes.readUInt32BE(0))
}

/**
 * The trusted certificates as PEM, in the file's order; certificates of private keys are not trust and are left
 * out. `file` is for messages. Throws ST402 on a wrong password or damage.
 */
export function readJavaTruststore(bytes: Buffer, password: string, file: string): string[] {
  const content = bytes.subarray(0, -DIGEST_BYTES)
  const stored = bytes.subarray(-DIGEST_BYTES)
  if (stored.length !== DIGEST_BYTES || !timingSafeEqual(digest(content, password), stored)) {
    throw new StraitError(
      'ST402',
      `Truststore ${file}: the password is wrong or the file is damaged; check truststore_password`,
      { facts: { file } },
    )
  }
  try {
    return trustedCertificates(new JavaReader(content)).map(toPem)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new StraitError(
      'ST402',
      `Truststore ${file}: ${cause.message}; convert it to PEM and use ca_file`,
      {
        cause,
        facts: { file },
      },
    )
  }
}

function trustedCertificates(reader: JavaReader): Buffer[] {
  reader.u4()
  const version = reader.u4()
  const found: Buffer[] = []
  for (let left = reader.u4(); left > 0; left--) {
    const tag = reader.u4()
    reader.text()
    reader.skip(8)
    if (tag === TRUSTED_CERTIFICATE) found.push(reader.certificate(version))
    else if (tag === PRIVATE_KEY) skipPrivateKey(reader, version)
    else throw new RangeError(`it holds an entry of kind ${tag}, which only Java can read`)
  }
  return found
}

function skipPrivateKey(reader: JavaReader, version: number): void {
  reader.skip(reader.u4())
  for (let left = reader.u4(); left > 0; left--) reader.certificate(version)
}

function digest(content: Buffer, password: string): Buffer {
  const utf16 = Buffer.from(password, 'utf16le').swap16()
  return createHash('sha1').update(utf16).update('Mighty Aphrodite').update(content).digest()
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
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

  certificate(version: number): Buffer {
    if (version >= 2) this.text()
    return this.#take(this.u4())
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new RangeError('it ends too early')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}
