import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Connection } from '../../src/wire/connection.ts'
import { decodeFetch, encodeFetch } from '../../src/wire/messages/fetch.ts'
import { decodeListOffsets, encodeListOffsets, offsetAt } from '../../src/wire/messages/list-offsets.ts'
import { decodeMetadata, encodeMetadata } from '../../src/wire/messages/metadata.ts'
import { decodeProduce, encodeProduce, type ProduceTopic } from '../../src/wire/messages/produce.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { batchOf } from './made-batch.ts'
import { RawClient, type TestTopic } from './raw-client.ts'

const id = '00112233445566778899aabbccddeeff'
const hexOf = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('hex')

test('a fetch is written as the protocol says, by name in version 12 and by id from 13', () => {
  const request = {
    maxWaitMs: 1,
    minBytes: 2,
    maxBytes: 3,
    isolation: 'read_committed',
    topics: [
      {
        topic: 'ab',
        topicId: id,
        partitions: [
          {
            partition: 4,
            leaderEpoch: 5,
            fetchOffset: 2 ** 33 + 6,
            lastFetchedEpoch: 7,
            logStartOffset: -1,
            maxBytes: 8,
          },
        ],
      },
    ],
  } as const
  const head = '00000001' + '00000002' + '00000003' + '01' + '00000000' + 'ffffffff' + '02'
  const partition =
    '02' + '00000004' + '00000005' + '0000000200000006' + '00000007' + 'ffffffffffffffff' + '00000008' + '00'
  const tail = '00' + '01' + '01' + '00'
  const mutable = {
    ...request,
    topics: request.topics.map((topic) => ({ ...topic, partitions: [...topic.partitions] })),
  }
  assert.equal(hexOf(encodeFetch(12, mutable)), `ffffffff${head}036162${partition}${tail}`)
  assert.equal(hexOf(encodeFetch(13, mutable)), `ffffffff${head}${id}${partition}${tail}`)
  assert.equal(hexOf(encodeFetch(17, mutable)), `${head}${id}${partition}${tail}`)
})

test('a fetch answer is read with its tagged fields, and its records are a slice of it', () => {
  const body = Buffer.from(
    '00000064' +
      '0000' +
      '00000009' +
      '02' +
      id +
      '02' + // throttle, error, session, one topic, one partition
      '00000003' +
      '0000' +
      '000000000000000a' +
      '0000000000000009' +
      '0000000000000001' + // offsets
      '02' +
      '0000000000000007' +
      '0000000000000005' +
      '00' + // one aborted transaction
      'ffffffff' +
      '04' +
      'aabbcc' + // replica, three bytes of records
      '03' +
      '000d' +
      '00000002' +
      '0000000000000004' +
      '00' +
      '0109' +
      '00000006' +
      '00000008' +
      '00' +
      '0500' + // tags
      '00' +
      '00' +
      '0000',
    'hex',
  )
  const answer = decodeFetch(17, body)
  assert.deepEqual(answer, {
    throttleMs: 100,
    errorCode: 0,
    sessionId: 9,
    topics: [
      {
        topic: undefined,
        topicId: id,
        partitions: [
          {
            partition: 3,
            errorCode: 0,
            highWatermark: 10,
            lastStableOffset: 9,
            logStartOffset: 1,
            divergingEpoch: { epoch: 2, endOffset: 4 },
            currentLeader: { leader: 6, leaderEpoch: 8 },
            abortedTransactions: [{ producerId: 7, firstOffset: 5 }],
            preferredReadReplica: -1,
            records: Buffer.from('aabbcc', 'hex'),
          },
        ],
      },
    ],
  })
  assert.equal(answer.topics[0]?.partitions[0]?.records.buffer, body.buffer)
})

