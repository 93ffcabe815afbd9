// What a request names and what an answer brings, of three partitions on a real broker.

import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { FetchSession } from '../../src/agent/fetch-session.ts'
import type { PartitionCopy } from '../../src/agent/partition-copy.ts'
import type { Connection } from '../../src/wire/connection.ts'
import { decodeFetch, encodeFetch, type FetchAnswer } from '../../src/wire/messages/fetch.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { batchOf } from '../wire/made-batch.ts'
import { RawClient, type TestTopic } from '../wire/raw-client.ts'
import { session as producer, route, watched } from './copy-fixture.ts'

const wholePartition = 1_000_000

type Asked = ReturnType<FetchSession['ask']>

suite('a fetch session', async () => {
  const { source } = await sharedClusters()
  let client: RawClient
  let connection: Connection
  let topic: TestTopic
  let copies: readonly [PartitionCopy, PartitionCopy, PartitionCopy]
  let session: FetchSession

  before(async () => {
    client = new RawClient(source.bootstrap)
    connection = await client.connection('fetch')
    topic = await client.createTopic('fetch-session', { partitions: 3 })
    copies = [copyOf(0), copyOf(1), copyOf(2)]
    session = new FetchSession(connection)
  })
  after(() => client[Symbol.asyncDispose]())

  function copyOf(partition: number): PartitionCopy {
    const { copy } = watched(undefined, { ...route, topic: topic.name, topicId: topic.id, partition })
    copy.place({ sourceNext: 0, targetNext: 0, leaderEpoch: -1 })
    copy.start(producer)
    return copy
  }

  async function send(asked: Asked): Promise<FetchAnswer> {
    const limits = { maxWaitMs: 20, minBytes: 1, maxBytes: 1_000_000, isolation: 'read_committed' } as const
    const { version } = session
    const body = encodeFetch(version, { ...limits, ...asked })
    return decodeFetch(version, await connection.request({ key: 1, version, flexible: true }, body))
  }

  /** Asks for the wanted; which partitions the request named, left out, and which had news. */
  async function fetch(wanted: readonly PartitionCopy[]) {
    const asked = session.ask(wanted, wholePartition)
    const news = [...session.take(await send(asked))]
    return {
      named: numbers(asked.topics.map(({ partitions }) => partitions.map(({ partition }) => partition))),
      forgotten: numbers(asked.forgotten.map(({ partitions }) => partitions)),
      news: numbers([news.map(({ fetched }) => fetched.partition)]),
      copies: news.map(({ copy }) => copy),
    }
  }

  const numbers = (lists: readonly (readonly number[])[]) => lists.flat().sort()

  test('names every partition once, and gets news of each', async () => {
    const { named, forgotten, news } = await fetch(copies)
    assert.deepEqual({ named, forgotten, news }, { named: [0, 1, 2], forgotten: [], news: [0, 1, 2] })
  })

  test('names nothing that has not moved, and gets the news of the one with records', async () => {
    await client.produce(topic, [[2, batchOf(['x'])]])
    const { named, news } = await fetch(copies)
    assert.deepEqual({ named, news }, { named: [], news: [2] })
  })

  test('names who has moved, from where it stands', async () => {
    copies[2].fetchNext = 1
    const { named, news } = await fetch(copies)
    assert.deepEqual({ named, news }, { named: [2], news: [] })
  })

  test('says who is not wanted any more, and gets no news of it', async () => {
    const [first, second] = copies
    const left = await fetch([first, second])
    assert.deepEqual([left.named, left.forgotten], [[], [2]])
    await client.produce(topic, [[2, batchOf(['y'])]])
    assert.deepEqual((await fetch([first, second])).news, [])
    const back = await fetch(copies)
    assert.deepEqual([back.named, back.news], [[2], [2]])
    copies[2].fetchNext = 2
  })

  test('goes on with another copy of the same partition', async () => {
    const [first, , third] = copies
    const another = copyOf(1)
    copies = [first, another, third]
    const changed = await fetch(copies)
    assert.deepEqual([changed.named, changed.forgotten], [[1, 2], []])
    await client.produce(topic, [[1, batchOf(['z'])]])
    const { news, copies: told } = await fetch(copies)
    assert.deepEqual([news, told], [[1], [another]])
    another.fetchNext = 1
  })

  test('brings nothing to a copy that moved, or stopped, while the answer was on its way', async () => {
    await client.produce(topic, [
      [0, batchOf(['0'])],
      [2, batchOf(['2'])],
    ])
    const asked = session.ask(copies, wholePartition)
    copies[0].fetchNext = 1
    copies[2].pause()
    assert.deepEqual([...session.take(await send(asked))], [])
  })

  test('that the broker has dropped begins anew without a word', async () => {
    const wanted = copies.filter((copy) => copy.state === 'running')
    const { sessionId } = session.ask(wanted, wholePartition)
    await send({ sessionId, sessionEpoch: -1, topics: [], forgotten: [] })
    const lost = await fetch(wanted)
    assert.deepEqual([lost.named, lost.news], [[], []])
    await client.produce(topic, [[1, batchOf(['anew'])]])
    const anew = await fetch(wanted)
    assert.deepEqual(
      [anew.named, anew.news],
      [
        [0, 1],
        [0, 1],
      ],
    )
  })

  test('that the broker does not give is asked for with every request, each partition first in its turn', () => {
    const none = new FetchSession(connection)
    const orders = [1, 2, 3].map(() => {
      const { sessionId, sessionEpoch, topics } = none.ask(copies, wholePartition)
      assert.deepEqual([sessionId, sessionEpoch], [0, 0])
      assert.deepEqual([...none.take({ throttleMs: 0, errorCode: 0, sessionId: 0, topics: [] })], [])
      return topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition))
    })
    assert.deepEqual(orders, [
      [1, 2, 0],
      [2, 0, 1],
      [0, 1, 2],
    ])
  })

  test('that is refused otherwise says why', () => {
    const answer = { throttleMs: 0, errorCode: 29, sessionId: 0, topics: [] }
    assert.throws(() => [...session.take(answer)], { code: 'ST306', message: /TOPIC_AUTHORIZATION_FAILED/ })
  })
})
