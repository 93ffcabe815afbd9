// The truststores beside this file were written by Java's keytool (17), all with the password "changeit".

import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isJavaKeystore, readJavaTruststore } from '../../src/live/java-truststore.ts'

const folder = join(import.meta.dirname, 'truststores')
const authority = new X509Certificate(readFileSync(join(folder, 'ca.pem'))).fingerprint256

for (const { file, holds } of [
  { file: 'ca.jks', holds: 'a JKS truststore' },
  { file: 'ca.jceks', holds: 'a JCEKS truststore' },
  { file: 'key-and-ca.jks', holds: 'a keystore in which only one of two certificates is trusted' },
]) {
  test(`${holds} gives the certificate that keytool put in`, () => {
    const certificates = readJavaTruststore(readFileSync(join(folder, file)), 'changeit', file)
    assert.deepEqual(
      certificates.map((pem) => new X509Certificate(pem).fingerprint256),
      [authority],
    )
  })
}

test('a truststore is opened by its password only, and no password is in the message', () => {
  const bytes = readFileSync(join(folder, 'ca.jks'))
  assert.throws(() => readJavaTruststore(bytes, 'hunter2', 'ca.jks'), {
    code: 'ST402',
    message: 'Truststore ca.jks: the password is wrong or the file is damaged; check truststore_password',
  })
})

test('each flipped byte and each cut of a truststore is noticed', () => {
  const bytes = readFileSync(join(folder, 'ca.jks'))
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    assert.throws(() => readJavaTruststore(flipped, 'changeit', 'ca.jks'), { code: 'ST402' }, `byte ${at}`)
    assert.throws(() => readJavaTruststore(bytes.subarray(0, at), 'changeit', 'ca.jks'), { code: 'ST402' })
  }
})

test('an entry that only Java can read is named as the reason', () => {
  const bytes = readFileSync(join(folder, 'secret-key.jceks'))
  assert.throws(() => readJavaTruststore(bytes, 'changeit', 'secret-key.jceks'), {
    code: 'ST402',
    message:
      'Truststore secret-key.jceks: it holds an entry of kind 3, which only Java can read; ' +
      'convert it to PEM and use ca_file',
  })
})

test('a Java keystore is known by its first four bytes', () => {
  const verdicts = ['ca.jks', 'ca.jceks', 'ca.p12', 'ca.pem'].map((file) =>
    isJavaKeystore(readFileSync(join(folder, file))),
  )
  assert.deepEqual(verdicts, [true, true, false, false])
  assert.equal(isJavaKeystore(Buffer.alloc(3)), false)
})
