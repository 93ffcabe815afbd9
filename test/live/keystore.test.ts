// What keytool and OpenSSL write, read back. stores/make.sh made the files, all with the password "changeit"; keys
// in JKS have another one.

import assert from 'node:assert/strict'
import { createSign, createVerify, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readIdentity, readTrust } from '../../src/live/keystore.ts'
import type { StoreFile } from '../../src/live/store-file.ts'

const folder = join(import.meta.dirname, 'stores')
const authority = new X509Certificate(readFileSync(join(folder, 'ca.pem'))).fingerprint256

function store(kind: StoreFile['kind'], file: string, given: Partial<StoreFile> = {}): StoreFile {
  return { kind, file, bytes: readFileSync(join(folder, file)), password: 'changeit', ...given }
}

for (const { file, holds, password = 'changeit' } of [
  { file: 'ca.jks', holds: 'a JKS truststore' },
  { file: 'ca.jceks', holds: 'a JCEKS truststore' },
  { file: 'key-and-ca.jks', holds: 'a JKS keystore in which one of two certificates is trusted' },
  { file: 'ca.p12', holds: 'a PKCS12 truststore under AES and SHA-256' },
  { file: 'authority-legacy.p12', holds: 'a PKCS12 truststore under RC2 and SHA-1' },
  { file: 'authority-openssl.p12', holds: 'a PKCS12 file of OpenSSL, which marks nothing as trusted,' },
  { file: 'authority-open.p12', holds: 'a PKCS12 truststore without a password', password: undefined },
]) {
  test(`${holds} gives the authority that was put in`, async () => {
    const trusted = await readTrust(store('truststore', file, { password }))
    assert.deepEqual(
      trusted.map((pem) => new X509Certificate(pem).fingerprint256),
      [authority],
    )
  })
}

for (const { file, holds, type, keyPassword } of [
  { file: 'client-rsa.p12', holds: 'a PKCS12 keystore under AES', type: 'rsa' },
  { file: 'client-ec.p12', holds: 'a PKCS12 keystore with a key on a curve', type: 'ec' },
  { file: 'client-legacy.p12', holds: 'a PKCS12 keystore under triple DES', type: 'rsa' },
  {
    file: 'client-jks.jks',
    holds: 'a JKS keystore with a password for its key',
    type: 'ec',
    keyPassword: 'opensesame',
  },
]) {
  test(`${holds} gives a key, and the chain that proves it up to its authority`, async () => {
    const { certificates, key } = await readIdentity(store('keystore', file, { keyPassword }))
    const chain = certificates.map((pem) => new X509Certificate(pem))
    assert.deepEqual(
      chain.map(({ subject }) => subject),
      ['CN=client', 'CN=authority'],
    )
    const [leaf, root] = chain
    assert(leaf !== undefined && root !== undefined && leaf.verify(root.publicKey))
    assert.equal(key.asymmetricKeyType, type)
    const signature = createSign('sha256').update('a handshake').sign(key)
    assert(createVerify('sha256').update('a handshake').verify(leaf.publicKey, signature))
  })
}

test('a certificate with a key in the same store is shown and not trusted', async () => {
  const [trusted, ...more] = await readTrust(store('truststore', 'client-rsa.p12'))
  assert.deepEqual([new X509Certificate(trusted ?? '').subject, more], ['CN=authority', []])
})

const refused: { name: string; store: StoreFile; code: string; message: string }[] = [
  ...['ca.jks', 'ca.p12', 'authority-legacy.p12', 'authority-openssl.p12'].map((file) => ({
    name: `a wrong password of ${file} is said without repeating it`,
    store: store('truststore', file, { password: 'hunter2' }),
    code: 'ST402',
    message: `Truststore ${file}: the password is wrong or the file is damaged; check truststore_password`,
  })),
  ...['ca.jks', 'ca.p12', 'authority-legacy.p12'].map((file) => ({
    name: `the password of ${file} is asked for where none is given`,
    store: store('truststore', file, { password: undefined }),
    code: 'ST402',
    message: `Truststore ${file} needs truststore_password`,
  })),
  {
    name: 'a wrong password of a key is told apart from that of its store',
    store: store('keystore', 'client-jks.jks'),
    code: 'ST402',
    message: 'Keystore client-jks.jks: the key "client": its password is another one; check key_password',
  },
  {
    name: 'a JCEKS key is refused with the way out',
    store: store('keystore', 'client-jceks.jceks', { keyPassword: 'opensesame' }),
    code: 'ST402',
    message:
      'Keystore client-jceks.jceks: the key "client": it is sealed as only Java can open it; ' +
      'keytool -importkeystore -deststoretype PKCS12 makes a store that works',
  },
  {
    name: 'an entry that only Java can read is named as the reason',
    store: store('truststore', 'secret-key.jceks'),
    code: 'ST402',
    message:
      'Truststore secret-key.jceks: it holds an entry of kind 3, which only Java can read; ' +
      'make a store without it',
  },
  {
    name: 'two keys are refused, since nothing says which to show',
    store: store('keystore', 'two-keys.p12'),
    code: 'ST401',
    message: 'Keystore two-keys.p12 holds 2 private keys, and nothing says which to show; keep one',
  },
  {
    name: 'a truststore named as keystore is noticed',
    store: store('keystore', 'ca.p12'),
    code: 'ST401',
    message: 'Keystore ca.p12 holds no private key',
  },
  {
    name: 'a file of another kind is refused',
    store: store('truststore', 'make.sh'),
    code: 'ST401',
    message: 'Truststore make.sh is not JKS, PKCS12 or PEM',
  },
  {
    name: 'a store with keys and no authority does not come to mean every authority of Node',
    store: store('truststore', 'key-only.p12'),
    code: 'ST401',
    message: 'Truststore key-only.p12 holds no trusted certificate (keytool -importcert adds one)',
  },
]

for (const { name, store, code, message } of refused) {
  test(name, async () => {
    const read = store.kind === 'truststore' ? readTrust(store) : readIdentity(store)
    await assert.rejects(read, { code, message })
  })
}

test('a PKCS12 store that was cut or changed is refused, or gives what it held', async () => {
  const { bytes } = store('truststore', 'ca.p12')
  const tried = [...bytes.keys()].filter((at) => at % 41 === 0)
  for (const at of tried) {
    await assert.rejects(readTrust(store('truststore', 'ca.p12', { bytes: bytes.subarray(0, at) })))
  }
  for (const at of tried.filter((at) => at > 80 && at < bytes.length - 90)) {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    await assert.rejects(readTrust(store('truststore', 'ca.p12', { bytes: flipped })), { code: 'ST402' })
  }
})
