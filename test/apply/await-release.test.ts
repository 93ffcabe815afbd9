// On a real broker: copies are deleted only once the agents of their flow have let go of them.

import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, before, test } from 'node:test'
import '../brokers/quiet-kafkajs.ts'
import { type Consumer, Kafka, logLevel } from 'kafkajs'
import { applyPlan } from '../../src/apply/apply-plan.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { type AgentEntry, agentsGroup, controlKey, controlTopic } from '../../src/mirror/control.ts'
import { specHash } from '../../src/mirror/spec-hash.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { flowSpec, planOf, row } from './rows.ts'

const copy = 'us.orders'
const spec = flowSpec()

let broker: Broker
let cluster: Cluster
let member: Consumer

before(async () => {
  broker = await startBroker()
  cluster = connectCluster('eu', { bootstrap: broker.bootstrap, clientId: 'test', security: {} })
  const configs = { 'cleanup.policy': 'compact' }
  await cluster.createTopics([{ name: controlTopic, partitions: 1, replicationFactor: 1, configs }])
})

after(async () => {
  await cluster.close()
  await broker.close()
})

/** Joins the group of the flow's agents as one of them. */
async function join(): Promise<void> {
  const kafka = new Kafka({
    clientId: 'agent',
    brokers: [...broker.bootstrap],
    logLevel: logLevel.NOTHING,
  })
  member = kafka.consumer({ groupId: agentsGroup('us-to-eu') })
  const events = new EventEmitter()
  member.on(member.events.GROUP_JOIN, () => events.emit('joined'))
  await member.connect()
  await member.subscribe({ topic: controlTopic })
  const joined = once(events, 'joined')
  await member.run({ autoCommit: false, eachMessage: () => Promise.resolve() })
  await joined
}

async function planToDelete(flows: Plan['configuration']['flows']): Promise<Plan> {
  await cluster.createTopics([{ name: copy, partitions: 1, replicationFactor: 1, configs: {} }])
  const [topic] = await cluster.topics([copy])
  const before = { sourceTopic: 'orders', partitions: 1, replicationFactor: 1, configs: {} }
  const gone = row('topic', { name: copy, topic_id: topic?.id ?? '', before })
  const plan = planOf([gone])
  return { ...plan, configuration: { ...plan.configuration, flows } }
}

/** Starts to apply; `looked` resolves when the group was asked for once more. */
function start(plan: Plan) {
  const events = new EventEmitter()
  const watched: Cluster = {
    ...cluster,
    groups: async () => {
      const groups = await cluster.groups()
      events.emit('looked')
      return groups
    },
  }
  const looked = once(events, 'looked')
  const applied = applyPlan(plan, {
    clusters: new Map([['eu', watched]]),
    revision: { commit: null, dirty: false, author: null, appliedBy: null },
    holder: 'test',
  })
  return { applied, looked: () => looked.then(() => once(events, 'looked')) }
}

async function isThere(): Promise<boolean> {
  return (await cluster.topics([copy])).length > 0
}

async function report(hash: string): Promise<void> {
  const entry: AgentEntry = {
    kind: 'agent',
    flow: 'us-to-eu',
    agent: 'a',
    at: new Date().toISOString(),
    state: 'running',
    message: null,
    specHash: hash,
    partitions: 1,
    halted: 0,
    waiting: 0,
    troubles: [],
    lagRecords: 0,
    recordsTotal: 0,
    bytesTotal: 0,
    bytesUntouched: 0,
    recordsPerSecond: 0,
    bytesPerSecond: 0,
  }
  await cluster.append(controlTopic, [
    { partition: 0, key: Buffer.from(controlKey(entry)), value: Buffer.from(JSON.stringify(entry)) },
  ])
}

test('the copy of a flow that is no more goes when its last agent has left', {
  timeout: 60_000,
}, async () => {
  await join()
  const { applied, looked } = start(await planToDelete({}))
  await looked()
  assert.equal(await isThere(), true)
  await member.disconnect()
  assert.equal((await applied).outcome, 'done')
  assert.equal(await isThere(), false)
})

test('the copy that a flow lets go of goes when its agents run the new spec', {
  timeout: 60_000,
}, async () => {
  await join()
  await report(specHash(flowSpec({ topics: { include: ['orders', 'payments'], exclude: [] } })))
  const { applied, looked } = start(await planToDelete({ 'us-to-eu': spec }))
  await looked()
  assert.equal(await isThere(), true)
  await report(specHash(spec))
  assert.equal((await applied).outcome, 'done')
  assert.equal(await isThere(), false)
  await member.disconnect()
})
