// The plan as a contract, seen from outside: recording proxies stand in front of both clusters and every request of
// the command line is taken apart. Planning only reads, and leaves the clusters as they are; apply writes what its
// plan lists, and nothing else, whatever happens around it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Lease } from '../../src/apply/lease.ts'
import type { Acl, Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import { onlyReads, requestsIn } from '../proxy/requests.ts'
import { writesIn } from '../proxy/writes.ts'
import { listedWrites, ownableThings } from './listed-writes.ts'
import { assertMatches, linesOf } from './matches-schema.ts'
import { type Ended, type Folder, folder, start, strait, topologyText } from './strait.ts'

const limit = { timeout: 240_000 }

interface Side {
  readonly name: string
  readonly proxy: FaultProxy
  readonly broker: Broker
  /** Past the proxy. */
  readonly cluster: Cluster
}

let us: Side
let eu: Side
let directory: Folder

const acl: Acl = {
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
  principal: 'User:billing',
  host: '*',
  operation: 'read',
  permission: 'allow',
}

before(async () => {
  ;[us, eu] = await Promise.all([startSide('us'), startSide('eu')])
  await us.cluster.createTopics([
    { name: 'orders', partitions: 2, replicationFactor: 1, configs: { 'retention.ms': '864000000' } },
    { name: 'payments', partitions: 1, replicationFactor: 1, configs: {} },
  ])
  await us.cluster.append(
    'orders',
    [0, 1].flatMap((partition) =>
      Array.from({ length: 50 }, (_, at) => ({ partition, key: null, value: Buffer.from(`order ${at}`) })),
    ),
  )
  await us.cluster.createAcls([acl])
  directory = folder({ 'main.hcl': written('topics { include = ["orders.*", "payments"] }') })
})

after(async () => {
  directory[Symbol.dispose]()
  for (const { cluster, broker, proxy } of [us, eu]) {
    await cluster.close()
    await broker.close()
    await proxy.close()
  }
})

function written(filters: string, settings = ''): string {
  const bootstraps = { us: us.broker.bootstrap, eu: eu.broker.bootstrap }
  const flow = `  ${filters}\n  acls { sync = true }\n\n  offsets {\n    interval = "1h"\n  }`
  return `${topologyText({ ...bootstraps, flow })}${settings}`
}

async function startSide(name: string): Promise<Side> {
  const proxy = await startProxy()
  const broker = await startBroker({ proxy, authorizer: true })
  const cluster = connectCluster(name, { bootstrap: broker.directBootstrap, clientId: 'test', security: {} })
  return { name, proxy, broker, cluster }
}

function inDirectory(...args: readonly string[]): Promise<Ended> {
  return strait(args, { cwd: directory.path })
}

/** Everything that a request could have changed: topics with their internal ones, configs, log ends, ACLs, groups. */
async function stateOf({ cluster }: Side): Promise<string> {
  const topics = (await cluster.topics()).toSorted((one, other) => (one.name < other.name ? -1 : 1))
  const names = topics.map(({ name }) => name)
  const places = topics.flatMap(({ name, partitions }) =>
    partitions.map((_, partition) => ({ topic: name, partition })),
  )
  const groups = (await cluster.groups()).toSorted((one, other) => (one.groupId < other.groupId ? -1 : 1))
  return JSON.stringify([
    await cluster.describe(),
    topics,
    [...(await cluster.topicConfigs(names))].sort(),
    await cluster.offsets(places, 'earliest'),
    await cluster.offsets(places, 'latest'),
    await cluster.acls(),
    groups,
    [...(await cluster.committedOffsets(groups.map(({ groupId }) => groupId)))],
  ])
}

async function planned(): Promise<Plan> {
  const { code, stderr } = await inDirectory('plan', '--out', 'plan.json')
  assert.equal(code, 0, stderr)
  const plan: Plan = JSON.parse(readFileSync(join(directory.path, 'plan.json'), 'utf8'))
  assertMatches('plan', plan)
  assertMatches('topology', plan.configuration)
  return plan
}

/** What was written since `record()`, by cluster, each once; beats of the lease aside. */
async function writes(plan: Plan): Promise<Record<string, string[]>> {
  const ownable = ownableThings(plan)
  const sides = [us, eu].map(async ({ name, cluster, proxy }) => {
    const names = new Map((await cluster.topics()).map((topic) => [topic.id, topic.name]))
    for (const row of plan.resource_changes) if ('topic_id' in row) names.set(row.topic_id ?? '', row.name)
    const writes = writesIn(proxy.recorded, (id) => names.get(id) ?? id)
    const kept = writes.filter((text) => {
      const [, key = ''] = /^append strait\.control\.internal (.*)$/.exec(text) ?? []
      if (key === '["lease"]') return false
      // With a topic that is deleted its positions end.
      if (text.startsWith('append strait.positions.internal ')) {
        const [flow, topic] = JSON.parse(text.slice('append strait.positions.internal '.length))
        assert.ok(deletedCopies(plan).has(JSON.stringify([flow, topic])), text)
        return false
      }
      if (!key.startsWith('["managed"')) return true
      assert.ok(ownable.has(JSON.parse(key)[1]), `${text} is of nothing in the plan`)
      return false
    })
    return [name, [...new Set(kept)].sort()] as const
  })
  return Object.fromEntries(await Promise.all(sides))
}

/** Flow and source topic of every copy that the plan deletes. */
function deletedCopies({ resource_changes }: Plan): Set<string> {
  return new Set(
    resource_changes.flatMap((row) =>
      row.type === 'topic' && row.change.actions[0] === 'delete'
        ? [JSON.stringify([row.flow, row.change.before?.sourceTopic])]
        : [],
    ),
  )
}

function record(): void {
  us.proxy.record()
  eu.proxy.record()
}

test('a plan sends requests that read and no other, and lets no broker create a topic', async () => {
  record()
  assert.equal((await inDirectory('plan')).code, 0)
  for (const { name, proxy } of [us, eu]) {
    const sent = requestsIn(proxy.recorded)
    assert.ok(
      sent.some(({ api }) => api === 'Metadata'),
      name,
    )
    assert.deepEqual(
      sent.filter(({ api }) => !onlyReads(api)).map(({ api }) => api),
      [],
    )
    // Metadata is the one reading request that can create: it must forbid that.
    const creating = sent.filter(({ api, version, body }) => {
      if (api !== 'Metadata') return false
      if (version < 9) body.plainArray((topic) => topic.plainString())
      else
        body.array((topic) => {
          if (version >= 10) topic.uuid()
          topic.nullableString()
          topic.skipTags()
        })
      return version < 4 || body.boolean()
    })
    assert.deepEqual(creating, [], name)
  }
})

test('planned many times, both clusters are what they were, internal topics included', limit, async () => {
  const before = [await stateOf(us), await stateOf(eu)]
  assert.equal(before[1]?.includes('__consumer_offsets'), false)
  for (let round = 0; round < 5; round++) assert.equal((await inDirectory('plan')).code, 0)
  assert.deepEqual([await stateOf(us), await stateOf(eu)], before)
})

test('an apply writes exactly what its plan lists', limit, async () => {
  const plan = await planned()
  record()
  const { code, stdout, stderr } = await inDirectory('apply', 'plan.json')
  assert.equal(code, 0, stdout + stderr)
  const listed = listedWrites(plan)
  assert.ok(listed['eu']?.some((text) => text.startsWith('create acl')))
  assert.deepEqual(await writes(plan), listed)
})

test('a wait without an agent says so, and ends when its time is over', limit, async () => {
  const { code, stderr } = await inDirectory('apply', '--yes', '--wait', '--wait-timeout', '3s')
  assert.equal(code, 1)
  assert.match(stderr, /^us-to-eu: no agent runs it yet, start one with strait agent\n/m)
  assert.match(stderr, /^Applied, but not converged after \d+ s: us-to-eu\. Agents go on by themselves\.\n$/m)
  const events = linesOf(
    (await inDirectory('apply', '--yes', '--wait', '--wait-timeout', '1s', '--json')).stdout,
  )
  for (const event of events) assertMatches('events#event', event)
  const { outcome, failure_reason, flows } = events.at(-1) ?? {}
  assert.deepEqual([outcome, failure_reason], ['timed_out', 'timed_out'])
  assert.deepEqual(flows, [{ flow: 'us-to-eu', state: 'no_agent', records_left: 100 }])
})

test('only what decides makes a saved plan stale, and the input is named', limit, async () => {
  assert.equal((await inDirectory('plan', '--out', 'stale.json')).code, 0)
  const isStale = async (): Promise<string> => (await inDirectory('apply', 'stale.json')).stderr
  const set = (value: string) =>
    us.cluster.alterTopicConfigs([{ topic: 'orders', set: { 'retention.ms': value }, unset: [] }])
  await set('86400000')
  assert.match(await isStale(), /ST450.*`retention\.ms` of `orders` on us changed 10d → 1d\./)
  await set('864000000')
  await us.cluster.createAcls([{ ...acl, principal: 'User:audit' }])
  assert.match(
    await isStale(),
    /ST450.*ACL "allow User:audit read on topic us\.orders" of eu is wanted now, and missing\./,
  )
  await us.cluster.deleteAcls([{ ...acl, principal: 'User:audit' }])
  // Traffic, commits and topics that no flow selects.
  await us.cluster.append('orders', [{ partition: 0, key: null, value: Buffer.from('one more') }])
  await us.cluster.commitOffsets('console-consumer-1', [
    { topic: 'orders', partition: 0, offset: 3, metadata: '' },
  ])
  await us.cluster.createTopics([{ name: 'other', partitions: 1, replicationFactor: 1, configs: {} }])
  assert.doesNotMatch(await isStale(), /ST450/)
})

test('so does one that grows, sets, unsets and moves', limit, async () => {
  const agent = start(['agent'], { cwd: directory.path })
  const waited = await inDirectory('apply', '--yes', '--wait', '--wait-timeout', '60s')
  for (const [command, ...args] of [['status'], ['lag'], ['groups'], ['gaps', 'us-to-eu']] as const) {
    assertMatches(`status#${command}`, JSON.parse((await inDirectory(command, ...args, '--json')).stdout))
  }
  agent.child.kill('SIGTERM')
  assert.equal(waited.code, 0, waited.stdout + waited.stderr)
  assert.match(waited.stderr, /^Every flow has caught up\.\n$/m)
  const log = await agent.ended
  assert.equal(log.code, 0)
  for (const line of linesOf(log.stderr)) assertMatches('events#agent_log', line)
  await us.cluster.createPartitions([{ name: 'payments', partitions: 3 }])
  await us.cluster.alterTopicConfigs([
    { topic: 'orders', set: { 'max.message.bytes': '2000000' }, unset: ['retention.ms'] },
  ])
  await us.cluster.commitOffsets('audit', [{ topic: 'orders', partition: 1, offset: 20, metadata: '' }])
  const plan = await planned()
  const listed = listedWrites(plan)['eu']
  assert.deepEqual(listed, [
    // The remote partition begins with the marker of the agent's fence.
    'commit audit us.orders[1]=21',
    'grow topic us.payments to 3',
    'set max.message.bytes=2000000 of topic us.orders',
    'unset retention.ms of topic us.orders',
  ])
  record()
  const { code, stdout, stderr } = await inDirectory('apply', 'plan.json')
  assert.equal(code, 0, stdout + stderr)
  assert.deepEqual(await writes(plan), { us: [], eu: listed })
})

test('what changes after the plan was checked is met by no write outside the list', limit, async () => {
  await us.cluster.createTopics([
    { name: 'orders-a', partitions: 1, replicationFactor: 1, configs: { 'retention.ms': '1000000' } },
    { name: 'orders-b', partitions: 1, replicationFactor: 1, configs: {} },
  ])
  await us.cluster.alterTopicConfigs([{ topic: 'orders', set: { 'retention.ms': '86400000' }, unset: [] }])
  await us.cluster.commitOffsets('late', [{ topic: 'orders', partition: 0, offset: 7, metadata: '' }])
  const plan = await planned()
  const listed = new Set(listedWrites(plan)['eu'])

  // While apply waits for the lease it has read everything, and has written nothing: now the world changes.
  const lease = await Lease.take({
    cluster: eu.cluster,
    holder: 'the test',
    operation: 'a change of the world',
  })
  record()
  const apply = start(['apply', 'plan.json', '--lease-timeout', '1m'], { cwd: directory.path })
  await apply.said(/the test \(a change of the world, since .*\) has not ended; waiting for it/)
  await eu.cluster.createTopics([{ name: 'us.orders-b', partitions: 5, replicationFactor: 1, configs: {} }])
  await eu.cluster.alterTopicConfigs([
    { topic: 'us.orders', set: { 'cleanup.policy': 'compact' }, unset: ['max.message.bytes'] },
  ])
  await eu.cluster.commitOffsets('late', [
    { topic: 'us.orders', partition: 0, offset: 3, metadata: 'theirs' },
  ])
  await us.cluster.createPartitions([{ name: 'orders', partitions: 6 }])
  await us.cluster.alterTopicConfigs([{ topic: 'orders', set: { 'retention.ms': '1' }, unset: [] }])
  await lease.release(true)
  const { code, stdout } = await apply.ended

  assert.equal(code, 1)
  assert.match(
    stdout,
    /topic\.eu\["us\.orders-b"\]: ST456 .*exists already with partition count 5 instead of 1/,
  )
  const { us: onSource, eu: onTarget = [] } = await writes(plan)
  assert.deepEqual(onSource, [])
  assert.deepEqual(
    onTarget.filter((text) => !listed.has(text)),
    [],
  )
  assert.ok(onTarget.includes('create topic us.orders-a 1x-1 retention.ms=1000000'), onTarget.join('\n'))
  const late = (await eu.cluster.committedOffsets(['late'])).get('late')
  assert.deepEqual(late, [{ topic: 'us.orders', partition: 0, offset: 3, metadata: 'theirs' }])
})

test(
  'an apply that deletes deletes what its plan lists, ACLs and commits of groups included',
  limit,
  async () => {
    const others = { ...acl, principal: 'User:audit', resourceName: 'us.orders' }
    await eu.cluster.createAcls([others])
    await us.cluster.deleteAcls([acl])
    const deletes =
      'strait {\n  deletes {\n    topics        = true\n    acls          = true\n    group_offsets = true\n  }\n  brake {\n    percent = 100\n  }\n}\n'
    const filters = 'topics { include = ["orders"] }\n  groups { exclude = ["audit", "late"] }'
    directory.write('main.hcl', written(filters, deletes))
    const plan = await planned()
    const listed = listedWrites(plan)['eu'] ?? []
    for (const text of [
      'delete topic us.payments',
      'delete topic us.orders-a',
      'delete commit audit us.orders[1]',
      'delete acl allow User:billing * read topic literal us.orders',
    ])
      assert.ok(listed.includes(text), `${text}\n${listed.join('\n')}`)
    record()
    const { code, stdout, stderr } = await inDirectory('apply', 'plan.json')
    assert.equal(code, 0, stdout + stderr)
    assert.deepEqual(await writes(plan), { us: [], eu: listed })
    assert.deepEqual(await eu.cluster.acls(), [others])
    const committed = await eu.cluster.committedOffsets(['audit', 'late'])
    assert.deepEqual(committed.get('audit'), [])
    // What somebody else committed stays.
    assert.equal(committed.get('late')?.length, 1)
    assert.match((await inDirectory('plan')).stdout, /No changes\./)
  },
)
