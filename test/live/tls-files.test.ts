import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import type { StraitError } from '../../src/errors/strait-error.ts'
import { type TlsSource, tlsOptions } from '../../src/live/tls-files.ts'
import type { SecretRef } from '../../src/topology/model.ts'
import { issueCertificates } from '../brokers/certificates.ts'

const stores = join(import.meta.dirname, 'stores')
const folder = mkdtempSync(join(tmpdir(), 'strait-tls-'))
after(() => rmSync(folder, { recursive: true }))
const { clientCertFile, clientKeyFile, caFile, serverFile } = issueCertificates(folder)
const encryptedKeyFile = join(folder, 'encrypted.key')
writeFileSync(
  encryptedKeyFile,
  createPrivateKey(readFileSync(clientKeyFile)).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'open sesame',
  }),
)

const secrets: Record<string, string> = { STORE: 'changeit', WRONG: 'hunter2', KEY: 'open sesame' }
const readSecret = (ref: SecretRef) => ('env' in ref ? (secrets[ref.env] ?? '') : '')
const source: TlsSource = { directory: folder, readSecret }
const inStores: TlsSource = { directory: stores, readSecret }

test('a PEM authority, a client certificate and its key are read, relative to the directory', async () => {
  const options = await tlsOptions(
    { caFile: 'ca.pem', certFile: 'client.pem', keyFile: clientKeyFile },
    source,
  )
  assert.deepEqual(options.ca, [readFileSync(caFile, 'utf8').trim()])
  assert.equal(options.cert, readFileSync(clientCertFile, 'utf8').trim())
  assert.equal(options.key, readFileSync(clientKeyFile, 'utf8'))
})

test('an encrypted key is opened with its password', async () => {
  const spec = { certFile: clientCertFile, keyFile: encryptedKeyFile, keyPassword: { env: 'KEY' } }
  assert.equal((await tlsOptions(spec, source)).key, readFileSync(clientKeyFile, 'utf8'))
})

test('a PKCS12 truststore and keystore are read with their passwords', async () => {
  const { ca, cert, key } = await tlsOptions(
    {
      truststoreFile: 'ca.p12',
      truststorePassword: { env: 'STORE' },
      keystoreFile: 'client-ec.p12',
      keystorePassword: { env: 'STORE' },
    },
    inStores,
  )
  assert.deepEqual(ca, [readFileSync(join(stores, 'ca.pem'), 'utf8')])
  assert.match(String(cert), /^(-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n){2}$/)
  assert.match(String(key), /^-----BEGIN PRIVATE KEY-----\n/)
})

test('a truststore that is PEM under another name is taken as it is', async () => {
  const { ca } = await tlsOptions({ truststoreFile: 'ca.pem' }, inStores)
  assert.deepEqual(ca, [readFileSync(join(stores, 'ca.pem'), 'utf8').trim()])
})

test('a block without files trusts the authorities of Node, and verification stays on', async () => {
  assert.deepEqual(await tlsOptions({ serverName: 'kafka.example' }, source), { servername: 'kafka.example' })
})

const refused = [
  {
    name: 'a missing file is named with the place where it was looked for',
    spec: { caFile: 'nowhere.pem' },
    code: 'ST400',
    message: `Cannot read ${join(folder, 'nowhere.pem')} (ENOENT)`,
  },
  {
    name: 'a file without a certificate is refused before any connection',
    spec: { caFile: 'client.key' },
    code: 'ST401',
    message: 'client.key holds no certificate in PEM ("-----BEGIN CERTIFICATE-----")',
  },
  {
    name: 'a PKCS12 file in the place of a PEM file is refused with the argument that takes it',
    from: inStores,
    spec: { caFile: 'ca.p12' },
    code: 'ST401',
    message: 'ca.p12 is a Java store or PKCS12, not PEM; name it as truststore_file',
  },
  {
    name: 'a JKS keystore in the place of a certificate is refused with the argument that takes it',
    from: inStores,
    spec: { certFile: 'client-jks.jks', keyFile: 'client-jks.jks' },
    code: 'ST401',
    message: 'client-jks.jks is a Java store or PKCS12, not PEM; name it as keystore_file',
  },
  {
    name: 'a JKS truststore wants a password',
    from: inStores,
    spec: { truststoreFile: 'ca.jks' },
    code: 'ST402',
    message: 'Truststore ca.jks needs truststore_password',
  },
  {
    name: 'a wrong truststore password is said without repeating it',
    from: inStores,
    spec: { truststoreFile: 'ca.jks', truststorePassword: { env: 'WRONG' } },
    code: 'ST402',
    message: 'Truststore ca.jks: the password is wrong or the file is damaged; check truststore_password',
  },
  {
    name: 'an encrypted key without a password is refused',
    spec: { certFile: 'client.pem', keyFile: 'encrypted.key' },
    code: 'ST401',
    message: 'encrypted.key is not an unencrypted private key in PEM; check the file and key_password',
  },
  {
    name: 'a wrong key password is said without repeating it',
    spec: { certFile: 'client.pem', keyFile: 'encrypted.key', keyPassword: { env: 'WRONG' } },
    code: 'ST401',
    message: 'encrypted.key does not open; check the file and key_password',
  },
  {
    name: 'a key that belongs to another certificate is refused',
    spec: { certFile: 'client.pem', keyFile: relative(folder, serverFile) },
    code: 'ST401',
    message: 'server.pem is not the key of the first certificate in client.pem',
  },
]

for (const { name, spec, code, message, from = source } of refused) {
  test(name, async () => {
    await assert.rejects(tlsOptions(spec, from), (error: StraitError) => {
      assert.deepEqual({ code: error.code, message: error.message }, { code, message })
      return true
    })
  })
}