test('a produce request is a list of buffers that holds the batches themselves', () => {
  const [one, two] = [batchOf(['one']), batchOf(['two'])]
  const pieces = [two.subarray(0, 61), two.subarray(61)]
  const parts = encodeProduce(13, {
    acks: -1,
    timeoutMs: 5,
    topics: [
      {
        name: 'ab',
        id,
        partitions: [
          { partition: 1, batch: one },
          { partition: 2, batch: pieces },
        ],
      },
    ],
  })
  assert.ok([one, ...pieces].every((piece) => parts.includes(piece)))
  const sized = (batch: Buffer): string =>
    Buffer.from([batch.length + 1]).toString('hex') + batch.toString('hex')
  const expected =
    '00' +
    'ffff' +
    '00000005' +
    '02' +
    id +
    '03' +
    `00000001${sized(one)}00` +
    `00000002${sized(two)}00` +
    '00' +
    '00'
  assert.equal(hexOf(parts), expected)
})

const wrong: readonly { readonly name: string; readonly topics: readonly ProduceTopic[] }[] = [
  {
    name: 'the same partition twice',
    topics: [
      { name: 'a', id, partitions: [0, 0].map((partition) => ({ partition, batch: batchOf(['x']) })) },
    ],
  },
  {
    name: 'the same topic twice',
    topics: [0, 1].map((partition) => ({
      name: 'a',
      id,
      partitions: [{ partition, batch: batchOf(['x']) }],
    })),
  },
  {
    name: 'two batches in one entry',
    topics: [
      {
        name: 'a',
        id,
        partitions: [{ partition: 0, batch: Buffer.concat([batchOf(['x']), batchOf(['y'])]) }],
      },
    ],
  },
  {
    name: 'a part of a batch',
    topics: [{ name: 'a', id, partitions: [{ partition: 0, batch: batchOf(['x']).subarray(0, 50) }] }],
  },
  { name: 'an empty list of pieces', topics: [{ name: 'a', id, partitions: [{ partition: 0, batch: [] }] }] },
]

for (const { name, topics } of wrong) {
  test(`a produce request with ${name} is never made`, () => {
    assert.throws(() => encodeProduce(13, { acks: -1, timeoutMs: 5, topics }), { name: 'AssertionError' })
  })
}

