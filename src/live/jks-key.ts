// Opens a private key of a JKS keystore. It stands there as PKCS8's EncryptedPrivateKeyInfo, under an algorithm of
// Sun's own (sun.security.provider.KeyProtector):
//
//   20 bytes salt · key XOR stream · 20 bytes SHA-1 of (password, key)
//   stream: SHA-1 of (password, salt), then SHA-1 of (password, block before), and so on
//
// JCEKS seals its keys in another way, with a cipher that OpenSSL no longer has switched on.

import { createHash, createPrivateKey, type KeyObject, timingSafeEqual } from 'node:crypto'

/** 1.3.6.1.4.1.42.2.17.1.1, DER. */
const SUN_KEY_PROTECTOR = Buffer.from('060a2b060104012a02110101', 'hex')
const HASH_BYTES = 20
const SEQUENCE = 0x30
const OCTETS = 0x04

/** Throws RangeError, whose message says in half a sentence why the key stays closed. */
export function openJksKey(sealed: Buffer, password: string): KeyObject {
  const [algorithm, rest] = split(inside(sealed, SEQUENCE), SEQUENCE)
  if (!algorithm.subarray(0, SUN_KEY_PROTECTOR.length).equals(SUN_KEY_PROTECTOR)) {
    throw new RangeError(
      'it is sealed as only Java can open it; keytool -importkeystore -deststoretype PKCS12 makes a store that works',
    )
  }
  const data = inside(rest, OCTETS)
  if (data.length <= 2 * HASH_BYTES) throw new RangeError('it ends too early')
  const secret = Buffer.from(password, 'utf16le').swap16()
  const key = unmask(data.subarray(HASH_BYTES, -HASH_BYTES), data.subarray(0, HASH_BYTES), secret)
  if (!timingSafeEqual(sha1(secret, key), data.subarray(-HASH_BYTES))) {
    throw new RangeError('its password is another one; check key_password')
  }
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

function unmask(masked: Buffer, salt: Buffer, secret: Buffer): Buffer {
  const key = Buffer.from(masked)
  let block = salt
  for (let at = 0; at < key.length; at += HASH_BYTES) {
    block = sha1(secret, block)
    for (let i = 0; i < HASH_BYTES && at + i < key.length; i++)
      key[at + i] = (key[at + i] ?? 0) ^ (block[i] ?? 0)
  }
  return key
}

function sha1(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha1')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function inside(der: Buffer, tag: number): Buffer {
  return split(der, tag)[0]
}

/** The content of the DER value that `der` begins with, and what comes after it. */
function split(der: Buffer, tag: number): [content: Buffer, rest: Buffer] {
  const short = der[1] ?? 0
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f
  const start = 2 + lengthBytes
  if (der[0] !== tag || lengthBytes > 4 || der.length < start) throw new RangeError('it is damaged')
  const length = lengthBytes === 0 ? short : der.readUIntBE(2, lengthBytes)
  if (der.length < start + length) throw new RangeError('it is damaged')
  return [der.subarray(start, start + length), der.subarray(start + length)]
}
