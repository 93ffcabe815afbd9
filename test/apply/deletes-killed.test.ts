// On a real broker with an authorizer: an apply that deletes one of everything dies after each of its writes in turn.
// Repeated every time it converges, and nothing beside what it lists is gone.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Acl, Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { controlKey, controlTopic, foldControl, type ManagedEntry } from '../../src/mirror/control.ts'
import { positionsTopic } from '../../src/mirror/positions.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { acl } from './everything.ts'
import { applyAndKill } from './killing.ts'
import { flowSpec, planOf, row } from './rows.ts'

const audit: Acl = { ...acl, principal: 'User:audit' }
const checkpoints = 'us.checkpoints.internal'
const topics = ['us.orders', 'us.payments', 'us.kept', 'us.forgotten', 'theirs', checkpoints]
const positionOf = (topic: string) => JSON.stringify(['us-to-eu', topic, 0, 0])
const place = (topic: string, partition: number) => ({ topic, partition, offset: 0, metadata: '' })

let broker: Broker
let cluster: Cluster

before(async () => {
  broker = await startBroker({ authorizer: true })
  cluster = connectCluster('eu', { bootstrap: broker.bootstrap, clientId: 'test', security: {} })
  const plain = { partitions: 2, replicationFactor: 1, configs: {} }
  const compact = { partitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } }
  await cluster.createTopics([
    ...[controlTopic, positionsTopic].map((name) => ({ ...compact, name })),
    ...topics.map((name) => ({ ...plain, name })),
  ])
  await cluster.createAcls([acl, audit])
  await cluster.commitOffsets('billing', [place('us.kept', 0), place('us.kept', 1), place('theirs', 0)])
  await cluster.commitOffsets('other', [place('us.kept', 0)])
  await cluster.append(
    positionsTopic,
    ['orders', 'payments', 'kept'].map((topic) => ({
      partition: 0,
      key: Buffer.from(positionOf(topic)),
      value: Buffer.from('{}'),
    })),
  )
  await note(
    ...[...topics.slice(0, 4)].map((name) => ({ address: `topic.eu["${name}"]` })),
    {
      address: 'acl.eu["acl"]',
    },
    { address: `internal_topic.eu["${checkpoints}"]` },
    {
      address: 'group_offset.us-to-eu["billing"]',
      commits: { 'us.kept': [0, 1] },
    },
  )
})

after(async () => {
  await cluster.close()
  await broker.close()
})

async function note(...entries: readonly Pick<ManagedEntry, 'address' | 'commits'>[]): Promise<void> {
  const whole = entries.map((entry): ManagedEntry => {
    return { kind: 'managed', flow: 'us-to-eu', protect: false, ...entry }
  })
  await cluster.append(
    controlTopic,
    whole.map((entry) => ({
      partition: 0,
      key: Buffer.from(controlKey(entry)),
      value: Buffer.from(JSON.stringify(entry)),
    })),
  )
}

/** A flow that stops, and one of everything that may be deleted or forgotten. */
async function deletesOfEverything() {
  const ids = new Map((await cluster.topics()).map(({ name, id }) => [name, id]))
  const before = (sourceTopic: string) => ({ sourceTopic, partitions: 2, replicationFactor: 1, configs: {} })
  const { sourceTopic: _, ...internal } = before('')
  const forgotten = row('topic', { name: 'us.forgotten', before: before('forgotten') })
  const plan = planOf([
    row('flow', { name: 'us-to-eu', address: 'flow.us-to-eu', before: flowSpec() }),
    ...['orders', 'payments'].map((name) =>
      row('topic', {
        name: `us.${name}`,
        before: before(name),
        topic_id: ids.get(`us.${name}`) ?? '',
      }),
    ),
    row('acl', { name: 'acl', before: acl }),
    row('group_offset', {
      name: 'billing',
      address: 'group_offset.us-to-eu["billing"]',
      before: { offsets: [place('us.kept', 0)] },
      remembered: {
        address: 'group_offset.us-to-eu["billing"]',
        flow: 'us-to-eu',
        protect: false,
        commits: { 'us.kept': [1] },
      },
    }),
    row('internal_topic', { name: checkpoints, before: internal, topic_id: ids.get(checkpoints) ?? '' }),
    { ...forgotten, change: { ...forgotten.change, actions: ['forget'] } },
  ])
  return { ...plan, configuration: { ...plan.configuration, flows: {} } }
}

/**
 * What the process dies after, attempt by attempt. Each attempt finds done what came before, but for its beat (write 0)
 * and the flow (write 1), which are written every time; whatever is open comes next.
 */
const deaths = [
  `append to ${controlTopic}`,
  `append to ${controlTopic}`,
  'delete topics',
  `append to ${positionsTopic}`,
  `append to ${controlTopic}`,
  'delete ACLs',
  `append to ${controlTopic}`,
  'delete offsets',
  `append to ${controlTopic}`,
  'delete topics',
  `append to ${controlTopic}`,
  // Everything is done, and the lease is given back.
  `append to ${controlTopic}`,
]

test('an apply that deletes, is killed after each of its writes and repeated each time, converges', {
  timeout: 180_000,
}, async () => {
  const plan = await deletesOfEverything()
  for (const [attempt, death] of deaths.entries()) {
    const killed = await applyAndKill(plan, broker.bootstrap, Math.min(attempt, 2))
    assert.deepEqual(killed, { end: 'SIGKILL', after: death }, `attempt ${attempt}`)
  }
  assert.deepEqual(await applyAndKill(plan, broker.bootstrap, -1), { end: 'exit code 0', after: '' })
})

test('all that it lists is gone, with what was known of it', async () => {
  const left = (await cluster.topics()).map(({ name }) => name).filter((name) => !name.startsWith('__'))
  assert.deepEqual(left.sort(), [controlTopic, positionsTopic, 'theirs', 'us.forgotten', 'us.kept'])
  const entries = foldControl(await cluster.readTopic(controlTopic))
  assert.deepEqual(
    entries.flatMap((entry) => (entry.kind === 'managed' ? [[entry.address, entry.commits]] : [])),
    [
      ['topic.eu["us.kept"]', undefined],
      ['group_offset.us-to-eu["billing"]', { 'us.kept': [1] }],
    ],
  )
  const flow = entries.find((entry) => entry.kind === 'flow')
  assert.equal(flow?.kind === 'flow' && flow.state, 'stopped')
  const living = new Map(
    (await cluster.readTopic(positionsTopic)).map(({ key, value }) => [key?.toString(), value]),
  )
  const positions = [...living].flatMap(([key, value]) => (value === null ? [] : [key]))
  assert.deepEqual(positions, [positionOf('kept')])
})

test('nothing else is', async () => {
  assert.deepEqual(await cluster.acls(), [audit])
  const committed = await cluster.committedOffsets(['billing', 'other'])
  const places = (group: string) =>
    committed
      .get(group)
      ?.map(({ topic, partition }) => `${topic}[${partition}]`)
      .sort()
  assert.deepEqual(places('billing'), ['theirs[0]', 'us.kept[1]'])
  assert.deepEqual(places('other'), ['us.kept[0]'])
  assert.deepEqual(
    foldControl(await cluster.readTopic(controlTopic)).filter(({ kind }) => kind === 'lease'),
    [],
  )
})
