// On a real broker: what apply does, and that it can be interrupted, killed, repeated and refused.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { allowOnly } from '../../src/apply/allow-list.ts'
import {
  type ApplyEvent,
  type ApplyOptions,
  type ApplyResult,
  applyPlan,
} from '../../src/apply/apply-plan.ts'
import { Lease } from '../../src/apply/lease.ts'
import { leaseKey } from '../../src/apply/lease-log.ts'
import { perform } from '../../src/apply/perform.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { type ControlEntry, controlTopic, foldControl } from '../../src/mirror/control.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { acl, everything, grows } from './everything.ts'
import { applyAndKill } from './killing.ts'
import { controlRow, planOf, row } from './rows.ts'

let broker: Broker
let cluster: Cluster

before(async () => {
  broker = await startBroker({ authorizer: true })
  cluster = connect()
  await cluster.createTopics([grows])
})

after(async () => {
  await cluster.close()
  await broker.close()
})

function connect(): Cluster {
  return connectCluster('eu', { bootstrap: broker.bootstrap, clientId: 'test', security: {} })
}

let holders = 0

function apply(plan: Plan, options: Partial<ApplyOptions> = {}): Promise<ApplyResult> {
  holders += 1
  return applyPlan(plan, {
    clusters: new Map([['eu', cluster]]),
    revision: { commit: 'c0ffee', dirty: true, author: 'Ada', appliedBy: 'bob' },
    holder: `test ${holders}`,
    leaseTiming: { timeToLiveMs: 2_000, beatIntervalMs: 500 },
    ...options,
  })
}

function statuses(result: ApplyResult): string[] {
  return result.changes.map(({ change, status }) => `${change.name} ${status}`)
}

async function control(): Promise<ControlEntry[]> {
  return foldControl(await cluster.readTopic(controlTopic))
}

/**
 * What a killed attempt has written, the next one finds done: after its beat (write 0) it comes exactly one write
 * further. The flow is written every time, so what comes after it is further away.
 */
const killsAfter = {
  'the control topic is created': 0,
  'the first beat': 0,
  'the internal topics are created': 1,
  'topics have owners': 1,
  'topics are created': 1,
  'a topic is grown': 1,
  'configs are changed': 1,
  'the ACL has an owner': 1,
  'the ACL is created': 1,
  'the flow is written': 1,
  'the group is moved': 2,
  'the lease is given back': 2,
}

test('an apply that is killed after each of its writes, and repeated each time, converges', {
  timeout: 180_000,
}, async () => {
  for (const [step, write] of Object.entries(killsAfter))
    assert.equal((await applyAndKill(everything, broker.bootstrap, write)).end, 'SIGKILL', step)
  assert.equal((await applyAndKill(everything, broker.bootstrap, -1)).end, 'exit code 0')

  const topics = new Map((await cluster.topics()).map((topic) => [topic.name, topic.partitions.length]))
  assert.equal(topics.get('us.orders'), 3)
  assert.equal(topics.get('us.payments'), 1)
  assert.equal(topics.get('grows'), 4)
  const set = (await cluster.topicConfigs(['grows'])).get('grows')?.filter(({ source }) => source === 'topic')
  assert.deepEqual(
    set?.map(({ name, value }) => [name, value]),
    [['retention.ms', '2000000']],
  )
  assert.deepEqual(await cluster.acls(), [acl])
  const committed = await cluster.committedOffsets(['billing'])
  assert.deepEqual(committed.get('billing'), [{ topic: 'grows', partition: 0, offset: 0, metadata: 'moved' }])
})

test('applied a second time, everything is already so and only the revision is news', async () => {
  const result = await apply(everything)
  assert.equal(result.outcome, 'done')
  assert.deepEqual(statuses(result), [
    'strait.control.internal already',
    'strait.positions.internal already',
    'grows already',
    'us.orders already',
    'us.payments already',
    'grows already',
    'acl already',
    'us-to-eu done',
    'billing already',
  ])
  const flow = (await control()).find((entry) => entry.kind === 'flow')
  assert.deepEqual(flow?.kind === 'flow' && flow.revision, {
    commit: 'c0ffee',
    dirty: true,
    author: 'Ada',
    appliedBy: 'bob',
  })
  assert.deepEqual(flow?.kind === 'flow' && flow.initialTopics, { orders: 3 })
})

