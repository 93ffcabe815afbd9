import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, suite, test } from 'node:test'
import { StraitError } from '../../src/errors/strait-error.ts'
import { Connection, type ConnectionOptions } from '../../src/wire/connection.ts'
import { Encoder } from '../../src/wire/encoder.ts'
import { decodeMetadata, encodeMetadata, metadataApi } from '../../src/wire/messages/metadata.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import { frameOf, startLyingBroker } from './lying-broker.ts'
import { batchOf } from './made-batch.ts'
import { endpointOf, RawClient, type TestTopic } from './raw-client.ts'

const options: ConnectionOptions = { clientId: 'strait-test', security: {} }
const metadata = { key: metadataApi.key, version: 12, flexible: true }
const askMetadata = (connection: Connection): Promise<Buffer> =>
  connection.request(metadata, encodeMetadata([]))

/** A fetch at the end of an empty topic: the broker keeps it for `maxWaitMs`. */
function longPoll(topic: TestTopic, maxWaitMs: number): Buffer[] {
  const encoder = new Encoder().int32(maxWaitMs).int32(1).int32(1_000_000).int8(0).int32(0).int32(-1)
  encoder.array([topic], (_, { id }) => {
    encoder
      .uuid(id)
      .array([0], () => encoder.int32(0).int32(-1).int64(0).int32(-1).int64(-1).int32(1_000_000).tags())
    encoder.tags()
  })
  return encoder
    .array([], () => {})
    .string('')
    .tags()
    .finish()
}

async function failure(promise: Promise<unknown>): Promise<StraitError> {
  try {
    await promise
  } catch (error) {
    assert.ok(error instanceof StraitError, String(error))
    return error
  }
  assert.fail('it succeeded')
}

