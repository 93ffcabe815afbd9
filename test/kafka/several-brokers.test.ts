// Three brokers: what is asked of leaders and coordinators has to reach the right ones, also after they move.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { until } from '../agent/flow-fixture.ts'
import { startBroker, startCluster } from '../brokers/broker.ts'
import { folder, strait } from '../cli/strait.ts'
import { newTopic, openAt, record, uniqueName, withAdmin } from './fixture.ts'

const brokers = await startCluster(3)
const { cluster, ...open } = openAt(brokers.flatMap(({ bootstrap }) => bootstrap))
after(async () => {
  await open[Symbol.asyncDispose]()
  await Promise.all(brokers.map((broker) => broker.close()))
})

const topic = await newTopic(cluster, 9)
const partitions = Array.from({ length: 9 }, (_, partition) => ({ topic, partition }))
await cluster.append(
  topic,
  partitions.flatMap(({ partition }) =>
    Array.from({ length: partition }, () => record('x'.repeat(100), partition)),
  ),
)

test('partitions of all leaders are read and written together', async () => {
  const [described] = await cluster.topics([topic])
  const leaders = new Set(described?.partitions.map(({ leader }) => leader))
  assert.equal(leaders.size, 3)
  const latest = await cluster.offsets(partitions, 'latest')
  assert.deepEqual(
    latest.map(({ offset }) => offset),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  )
  const read = await cluster.readTopic(topic)
  assert.deepEqual(
    partitions.map(({ partition }) => read.filter((one) => one.partition === partition).length),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  )
  const sizes = (await cluster.sizes([topic])).get(topic) ?? []
  assert.deepEqual(
    sizes.map((bytes) => bytes > 0),
    [false, ...Array.from({ length: 8 }, () => true)],
  )
})

test('a group is listed once, and configs are dealt out to all brokers', async () => {
  await cluster.commitOffsets('shop', [{ topic, partition: 0, offset: 0, metadata: '' }])
  const groups = (await cluster.groups()).map(({ groupId }) => groupId)
  assert.deepEqual(groups, ['shop'])
  const names = await Promise.all(Array.from({ length: 5 }, () => newTopic(cluster)))
  // A broker that has not heard of a new topic yet leaves it out.
  const wanted = [topic, ...names].toSorted().join()
  await until(async () => {
    const configs = await cluster.topicConfigs([topic, ...names])
    return [...configs.keys()].toSorted().join() === wanted
  })
})

test('leaders that move between plan and apply make no plan stale', { timeout: 120_000 }, async () => {
  const one = await startBroker()
  const lone = openAt(one.bootstrap)
  try {
    const plain = { partitions: 3, replicationFactor: 1, configs: {} }
    const [out, back] = [uniqueName('out'), uniqueName('back')]
    await cluster.createTopics([{ ...plain, name: out }])
    await lone.cluster.createTopics([{ ...plain, name: back }])
    // The copy is there, and stands empty: its leaders move too.
    await cluster.createTopics([{ ...plain, name: `one.${back}` }])
    const bootstrap = (from: readonly { bootstrap: string[] }[]): string =>
      JSON.stringify(from.flatMap((broker) => broker.bootstrap))
    using directory = folder({
      'main.hcl': `cluster "three" {
  bootstrap = ${bootstrap(brokers)}
}

cluster "one" {
  bootstrap = ${bootstrap([one])}
}

flow "out" {
  source = cluster.three
  target = cluster.one
  topics { include = ["${out}"] }
}

flow "back" {
  source = cluster.one
  target = cluster.three
  topics { include = ["${back}"] }
}
`,
    })
    const planned = await strait(['plan', '--out', 'plan.json'], { cwd: directory.path })
    assert.equal(planned.code, 0, planned.stdout)
    for (const name of [out, `one.${back}`]) await moveLeaders(name)
    const applied = await strait(['apply', 'plan.json'], { cwd: directory.path })
    assert.equal(applied.code, 0, applied.stdout + applied.stderr)
    assert.match((await strait(['plan'], { cwd: directory.path })).stdout, /^No changes\./)
    // With one replica they would have no leader once a broker dies.
    const alone = (await cluster.topics()).filter(({ partitions }) =>
      partitions.some(({ replicas }) => replicas.length === 1),
    )
    await cluster.deleteTopics(alone)
  } finally {
    await lone[Symbol.asyncDispose]()
    await one.close()
  }
})

/** Gives every partition, each with one replica, to the next broker, and waits until that one leads it. */
async function moveLeaders(name: string): Promise<void> {
  const leaders = async (): Promise<number[]> =>
    (await cluster.topics([name])).flatMap((described) => described.partitions.map(({ leader }) => leader))
  const ids = brokers.map(({ nodeId }) => nodeId)
  const wanted = (await leaders()).map((leader) => ids[(ids.indexOf(leader) + 1) % ids.length] ?? leader)
  await withAdmin(
    brokers.flatMap(({ bootstrap }) => bootstrap),
    (admin) =>
      admin.alterPartitionReassignments({
        topics: [
          {
            topic: name,
            partitionAssignment: wanted.map((leader, partition) => ({ partition, replicas: [leader] })),
          },
        ],
      }),
  )
  await until(async () => (await leaders()).join() === wanted.join())
}

test('after a broker died everything is found at the others', async () => {
  const { controllerId } = await cluster.describe()
  const victim = brokers.find(({ nodeId }) => nodeId !== controllerId)
  await victim?.kill()
  const latest = await cluster.offsets(partitions, 'latest')
  assert.deepEqual(
    latest.map(({ offset, error }) => error?.message ?? offset),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  )
  assert.equal(
    (
      await cluster.append(
        topic,
        partitions.map(({ partition }) => record('y', partition)),
      )
    ).length,
    9,
  )
  assert.equal((await cluster.readTopic(topic)).length, 36 + 9)
  const committed = await cluster.committedOffsets(['shop'])
  assert.equal(committed.get('shop')?.length, 1)
  assert.ok((await cluster.groups()).some(({ groupId }) => groupId === 'shop'))
  assert.equal((await cluster.topicConfigs([topic])).size, 1)
  assert.equal((await cluster.sizes([topic])).get(topic)?.filter((bytes) => bytes > 0).length, 9)
  assert.ok((await cluster.describe()).brokers.length >= 2)
})