test('what apply makes is owned by its flow, what was there is not, and the lease is free again', async () => {
  const entries = await control()
  const owned = entries.flatMap((entry) =>
    entry.kind === 'managed' ? [`${entry.flow} ${entry.address}`] : [],
  )
  assert.deepEqual(owned.sort(), [
    'us-to-eu acl.eu["acl"]',
    'us-to-eu topic.eu["us.orders"]',
    'us-to-eu topic.eu["us.payments"]',
  ])
  assert.deepEqual(
    entries.filter(({ kind }) => kind === 'lease'),
    [],
  )
})

test('events tell of every change, its start before its end', async () => {
  const told: string[] = []
  const tell = (event: ApplyEvent): void => {
    if (event.type !== 'lease_wait') told.push(`${event.type} ${event.change.name}`)
  }
  const topic = { sourceTopic: 'x', replicationFactor: 1, configs: {}, partitions: 1 }
  await apply(planOf([row('topic', { name: 'told', after: topic })]), { onEvent: tell })
  assert.deepEqual(told, ['change_start told', 'change_end told'])
})

test('a topic that exists with another shape fails its row, and what comes later is not started', async () => {
  await cluster.createTopics([{ name: 'other', partitions: 2, replicationFactor: 1, configs: {} }])
  const topic = { sourceTopic: 'x', replicationFactor: 1, configs: {} }
  const plan = planOf([
    row('topic', { name: 'other', after: { ...topic, partitions: 5 } }),
    row('topic', { name: 'neighbour', after: { ...topic, partitions: 1 } }),
    row('topic_config', {
      name: 'neighbour',
      before: { configs: {} },
      after: { configs: { 'retention.ms': '1' } },
    }),
  ])
  const result = await apply(plan)
  assert.equal(result.outcome, 'failed')
  assert.deepEqual(statuses(result), ['other failed', 'neighbour done', 'neighbour not_started'])
  assert.equal(result.changes[0]?.error?.code, 'ST456')
  assert.match(
    result.changes[0]?.error?.message ?? '',
    /"other" exists already with partition count 2 instead of 5/,
  )
})

test('a broker’s refusal fails its row with the broker’s reason', async () => {
  const topic = { sourceTopic: 'x', replicationFactor: 7, configs: {}, partitions: 1 }
  const result = await apply(planOf([row('topic', { name: 'too-many-replicas', after: topic })]))
  assert.deepEqual(statuses(result), ['too-many-replicas failed'])
  assert.match(result.changes[0]?.error?.message ?? '', /replication/i)
})

test('what somebody changes between the look and the write is told as a conflict', async () => {
  await cluster.createTopics([{ name: 'raced', partitions: 1, replicationFactor: 1, configs: {} }])
  const raced: Cluster = {
    ...allowOnly(cluster, []),
    createPartitions: async (topics) => {
      await cluster.createPartitions([{ name: 'raced', partitions: 9 }])
      return cluster.createPartitions(topics)
    },
  }
  const [outcome] = await perform(raced, 'grow_topic', [
    { verb: 'grow_topic', topic: 'raced', partitions: 5 },
  ])
  assert.ok(outcome instanceof StraitError)
  assert.equal(outcome.code, 'ST456')
  assert.match(outcome.message, /"raced" has 9 partitions, more than the 5 planned; plan again/)
})

test('a group that was moved since the plan is left alone', async () => {
  await cluster.commitOffsets('moved', [{ topic: 'grows', partition: 1, offset: 0, metadata: 'theirs' }])
  const place = { topic: 'grows', partition: 1, metadata: '' }
  const change = row('group_offset', {
    name: 'moved',
    before: { offsets: [{ ...place, offset: 7 }] },
    after: { offsets: [{ ...place, offset: 9 }] },
  })
  const result = await apply(planOf([change]))
  assert.deepEqual(statuses(result), ['moved failed'])
  assert.match(result.changes[0]?.error?.message ?? '', /group "moved" has moved on grows\[1\]/)
})