suite('a connection to a broker', () => {
  let address: string
  let client: RawClient
  let proxy: FaultProxy
  let topic: TestTopic
  before(async () => {
    const { source } = await sharedClusters()
    address = source.bootstrap[0] ?? ''
    client = new RawClient(source.bootstrap)
    topic = await client.createTopic('connection')
    proxy = await startProxy()
    proxy.forwardTo(endpointOf(address).port)
  })
  after(async () => {
    await client.brokers.close()
    await proxy.close()
  })
  const throughProxy = (more: Partial<ConnectionOptions> = {}): Promise<Connection> =>
    Connection.open({ host: '127.0.0.1', port: proxy.port }, { ...options, ...more })

  test('knows the highest version that both sides speak, and says which one is missing', async () => {
    const connection = await Connection.open(endpointOf(address), options)
    assert.equal(connection.version(1, { min: 12, max: 13 }), 13)
    assert.equal(connection.version(3, { min: 0, max: 12 }), 12)
    assert.throws(() => connection.version(1, { min: 99, max: 100 }), {
      code: 'ST304',
      message: /Fetch .*99 to 100/,
    })
    assert.throws(() => connection.version(999, { min: 0, max: 1 }), { code: 'ST304', message: /API 999/ })
    await connection.close()
  })

  test('answers 300 requests in flight in the order of the calls', async () => {
    const connection = await Connection.open(endpointOf(address), options)
    const order: number[] = []
    const asked = Array.from({ length: 300 }, (_, index) =>
      askMetadata(connection).then(() => order.push(index)),
    )
    assert.equal(connection.pending, 300)
    await Promise.all(asked)
    assert.deepEqual(order, [...order.keys()])
    assert.equal(connection.pending, 0)
    await connection.close()
  })

  test('reads answers that arrive a few bytes at a time', async () => {
    proxy.set({ sliceBytes: 3 })
    const connection = await throughProxy()
    const { brokers } = decodeMetadata(await askMetadata(connection))
    assert.equal(brokers.length, 1)
    await connection.close()
    proxy.pass()
  })

  test('moves batches of megabytes unchanged, in pieces of any size', async () => {
    const large = await client.createTopic('large', { configs: { 'max.message.bytes': '20000000' } })
    const value = Buffer.from(
      Uint32Array.from({ length: 1_000_000 }, (_, at) => Math.imul(at, 2_654_435_761)).buffer,
    )
    const batch = batchOf([value.toString('base64')])
    assert.equal(await client.send(large, batch), 'at 0')
    const { records } = await client.fetch(large, { offset: 0 })
    assert.ok(records.subarray(61).equals(batch.subarray(61)))
  })

  test('an answer is memory of its own: later answers do not touch it', async () => {
    const connection = await Connection.open(endpointOf(address), options)
    const first = await askMetadata(connection)
    const copy = Buffer.from(first)
    for (let round = 0; round < 50; round += 1) await askMetadata(connection)
    assert.deepEqual(first, copy)
    await connection.close()
  })

  test('close lets what was asked be answered, and refuses what comes after', async () => {
    const connection = await Connection.open(endpointOf(address), options)
    const poll = connection.request({ key: 1, version: 15, flexible: true }, longPoll(topic, 300))
    const asked = askMetadata(connection)
    const closing = connection.close()
    assert.equal((await failure(askMetadata(connection))).code, 'ST300')
    await closing
    await Promise.all([poll, asked, connection.close()])
    assert.equal((await connection.closed).code, 'ST300')
    assert.equal((await failure(askMetadata(connection))).code, 'ST300')
  })

  test('abort rejects all that is pending with its reason, and is heard once', async () => {
    const connection = await Connection.open(endpointOf(address), options)
    const asked = [1, 2, 3].map(() => failure(askMetadata(connection)))
    const reason = new StraitError('ST300', 'the test wants it')
    connection.abort(reason)
    connection.abort(new StraitError('ST300', 'too late'))
    assert.deepEqual(await Promise.all(asked), [reason, reason, reason])
    assert.equal(await connection.closed, reason)
  })

  test('a black hole ends in a timeout: it is told to the late request, and the others are lost with it', async () => {
    const connection = await throughProxy({ requestTimeoutMs: 60_000 })
    proxy.set({ swallow: 'both' })
    const early = failure(askMetadata(connection))
    const late = failure(connection.request({ ...metadata, timeoutMs: 150 }, encodeMetadata([])))
    const error = await late
    assert.equal(error.code, 'ST301')
    assert.match(error.message, /127\.0\.0\.1:\d+ did not answer Metadata within 150 ms/)
    assert.equal((await early).code, 'ST300')
    assert.equal(await connection.closed, error)
    proxy.pass()
  })

  test('a half-open connection, of which only one direction works, ends in a timeout too', async () => {
    for (const swallow of ['requests', 'answers'] as const) {
      const connection = await throughProxy()
      proxy.set({ swallow })
      const asked = connection.request({ ...metadata, timeoutMs: 150 }, encodeMetadata([]))
      assert.equal((await failure(asked)).code, 'ST301')
      proxy.pass()
    }
  })

  test('the deadline of a request that was answered does not end a slower one behind it', async () => {
    const connection = await throughProxy()
    await connection.request({ ...metadata, timeoutMs: 1500 }, encodeMetadata([]))
    await connection.request({ key: 1, version: 15, flexible: true }, longPoll(topic, 2000))
    await askMetadata(connection)
    await connection.close()
  })

  test('a connection that is cut in the middle of a frame rejects all pending requests', async () => {
    const connection = await throughProxy()
    const cut = once(proxy, 'cut')
    proxy.set({ cutAfter: { direction: 'answers', bytes: 20 } })
    const asked = [1, 2, 3].map(() => failure(askMetadata(connection)))
    await cut
    const errors = await Promise.all(asked)
    assert.deepEqual([...new Set(errors.map(({ code }) => code))], ['ST300'])
    assert.equal((await connection.closed).code, 'ST300')
    proxy.pass()
  })

  test('a reset and an orderly end by the peer are both noticed while nothing is asked', async () => {
    for (const how of ['reset', 'end'] as const) {
      const connection = await throughProxy()
      proxy.drop(how)
      assert.equal((await connection.closed).code, 'ST300')
    }
  })

  test('a broker that never answers (a null record set makes it forget to) costs one timeout', async () => {
    const connection = await Connection.open(endpointOf(address), options)
    const encoder = new Encoder().string(null).int16(-1).int32(1000)
    encoder.array([topic], () => {
      encoder.uuid(topic.id).array([0], () => encoder.int32(0).uvarint(0).tags())
      encoder.tags()
    })
    const error = await failure(
      connection.request({ key: 0, version: 13, flexible: true, timeoutMs: 300 }, encoder.tags().finish()),
    )
    assert.equal(error.code, 'ST301')
  })

  test('a port where nobody listens is not reached', async () => {
    const gone = await startProxy()
    await gone.close()
    const error = await failure(Connection.open({ host: '127.0.0.1', port: gone.port }, options))
    assert.equal(error.code, 'ST300')
    assert.equal(error.facts['reason'], 'ECONNREFUSED')
  })

  test('a peer that accepts and says nothing costs the request timeout', async () => {
    proxy.set({ swallow: 'both' })
    const error = await failure(throughProxy({ requestTimeoutMs: 150 }))
    assert.equal(error.code, 'ST301')
    proxy.pass()
  })
})

const lies: readonly {
  readonly name: string
  readonly bytes: (correlationId: number) => Buffer
  readonly says: RegExp
}[] = [
  {
    name: 'an answer nobody asked for',
    bytes: (id) => frameOf(id + 7, Buffer.alloc(20)),
    says: /came where .* was due/,
  },
  {
    name: 'a frame of 2 GB',
    bytes: () => Buffer.from('7fffffff', 'hex'),
    says: /2147483647 bytes is announced/,
  },
  {
    name: 'a frame without a correlation id',
    bytes: () => Buffer.from('00000002aaaa', 'hex'),
    says: /2 bytes/,
  },
  { name: 'a frame without a body', bytes: (id) => frameOf(id, Buffer.alloc(0)), says: /header/ },
  {
    name: 'tagged fields in the header',
    bytes: (id) => frameOf(id, Buffer.from('01', 'hex')),
    says: /tagged fields/,
  },
  {
    name: 'two answers to one request',
    bytes: (id) => Buffer.concat([frameOf(id, Buffer.alloc(1)), frameOf(id, Buffer.alloc(1))]),
    says: /came where none was due/,
  },
]

for (const { name, bytes, says } of lies) {
  test(`${name} ends the connection as malformed`, async () => {
    await using broker = await startLyingBroker((socket, correlationId) => socket.write(bytes(correlationId)))
    const connection = await Connection.open(broker.endpoint, options)
    const asked = askMetadata(connection).then(
      () => undefined,
      (error: unknown) => error,
    )
    const reason = await connection.closed
    assert.equal(reason.code, 'ST303')
    assert.match(reason.message, says)
    const error = await asked
    assert.ok(error === undefined || error === reason)
  })
}
