// A cluster block against a broker that wants TLS with client certificates: what the files say has to get both
// clients through. The Java stores are made by keytool from the broker's own authority and the client's certificate.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { clusterSettings, openCluster } from '../../src/live/connect.ts'
import type { ClusterSpec, SecretRef } from '../../src/topology/model.ts'
import { startBroker } from '../brokers/broker.ts'
import { findJava } from '../brokers/java.ts'

const broker = await startBroker({ security: 'tls', clientCertificates: true })
after(() => broker.close())
const directory = dirname(broker.caFile ?? '')

const secrets: Record<string, string> = { STORE: 'changeit', EU_PASSWORD: 'eu-secret' }
const readSecret = (ref: SecretRef) => ('env' in ref ? (secrets[ref.env] ?? '') : `content of ${ref.file}`)
const source = { directory, readSecret }

/** Authority, key and chain in one store, as today's keytool writes it; then the same as older ones did. */
const { command: java } = await findJava()
function keytool(...args: readonly string[]): Buffer {
  return execFileSync(
    java.replace(/java$/, 'keytool'),
    [...args, ...['-noprompt', '-storepass', 'changeit', '-J-XX:TieredStopAtLevel=1']],
    { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] },
  )
}
const today = ['-keystore', 'today.p12', '-storetype', 'PKCS12']
keytool('-genkeypair', '-alias', 'strait', '-keyalg', 'RSA', '-dname', 'CN=strait', ...today)
const { publicKey } = new X509Certificate(keytool('-exportcert', '-alias', 'strait', ...today))
writeFileSync(join(directory, 'signed.pem'), broker.certificates?.signClient(publicKey) ?? '')
keytool('-importcert', '-alias', 'authority', '-file', broker.caFile ?? '', ...today)
keytool('-importcert', '-alias', 'strait', '-file', 'signed.pem', ...today)
const copied = ['-importkeystore', '-srckeystore', 'today.p12', '-srcstorepass', 'changeit']
keytool('-J-Dkeystore.pkcs12.legacy', ...copied, '-destkeystore', 'legacy.p12', '-deststoretype', 'PKCS12')
keytool(...copied, '-destkeystore', 'store.jks', '-deststoretype', 'JKS', '-deststorepass', 'changeit')

const eu = { name: 'eu', bootstrap: broker.bootstrap }
const own = { certFile: 'client.pem', keyFile: 'client.key' }

const specs: { name: string; spec: ClusterSpec }[] = [
  { name: 'a PEM authority', spec: { ...eu, tls: { ...own, caFile: 'ca.pem' } } },
  ...['today.p12', 'legacy.p12', 'store.jks'].map((file) => ({
    name: `keytool's ${file} as truststore and keystore`,
    spec: {
      ...eu,
      tls: {
        ...{ truststoreFile: file, truststorePassword: { env: 'STORE' } },
        ...{ keystoreFile: file, keystorePassword: { env: 'STORE' } },
      },
    },
  })),
]

for (const { name, spec } of specs) {
  test(`${name}, with a client certificate, gets both clients through`, async () => {
    const cluster = await openCluster(spec, source)
    try {
      assert.equal(cluster.name, 'eu')
      assert.equal((await cluster.describe()).clusterId, broker.clusterId)
      assert.deepEqual(await cluster.topics(), [])
    } finally {
      await cluster.close()
    }
  })
}

test('without the client certificate the broker lets nobody in', async () => {
  const cluster = await openCluster({ ...eu, tls: { caFile: 'ca.pem' } }, source)
  try {
    await assert.rejects(cluster.topics(), { name: 'StraitError', message: /^cluster "eu": / })
  } finally {
    await cluster.close()
  }
})

test('a password is read where the block refers to it, and nothing is read before it is needed', async () => {
  const sasl = { mechanism: 'scram-sha-512', username: 'strait' } as const
  const fromEnv = await clusterSettings(
    { ...eu, sasl: { ...sasl, password: { env: 'EU_PASSWORD' } } },
    source,
  )
  assert.deepEqual(fromEnv, {
    bootstrap: broker.bootstrap,
    clientId: 'strait',
    security: { sasl: { ...sasl, password: 'eu-secret' } },
  })
  const fromFile = await clusterSettings({ ...eu, sasl: { ...sasl, password: { file: 'p' } } }, source, 'x')
  assert.equal(fromFile.security.sasl?.password, 'content of p')
  const nothing = await clusterSettings(eu, { directory, readSecret: () => assert.fail('read a secret') })
  assert.deepEqual(nothing.security, {})
})
