import assert from 'node:assert/strict'
import { pbkdf2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, suite, test } from 'node:test'
import { StraitError } from '../../src/errors/strait-error.ts'
import { callApi } from '../../src/wire/call.ts'
import { Connection, type SaslMechanism, type Security } from '../../src/wire/connection.ts'
import { encodeMetadata } from '../../src/wire/messages/metadata.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { issueCertificates } from '../brokers/certificates.ts'
import { batchOf } from './made-batch.ts'
import { endpointOf, RawClient } from './raw-client.ts'

const metadata = { key: 3, version: 12, flexible: true }
/** Long enough that a busy machine is not late for the next login. */
const sessionMs = 4000

function open(broker: Broker, security: Security): Promise<Connection> {
  return Connection.open(endpointOf(broker.bootstrap[0] ?? ''), { clientId: 'strait-test', security })
}

async function refused(opening: Promise<Connection>, code: string, says: RegExp): Promise<void> {
  try {
    await (await opening).close()
  } catch (error) {
    assert.ok(error instanceof StraitError, String(error))
    assert.equal(error.code, code, error.message)
    assert.match(error.message, says)
    return
  }
  assert.fail('the connection was opened')
}

suite('a broker with SASL and sessions that end', () => {
  let broker: Broker
  before(async () => {
    broker = await startBroker({
      security: 'sasl_plaintext',
      users: [{ name: 'strait', password: 'strait-secret' }],
      properties: { 'connections.max.reauth.ms': sessionMs },
    })
  })
  after(() => broker.close())
  const as = (mechanism: SaslMechanism, password = 'strait-secret'): Security => ({
    sasl: { mechanism, username: 'strait', password },
  })

  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
    test(`logs in with ${mechanism}`, async () => {
      const connection = await open(broker, as(mechanism))
      assert.ok((await connection.request(metadata, encodeMetadata([]))).length > 0)
      await connection.close()
    })

    test(`refuses a wrong password with ${mechanism}, and the message holds no secret`, async () => {
      const secret = 'not-the-password'
      const opening = open(broker, as(mechanism, secret))
      await refused(opening, 'ST302', /refused user "strait" .*uthentication failed/)
      const error = await open(broker, as(mechanism, secret)).catch((reason: StraitError) => reason)
      assert.ok(!JSON.stringify([error, String(error)]).includes(secret))
    })
  }

  test('logs in again before a session ends, with any mechanism, and loses no request in flight', async () => {
    const end = performance.now() + 1.6 * sessionMs
    const keepAsking = async (mechanism: SaslMechanism): Promise<void> => {
      const connection = await open(broker, as(mechanism))
      let answered = 0
      const ask = async (): Promise<void> => {
        while (performance.now() < end) {
          await connection.request(metadata, encodeMetadata([]))
          answered += 1
        }
      }
      await Promise.all([ask(), ask(), ask()])
      assert.ok(answered > 3)
      assert.equal(connection.pending, 0)
      assert.ok(connection.live)
      await connection.close()
    }
    await Promise.all((['plain', 'scram-sha-256', 'scram-sha-512'] as const).map(keepAsking))
  })

  test('a client that does not log in is not served, and hears what may be missing', async () => {
    const connection = await open(broker, {})
    const asked = connection.request(metadata, encodeMetadata([])).then(() => connection)
    await refused(asked, 'ST300', /without an answer; if it wants a login, the cluster needs a sasl block$/)
  })

  test('a whole cluster client works behind a login', async () => {
    await using client = new RawClient(broker.bootstrap, as('scram-sha-512'))
    const topic = await client.createTopic('sasl')
    assert.equal(await client.end(topic), 0)
  })
})

suite('a broker with TLS and SASL', () => {
  let broker: Broker
  before(async () => {
    broker = await startBroker({ security: 'sasl_ssl' })
  })
  after(() => broker.close())
  const ca = (): Buffer => readFileSync(broker.caFile ?? '')

  test('logs in with SCRAM-SHA-512 over TLS and moves data', async () => {
    const sasl = { mechanism: 'scram-sha-512', username: 'strait', password: 'strait-secret' } as const
    await using client = new RawClient(broker.bootstrap, { tls: { ca: ca() }, sasl })
    const topic = await client.createTopic('tls')
    const batch = batchOf(['x'.repeat(700_000)])
    assert.equal(await client.send(topic, batch), 'at 0')
    const { records } = await client.fetch(topic, { offset: 0 })
    assert.ok(records.subarray(61).equals(batch.subarray(61)))
  })

  test('user names with = and , and passwords with any letters are spelled as SCRAM wants', async () => {
    const [username, password] = ['al,ice=1', 'pässword "quoted" 密码']
    await using direct = new RawClient(broker.directBootstrap)
    const salt = Buffer.from('a salt of the test')
    const saltedPassword = pbkdf2Sync(password, salt, 4096, 32, 'sha256')
    const credential = { name: username, mechanism: 1, iterations: 4096, salt, saltedPassword }
    await callApi(await direct.connection(), 'alterUserScramCredentialsV0', [[], [credential]])
    // A later change that the broker serves proves that it has read this one.
    await direct.createTopic('after-the-user')
    const sasl = { mechanism: 'scram-sha-256', username, password } as const
    const connection = await open(broker, { tls: { ca: ca() }, sasl })
    await connection.close()
  })
})

suite('a broker with TLS that asks for client certificates', () => {
  let broker: Broker
  before(async () => {
    broker = await startBroker({ security: 'tls', clientCertificates: true })
  })
  after(() => broker.close())
  const ca = (): Buffer => readFileSync(broker.caFile ?? '')
  const withClient = () => ({
    ca: ca(),
    cert: readFileSync(broker.certificates?.clientCertFile ?? ''),
    key: readFileSync(broker.certificates?.clientKeyFile ?? ''),
  })

  test('takes a client with its certificate', async () => {
    await using client = new RawClient(broker.bootstrap, { tls: withClient() })
    assert.equal(await client.end(await client.createTopic('mtls')), 0)
  })

  test('an unknown authority is refused by us, whatever the options say', async () => {
    await refused(open(broker, { tls: {} }), 'ST308', /TLS with 127\.0\.0\.1:\d+ failed/)
    const { caFile } = issueCertificates(broker.logDir)
    const other = { ...withClient(), ca: readFileSync(caFile), rejectUnauthorized: false }
    await refused(open(broker, { tls: other }), 'ST308', /TLS with 127\.0\.0\.1:\d+ failed/)
  })

  test('a certificate for another host is refused by us', async () => {
    await refused(
      open(broker, { tls: { ...withClient(), servername: 'other.example.com' } }),
      'ST308',
      /altnames/,
    )
  })

  test('a client without a certificate is refused by the broker', async () => {
    await refused(open(broker, { tls: { ca: ca() } }), 'ST308', /refuses the client certificate/)
  })

  test('plain TCP to a TLS port is told from the answer', async () => {
    await refused(open(broker, {}), 'ST303', /looks like TLS/)
  })

  test('TLS to a plain port fails as TLS or as a lost connection, in bounded time', async () => {
    const endpoint = endpointOf(broker.directBootstrap[0] ?? '')
    const opening = Connection.open(endpoint, {
      clientId: 'strait-test',
      security: { tls: withClient() },
      connectTimeoutMs: 2000,
    })
    await refused(opening, 'ST300', /was not reached: .*as a port without TLS does/)
  })
})
