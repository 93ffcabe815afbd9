// `strait agent` as a process whose terminal or reader goes away.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTopics, flowSpec, openWorld, recordCount, until, type World } from '../agent/flow-fixture.ts'
import { startBroker } from '../brokers/broker.ts'
import { type Folder, folder, type Running, start, strait } from './strait.ts'

// Clusters of its own: on shared ones, what other tests applied would be let go of.
const [source, target] = await Promise.all([startBroker(), startBroker()])
const [us, eu, flow] = ['us', 'eu', 'signals']
const topic = `${flow}.orders`
let world: World
let topology: Folder

before(async () => {
  world = await openWorld({ source: source.bootstrap, target: target.bootstrap }, flowSpec(flow))
  await createTopics(world.source, [{ name: topic, partitions: 1, replicationFactor: -1, configs: {} }])
  const cluster = (name: string, bootstrap: readonly string[]): string =>
    `cluster "${name}" {\n  bootstrap = ${JSON.stringify(bootstrap)}\n}\n`
  topology = folder({
    'main.hcl': `${cluster(us, source.bootstrap)}${cluster(eu, target.bootstrap)}
flow "${flow}" {
  source = cluster.${us}
  target = cluster.${eu}

  topics {
    include = ["${flow}\\\\..*"]
  }

  groups {
    include = ["${flow}.*"]
  }
}
`,
  })
  const applied = await strait(['apply', topology.path, '--yes'])
  assert.equal(applied.code, 0, applied.stderr)
})
after(async () => {
  topology?.[Symbol.dispose]()
  await world?.close()
  await Promise.all([source.close(), target.close()])
})

async function copies(records: number): Promise<void> {
  await world.source.append(topic, [{ partition: 0, key: null, value: Buffer.from('a record') }])
  await until(async () => (await recordCount(world.target, `${us}.${topic}`)) >= records)
}

function running(id: string): Running {
  return start(['agent', topology.path, '--id', id])
}

test('a terminal that is closed drains the agent, as SIGTERM does', async () => {
  const agent = running('hang-up')
  await agent.said(/all shards assigned/)
  await copies(1)
  agent.child.kill('SIGHUP')
  const { code, stderr } = await agent.ended
  assert.equal(code, 0, stderr)
  assert.match(stderr, /all that was fetched is written/)
})

test('copying goes on when nobody reads the log any more', async () => {
  const agent = running('unread')
  await agent.said(/all shards assigned/)
  agent.child.stderr?.destroy()
  agent.child.stdout?.destroy()
  await copies(2)
  // Its figures are told every ten seconds: the pipe is broken by then.
  await new Promise((resolve) => setTimeout(resolve, 11_000))
  await copies(3)
  agent.child.kill('SIGTERM')
  const { code } = await agent.ended
  assert.equal(code, 0)
})

test('an agent whose id another takes ends with 1 and its reason, and its flow is not called failed', async () => {
  const other = running('the-same')
  await other.said(/all shards assigned/)
  const same = running('the-same')
  const { code, stderr } = await other.ended
  assert.equal(code, 1)
  assert.match(stderr, /another agent with the id "the-same" has joined/)
  assert.doesNotMatch(stderr, /\n\s+at /, 'no stack trace')
  const { stdout } = await strait(['status', topology.path, '--json'])
  const [row] = JSON.parse(stdout).flows
  assert.notEqual(row.verdict, 'failed', 'the other one runs it')
  same.child.kill('SIGTERM')
  assert.equal((await same.ended).code, 0)
})