test('an interrupt finishes the step at hand and starts no other', async () => {
  const interrupt = new AbortController()
  const topic = { sourceTopic: 'x', replicationFactor: 1, configs: {}, partitions: 1 }
  const plan = planOf([
    row('topic', { name: 'before-interrupt', after: topic }),
    row('topic_config', {
      name: 'grows',
      before: { configs: {} },
      after: { configs: { 'retention.ms': '5' } },
    }),
  ])
  const result = await apply(plan, {
    signal: interrupt.signal,
    onEvent: ({ type }) => {
      if (type === 'change_start') interrupt.abort()
    },
  })
  assert.equal(result.outcome, 'interrupted')
  assert.deepEqual(statuses(result), ['before-interrupt done', 'grows not_started'])
  // Its lease has ended, but says what was interrupted.
  const lease = (await control()).find(({ kind }) => kind === 'lease')
  assert.equal(lease?.kind === 'lease' && lease.operation, 'apply sha256:0')
  assert.equal((await apply(planOf([]))).outcome, 'done')
})

test('while one apply is at work, another is refused and told who it is', async () => {
  await using other = await holding('ada on build-7')
  await assert.rejects(apply(planOf([controlRow, row('topic', { name: 'never' })])), ({ code, message }) => {
    assert.equal(code, 'ST455')
    return message.includes('never')
  })
  const topic = { sourceTopic: 'x', replicationFactor: 1, configs: {}, partitions: 1 }
  const waited: string[] = []
  const second = apply(planOf([row('topic', { name: 'never', after: topic })]), {
    onEvent: (event) => {
      if (event.type === 'lease_wait') waited.push(event.held.holder)
    },
  })
  await assert.rejects(second, ({ code, message }) => {
    assert.equal(code, 'ST451')
    assert.match(message, /ada on build-7 \(apply sha256:1/)
    return true
  })
  assert.deepEqual(waited, ['ada on build-7'])
  assert.deepEqual(await cluster.topics(['never']), [])
  assert.equal(other.fence(), undefined)
})

test('an apply that died is waited for and followed', async () => {
  const dead = await Lease.take({
    cluster,
    holder: 'dead',
    operation: 'apply sha256:2',
    timing: { timeToLiveMs: 700, beatIntervalMs: 60_000 },
  })
  const topic = { sourceTopic: 'x', replicationFactor: 1, configs: {}, partitions: 1 }
  const result = await apply(planOf([row('topic', { name: 'after-death', after: topic })]))
  assert.equal(result.outcome, 'done')
  assert.equal(dead.fence()?.code, 'ST452')
  await dead.release(true)
})

test('an interrupt while it waits for the lease starts nothing', async () => {
  await Lease.take({
    cluster,
    holder: 'silent',
    operation: 'apply sha256:3',
    timing: { timeToLiveMs: 600_000, beatIntervalMs: 600_000 },
  })
  const interrupt = new AbortController()
  const topic = { sourceTopic: 'x', replicationFactor: 1, configs: {}, partitions: 1 }
  const result = await apply(planOf([row('topic', { name: 'not-begun', after: topic })]), {
    signal: interrupt.signal,
    onEvent: () => interrupt.abort(),
  })
  assert.equal(result.outcome, 'interrupted')
  assert.deepEqual(statuses(result), ['not-begun not_started'])
  await cluster.append(controlTopic, [{ partition: 0, key: Buffer.from(leaseKey), value: null }])
})

test('of many applies that start at once, one works at a time and none is lost', async () => {
  const topic = { sourceTopic: 'x', replicationFactor: 1, configs: {}, partitions: 1 }
  const plan = planOf([row('topic', { name: 'contested', after: topic })])
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => apply(plan)))
  const done = results.filter((result) => result.status === 'fulfilled' && result.value.outcome === 'done')
  const refused = results.filter((result) => result.status === 'rejected' && result.reason.code === 'ST451')
  assert.ok(done.length >= 1)
  assert.equal(done.length + refused.length, 5)
})

/** A living holder of the lease, until disposed. */
async function holding(holder: string): Promise<AsyncDisposable & Pick<Lease, 'fence'>> {
  const lease = await Lease.take({
    cluster,
    holder,
    operation: 'apply sha256:1',
    timing: { timeToLiveMs: 3_000, beatIntervalMs: 200 },
  })
  return {
    fence: lease.fence,
    [Symbol.asyncDispose]: () => lease.release(true),
  }
}
