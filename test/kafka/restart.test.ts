import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '../brokers/broker.ts'
import { newTopic, openAt, record } from './fixture.ts'

test('after its only broker was restarted a cluster answers everything as before', async () => {
  await using broker = await startBroker({ authorizer: true })
  await using open = openAt(broker.bootstrap)
  const { cluster } = open
  const topic = await newTopic(cluster)
  const partitions = [{ topic, partition: 0 }]
  const answers = async () => [
    await cluster.describe(),
    await cluster.topics([topic]).then((topics) => topics.map(({ id }) => id)),
    (await cluster.topicConfigs([topic])).size,
    await cluster.acls(),
    // In this order: a broker lists the groups that it has loaded, and answers for one only once it has.
    await cluster.committedOffsets(['shop']),
    await cluster.groups(),
    await cluster.offsets(partitions, 'latest').then((offsets) => offsets.map(({ offset }) => offset)),
    (await cluster.readTopic(topic)).map(({ value }) => value?.toString()),
  ]
  await cluster.append(topic, [record('before')])
  await cluster.commitOffsets('shop', [{ topic, partition: 0, offset: 1, metadata: '' }])
  const before = await answers()
  await broker.kill()
  await broker.start()
  assert.deepEqual(await answers(), before)
  assert.deepEqual(await cluster.append(topic, [record('after')]), [1])
})
