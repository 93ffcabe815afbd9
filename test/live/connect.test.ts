// A cluster block against a broker that wants TLS with client certificates: what the files say has to get both
// clients through. The Java truststore is made by keytool from the broker's own authority.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
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

const truststoreFile = 'authority.jks'
const { command: java } = await findJava()
execFileSync(
  java.replace(/java$/, 'keytool'),
  [
    ...['-importcert', '-noprompt', '-alias', 'authority', '-file', broker.caFile ?? ''],
    ...['-keystore', join(directory, truststoreFile), '-storetype', 'JKS', '-storepass', 'changeit'],
  ],
  { stdio: 'ignore' },
)

const eu = { name: 'eu', bootstrap: broker.bootstrap }
const own = { certFile: 'client.pem', keyFile: 'client.key' }

const specs: { name: string; spec: ClusterSpec }[] = [
  { name: 'a PEM authority', spec: { ...eu, tls: { ...own, caFile: 'ca.pem' } } },
  {
    name: 'a Java truststore',
    spec: { ...eu, tls: { ...own, truststoreFile, truststorePassword: { env: 'STORE' } } },
  },
]

for (const { name, spec } of specs) {
  test(`${name} and a client certificate get both clients through`, async () => {
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
