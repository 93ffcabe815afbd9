import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { StraitError } from '../../src/errors/strait-error.ts'
import { callApi } from '../../src/wire/call.ts'
import { Connection } from '../../src/wire/connection.ts'
import {
  decodeOffsetForLeaderEpoch,
  encodeOffsetForLeaderEpoch,
} from '../../src/wire/messages/offset-for-leader-epoch.ts'
import { decodeWriteTxnMarkers, encodeWriteTxnMarkers } from '../../src/wire/messages/write-txn-markers.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { startProxy } from '../proxy/proxy.ts'
import { batchOf } from './made-batch.ts'
import { RawClient, type TestTopic } from './raw-client.ts'

suite('cold messages', () => {
  let client: RawClient
  let connection: Connection
  let topic: TestTopic
  before(async () => {
    client = new RawClient((await sharedClusters()).target.bootstrap)
    connection = await client.connection()
    topic = await client.createTopic('call')
  })
  after(() => client.brokers.close())
  const unique = (): string => `wire-${randomBytes(6).toString('hex')}`

  test('an error code in an answer becomes a StraitError with the code and name in its facts', async () => {
    const transactionalId = unique()
    const at = { kind: 'transaction', key: transactionalId, lane: 'transactions' } as const
    const missing = client.brokers.atCoordinator(at, (coordinator) =>
      callApi(coordinator, 'describeTransactionsV0', [[transactionalId]]),
    )
    await assert.rejects(missing, (error) => {
      assert.ok(error instanceof StraitError)
      assert.equal(error.code, 'ST306')
      assert.deepEqual(error.facts, { protocolCode: 105, protocolName: 'TRANSACTIONAL_ID_NOT_FOUND' })
      assert.match(
        error.message,
        /^DescribeTransactions on 127\.0\.0\.1:\d+: the broker answered TRANSACTIONAL_ID/,
      )
      return true
    })
  })

  test('a fan-out may take the answer with its error codes as it is', async () => {
    const resources = [topic.name, unique()].map((resourceName) => ({ resourceType: 2, resourceName }))
    const answer = await callApi(connection, 'describeConfigsV4', [resources as never, false, false], {
      errorCodes: 'return',
    })
    assert.deepEqual(
      answer.results.map(({ errorCode }) => errorCode),
      [0, 3],
    )
  })

  test('MEMBER_ID_REQUIRED brings the id to join with', async () => {
    const groupId = unique()
    const protocols = [{ name: 'strait', metadata: Buffer.from('m') }]
    const at = { kind: 'group', key: groupId, lane: 'groups' } as const
    const error = await client.brokers
      .atCoordinator(at, (coordinator) =>
        callApi(coordinator, 'joinGroupV7', [groupId, 10_000, 10_000, '', null, 'strait', protocols]),
      )
      .catch((reason: StraitError) => reason)
    assert.ok(error instanceof StraitError)
    assert.equal(error.facts['protocolCode'], 79)
    assert.match(String(error.facts['memberId']), /strait-test/)
  })

  test('of many partitions the refused one is the reason, not those left alone because of it', async () => {
    const transactionalId = unique()
    const at = { kind: 'transaction', key: transactionalId, lane: 'transactions' } as const
    const refused = client.brokers.atCoordinator(at, async (coordinator) => {
      const init = [transactionalId, 60_000, -1n, -1] as const
      const { producerId, producerEpoch } = await callApi(coordinator, 'initProducerIdV4', [...init])
      const topics = [topic.name, unique()].map((name) => ({ name, partitions: [0] }))
      const transaction = { transactionalId, producerId, producerEpoch, verifyOnly: false, topics }
      return callApi(coordinator, 'addPartitionsToTxnV3', [[transaction]])
    })
    await assert.rejects(refused, { message: /UNKNOWN_TOPIC_OR_PARTITION \(3\)/ })
  })

  test('a version that the broker lacks is refused before anything is sent', async () => {
    await assert.rejects(callApi(connection, 'alterPartitionV3', [1, 1n, []] as never), { code: 'ST304' })
  })

  test('a call has a timeout of its own', async () => {
    await using proxy = await startProxy()
    proxy.forwardTo(connection.endpoint.port)
    const options = { clientId: 'strait-test', security: {}, requestTimeoutMs: 60_000 }
    const own = await Connection.open({ host: '127.0.0.1', port: proxy.port }, options)
    proxy.set({ swallow: 'both' })
    const never = callApi(own, 'initProducerIdV4', [null, 60_000, -1n, -1], { timeoutMs: 100 })
    await assert.rejects(never, { code: 'ST301', message: /did not answer InitProducerId within 100 ms/ })
  })

  test('WriteTxnMarkers puts one marker with the given epoch into a log and fences lower ones', async () => {
    const producer = { producerId: 900_000_001, producerEpoch: 4 }
    const before = await client.end(topic)
    const marker = {
      ...producer,
      committed: false,
      coordinatorEpoch: 0,
      topics: [{ topic: topic.name, partitions: [0] }],
    }
    const api = { key: 27, version: 1, flexible: true }
    const body = await connection.request(api, encodeWriteTxnMarkers([marker]))
    assert.deepEqual(decodeWriteTxnMarkers(body), [
      { producerId: producer.producerId, topic: topic.name, partition: 0, errorCode: 0 },
    ])
    assert.equal(await client.end(topic), before + 1)
    const late = batchOf(['late'], { producerId: producer.producerId, producerEpoch: 3, baseSequence: 0 })
    assert.equal(await client.send(topic, late), 'INVALID_PRODUCER_EPOCH')
  })

  test('OffsetForLeaderEpoch tells where an epoch ends', async () => {
    const fresh = await client.createTopic('epochs')
    await client.send(fresh, batchOf(['a', 'b']))
    const asked = [
      { topic: fresh.name, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] },
    ]
    const body = await connection.request(
      { key: 23, version: 4, flexible: true },
      encodeOffsetForLeaderEpoch(asked),
    )
    assert.deepEqual(decodeOffsetForLeaderEpoch(body), [
      { topic: fresh.name, partitions: [{ partition: 0, errorCode: 0, leaderEpoch: 0, endOffset: 2 }] },
    ])
  })
})
