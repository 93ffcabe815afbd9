import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { seal, takeSession } from '../../src/agent/fence.ts'
import type { ProducerSession } from '../../src/agent/partition-copy.ts'
import { isFenced } from '../../src/agent/transaction.ts'
import type { Cluster, TopicDescription } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { endpointsOf } from '../../src/kafka/settings.ts'
import { restamp } from '../../src/wire/batch.ts'
import { Brokers } from '../../src/wire/brokers.ts'
import type { Connection } from '../../src/wire/connection.ts'
import { decodeProduce, encodeProduce, produceApi } from '../../src/wire/messages/produce.ts'
import { encodeBatch } from '../../src/wire/records.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { createTopics, uniqueName } from './flow-fixture.ts'

const rounds = 50
const invalidProducerEpoch = 47
const { signal } = new AbortController()
let cluster: Cluster
let brokers: Brokers

before(async () => {
  const { bootstrap } = (await sharedClusters()).target
  cluster = connectCluster('eu', { bootstrap, security: {}, clientId: 'test' })
  brokers = new Brokers({ bootstrap: endpointsOf(bootstrap), clientId: 'test', security: {} })
})
after(async () => {
  await cluster.close()
  await brokers.close()
})

interface Place {
  readonly id: string
  readonly topic: TopicDescription
}

async function place(): Promise<Place> {
  const name = uniqueName('fence')
  await createTopics(cluster, [{ name, partitions: 1, replicationFactor: -1, configs: {} }])
  const [topic] = await cluster.topics([name])
  assert.ok(topic !== undefined)
  return { id: `strait.${name}.0`, topic }
}

async function open({ id, topic }: Place): Promise<ProducerSession> {
  const session = await takeSession(brokers, { transactionalId: id, signal })
  await seal(brokers, { transactionalId: id, session, signal }, [{ topic: topic.name, partition: 0 }])
  return session
}

async function logEnd({ topic }: Place): Promise<number> {
  const [end] = await cluster.offsets([{ topic: topic.name, partition: 0 }], 'latest')
  assert.ok(end !== undefined && end.error === undefined)
  return end.offset
}

interface Answer {
  readonly code: number
  readonly baseOffset: number
}

async function produce(
  { topic }: Place,
  { connection, session, sequence }: { connection: Connection; session: ProducerSession; sequence: number },
): Promise<Answer> {
  const record = { timestampMs: Date.now(), key: null, value: Buffer.from('x'), headers: [] }
  const batch = encodeBatch([record], { codec: 'none' })
  restamp(batch, { ...session, baseSequence: sequence, transactional: false })
  const version = connection.version(produceApi.key, produceApi)
  const request = encodeProduce(version, {
    acks: -1,
    timeoutMs: 30_000,
    topics: [{ name: topic.name, id: topic.id, partitions: [{ partition: 0, batch }] }],
  })
  const body = await connection.request({ key: produceApi.key, version, flexible: true }, request)
  const result = decodeProduce(version, body).topics[0]?.partitions[0]
  return { code: result?.errorCode ?? -1, baseOffset: result?.baseOffset ?? -1 }
}

/** Writes on with its session, several requests in flight, until a broker refuses it; answers all it was told. */
async function writeOn(
  at: Place,
  session: ProducerSession,
  started: (connection: Connection) => void,
): Promise<Answer[]> {
  const connection = await brokers.connection(at.topic.partitions[0]?.leader ?? -1, 'zombie')
  const answers: Answer[] = []
  const inFlight: Promise<void>[] = []
  for (let sequence = 0; answers.every(({ code }) => code === 0); sequence += 1) {
    inFlight.push(
      produce(at, { connection, session, sequence }).then((answer) => {
        answers.push(answer)
        started(connection)
      }),
    )
    if (inFlight.length >= 5) await inFlight.shift()
  }
  await Promise.all(inFlight)
  return answers
}

test(`a former owner that writes on cannot move a sealed log, ${rounds} times`, async () => {
  const at = await place()
  let appended = 0
  for (let round = 0; round < rounds; round += 1) {
    const former = await open(at)
    const writing = Promise.withResolvers<Connection>()
    const zombie = writeOn(at, former, writing.resolve)
    await writing.promise
    const next = await open(at)
    const end = await logEnd(at)
    const answers = await zombie
    const stood = answers.filter(({ code }) => code === 0)
    const refused = answers.filter(({ code }) => code !== 0)
    assert.deepEqual([...new Set(refused.map(({ code }) => code))], [invalidProducerEpoch])
    assert.ok(
      stood.every(({ baseOffset }) => baseOffset < end),
      'what it was told is appended lies before the end',
    )
    appended += stood.length
    const late = await produce(at, {
      connection: await writing.promise,
      session: former,
      sequence: answers.length,
    })
    assert.equal(late.code, invalidProducerEpoch)
    assert.equal(await logEnd(at), end, `round ${round}: the log end stands still until the new owner writes`)
    const first = await produce(at, { connection: await writing.promise, session: next, sequence: 0 })
    assert.deepEqual(first, { code: 0, baseOffset: end })
    appended += 1
  }
  assert.equal((await cluster.readTopic(at.topic.name)).length, appended)
})

test('a new session alone stops nobody: only the seal does', async () => {
  const at = await place()
  const former = await open(at)
  const connection = await brokers.connection(at.topic.partitions[0]?.leader ?? -1, 'zombie')
  const next = await takeSession(brokers, { transactionalId: at.id, signal })
  assert.equal((await produce(at, { connection, session: former, sequence: 0 })).code, 0)
  const partitions = [{ topic: at.topic.name, partition: 0 }]
  await seal(brokers, { transactionalId: at.id, session: next, signal }, partitions)
  assert.equal((await produce(at, { connection, session: former, sequence: 1 })).code, invalidProducerEpoch)
})

test('a former owner that seals again is told that it is fenced', async () => {
  const at = await place()
  const former = await open(at)
  await open(at)
  const partitions = [{ topic: at.topic.name, partition: 0 }]
  const sealing = seal(brokers, { transactionalId: at.id, session: former, signal }, partitions)
  await assert.rejects(sealing, (error) => isFenced(error))
})

test('a second seal of the same session keeps its sequence', async () => {
  const at = await place()
  const session = await open(at)
  const connection = await brokers.connection(at.topic.partitions[0]?.leader ?? -1, 'zombie')
  assert.equal((await produce(at, { connection, session, sequence: 0 })).code, 0)
  const partitions = [{ topic: at.topic.name, partition: 0 }]
  await seal(brokers, { transactionalId: at.id, session, signal }, partitions)
  assert.deepEqual(await produce(at, { connection, session, sequence: 1 }), { code: 0, baseOffset: 3 })
})