suite('every version that we speak', () => {
  let client: RawClient
  let connection: Connection
  let topic: TestTopic
  let appended = 0
  before(async () => {
    client = new RawClient((await sharedClusters()).source.bootstrap)
    connection = await client.connection()
    topic = await client.createTopic('versions', { partitions: 2 })
  })
  after(() => client.brokers.close())

  for (const version of [9, 10, 11, 12, 13]) {
    test(`Produce v${version}`, async () => {
      const partitions = [0, 1].map((partition) => ({ partition, batch: batchOf([`v${version}`]) }))
      const body = encodeProduce(version, { acks: -1, timeoutMs: 5000, topics: [{ ...topic, partitions }] })
      const answer = decodeProduce(
        version,
        await connection.request({ key: 0, version, flexible: true }, body),
      )
      const [answered] = answer.topics
      assert.equal(version >= 13 ? answered?.id : answered?.name, version >= 13 ? topic.id : topic.name)
      assert.deepEqual(
        answered?.partitions
          .map(({ partition, errorCode, baseOffset }) => [partition, errorCode, baseOffset])
          .sort(),
        [
          [0, 0, appended],
          [1, 0, appended],
        ],
      )
      appended += 1
    })
  }

  test('a refused batch is explained record by record', async () => {
    const keyed = await client.createTopic('explained', { configs: { 'cleanup.policy': 'compact' } })
    const topics = [{ ...keyed, partitions: [{ partition: 0, batch: batchOf(['a', 'b']) }] }]
    const body = encodeProduce(13, { acks: -1, timeoutMs: 5000, topics })
    const answer = decodeProduce(13, await connection.request({ key: 0, version: 13, flexible: true }, body))
    const [refused] = answer.topics[0]?.partitions ?? []
    assert.equal(refused?.errorCode, 87)
    assert.deepEqual(
      refused.recordErrors.map(({ index }) => index),
      [0, 1],
    )
    assert.match(refused.errorMessage ?? '', /rejected/)
  })

  for (const version of [12, 13, 14, 15, 16, 17]) {
    test(`Fetch v${version}`, async () => {
      const asked = {
        leaderEpoch: -1,
        fetchOffset: 0,
        lastFetchedEpoch: -1,
        logStartOffset: -1,
        maxBytes: 1_000_000,
      }
      const body = encodeFetch(version, {
        maxWaitMs: 100,
        minBytes: 1,
        maxBytes: 1_000_000,
        isolation: 'read_uncommitted',
        topics: [{ topic: topic.name, topicId: topic.id, partitions: [{ partition: 1, ...asked }] }],
      })
      const answer = decodeFetch(version, await connection.request({ key: 1, version, flexible: true }, body))
      const [fetched] = answer.topics
      assert.equal(version >= 13 ? fetched?.topicId : fetched?.topic, version >= 13 ? topic.id : topic.name)
      const [partition] = fetched?.partitions ?? []
      assert.deepEqual(
        [partition?.partition, partition?.errorCode, partition?.highWatermark],
        [1, 0, appended],
      )
      assert.ok((partition?.records.length ?? 0) > 300)
    })
  }

  test('a fetch session answers only what changed', async () => {
    const idle = await client.createTopic('session', { partitions: 3 })
    const asked = {
      leaderEpoch: -1,
      fetchOffset: 0,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      maxBytes: 1_000_000,
    }
    const all = [0, 1, 2].map((partition) => ({ partition, ...asked }))
    const ask = async (session: { sessionId: number; sessionEpoch: number }, partitions: typeof all) => {
      const topics = partitions.length > 0 ? [{ topic: idle.name, topicId: idle.id, partitions }] : []
      const limits = {
        maxWaitMs: 50,
        minBytes: 1,
        maxBytes: 1_000_000,
        isolation: 'read_uncommitted',
      } as const
      const body = encodeFetch(17, { ...limits, ...session, topics })
      return decodeFetch(17, await connection.request({ key: 1, version: 17, flexible: true }, body))
    }
    const opened = await ask({ sessionId: 0, sessionEpoch: 0 }, all)
    assert.equal(opened.topics[0]?.partitions.length, 3)
    assert.notEqual(opened.sessionId, 0)
    const quiet = await ask({ sessionId: opened.sessionId, sessionEpoch: 1 }, [])
    assert.deepEqual([quiet.errorCode, quiet.topics], [0, []])
    await client.produce(idle, [[2, batchOf(['x'])]])
    const changed = await ask({ sessionId: opened.sessionId, sessionEpoch: 2 }, [])
    assert.deepEqual(
      changed.topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition)),
      [2],
    )
    const wrongEpoch = await ask({ sessionId: opened.sessionId, sessionEpoch: 9 }, [])
    assert.equal(wrongEpoch.errorCode, 71)
  })

  for (const version of [6, 7, 8]) {
    test(`ListOffsets v${version}`, async () => {
      const times = [offsetAt.earliest, offsetAt.latest, Date.now() + 3_600_000, 0]
      const found: number[] = []
      for (const timestamp of times) {
        const asked = [{ topic: topic.name, partitions: [{ partition: 0, leaderEpoch: -1, timestamp }] }]
        const body = encodeListOffsets('read_committed', asked)
        const answer = decodeListOffsets(await connection.request({ key: 2, version, flexible: true }, body))
        found.push(answer[0]?.partitions[0]?.offset ?? Number.NaN)
      }
      assert.deepEqual(found, [0, appended, -1, 0])
    })
  }

  for (const version of [11, 12]) {
    test(`Metadata v${version}`, async () => {
      const body = await connection.request({ key: 3, version, flexible: true }, encodeMetadata([topic.name]))
      const { topics } = decodeMetadata(body)
      assert.deepEqual([topics[0]?.id, topics[0]?.partitions.length], [topic.id, 2])
    })
  }
})
