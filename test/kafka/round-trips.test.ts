// Reading costs round trips per kind and broker, never per topic, partition or group. Counted on the wire.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { startBroker } from '../brokers/broker.ts'
import { startProxy } from '../proxy/proxy.ts'
import { openAt } from './fixture.ts'
import { requestCounts } from './recorded-requests.ts'

const proxy = await startProxy()
const broker = await startBroker({ proxy })
const { cluster, ...open } = openAt(broker.bootstrap)
after(async () => {
  await open[Symbol.asyncDispose]()
  await broker.close()
  await proxy.close()
})

const topics = Array.from({ length: 40 }, (_, index) => `topic-${index}`)
const groups = Array.from({ length: 25 }, (_, index) => `group-${index}`)
const partitions = topics.flatMap((topic) => [0, 1, 2].map((partition) => ({ topic, partition })))

await cluster.createTopics(
  topics.map((name) => ({
    name,
    partitions: 3,
    replicationFactor: -1,
    configs: { 'retention.ms': '60000' },
  })),
)
for (const group of groups) {
  await cluster.commitOffsets(
    group,
    partitions.map((partition) => ({ ...partition, offset: 0, metadata: '' })),
  )
}

const reads: {
  name: string
  read: (cluster: Cluster) => Promise<unknown>
  requests: Record<string, number>
}[] = [
  { name: 'all topics', read: () => cluster.topics(), requests: { Metadata: 1 } },
  {
    name: 'all topics with what may be done with them',
    read: () => cluster.topicsWithRights(),
    requests: { Metadata: 1 },
  },
  {
    name: 'the configs of 40 topics from brokers that are known',
    read: () => cluster.topicConfigs(topics),
    requests: { DescribeConfigs: 1 },
  },
  {
    name: 'the offsets of 120 partitions whose leaders are known',
    read: () => cluster.offsets(partitions, 'latest'),
    requests: { ListOffsets: 1 },
  },
  {
    name: 'the sizes of 40 topics whose leaders are known',
    read: () => cluster.sizes(topics),
    requests: { DescribeLogDirs: 1 },
  },
  { name: 'all groups', read: () => cluster.groups(), requests: { Metadata: 1, ListGroups: 1 } },
  {
    name: 'the committed offsets of 25 groups',
    read: () => cluster.committedOffsets(groups),
    requests: { FindCoordinator: 1, OffsetFetch: 1 },
  },
  {
    name: 'all ACLs',
    read: () => cluster.acls(),
    requests: { DescribeAcls: 1 },
  },
  {
    name: 'the cluster itself',
    read: () => cluster.describe(),
    requests: { Metadata: 1 },
  },
  {
    name: 'an empty topic',
    read: () => cluster.readTopic('topic-0'),
    requests: { Metadata: 1, ListOffsets: 2 },
  },
]

for (const { name, read, requests } of reads) {
  test(`reading ${name} takes ${JSON.stringify(requests)}`, async () => {
    await read(cluster)
    proxy.record()
    await read(cluster)
    assert.deepEqual(requestCounts(proxy), requests)
  })
}

test('growing and reconfiguring 40 topics takes one change each, and reads to see it in force', async () => {
  proxy.record()
  await cluster.createPartitions(topics.map((name) => ({ name, partitions: 4 })))
  await cluster.alterTopicConfigs(
    topics.map((topic) => ({ topic, set: { 'retention.ms': '70000' }, unset: [] })),
  )
  const { CreatePartitions, IncrementalAlterConfigs } = requestCounts(proxy)
  assert.deepEqual(
    { CreatePartitions, IncrementalAlterConfigs },
    { CreatePartitions: 1, IncrementalAlterConfigs: 1 },
  )
})
