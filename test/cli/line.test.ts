// The whole line as users run it, on two real clusters of its own: plan, apply, agent, look, change, stop.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { controlTopic, foldControl } from '../../src/mirror/control.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import { assertMatches, linesOf } from './matches-schema.ts'
import { type Ended, type Folder, folder, start, strait, topologyText } from './strait.ts'

const limit = { timeout: 90_000 }

let proxy: FaultProxy
let brokers: { readonly us: Broker; readonly eu: Broker }
let us: Cluster
let eu: Cluster
let directory: Folder

const flow = '  topics {\n    include = ["orders.*"]\n  }\n\n  refresh_interval = "1s"'

before(async () => {
  proxy = await startProxy()
  const [source, target] = await Promise.all([startBroker(), startBroker({ proxy })])
  brokers = { us: source, eu: target }
  us = connectCluster('us', { bootstrap: source.bootstrap, clientId: 'test', security: {} })
  eu = connectCluster('eu', { bootstrap: target.directBootstrap, clientId: 'test', security: {} })
  await us.createTopics([
    { name: 'orders', partitions: 3, replicationFactor: 1, configs: { 'retention.ms': '604800000' } },
    { name: 'left-alone', partitions: 1, replicationFactor: 1, configs: {} },
  ])
  await produce('orders', [0, 1, 2], 100)
  await us.commitOffsets('billing', [{ topic: 'orders', partition: 1, offset: 40, metadata: '' }])
  directory = folder({ 'main.hcl': topology(flow) })
})

after(async () => {
  directory[Symbol.dispose]()
  await Promise.all([us.close(), eu.close()])
  await Promise.all([brokers.us.close(), brokers.eu.close()])
  await proxy.close()
})

function topology(body: string): string {
  return topologyText({ us: brokers.us.bootstrap, eu: brokers.eu.bootstrap, flow: body })
}

async function produce(topic: string, partitions: readonly number[], count: number): Promise<void> {
  for (const partition of partitions) {
    const values = Array.from({ length: count }, (_, at) => Buffer.from(`${topic} ${partition} ${at}`))
    await us.append(
      topic,
      values.map((value) => ({ partition, key: null, value })),
    )
  }
}

function inDirectory(...args: readonly string[]): Promise<Ended> {
  return strait(args, { cwd: directory.path })
}

function planFile(name: string): string {
  return join(directory.path, name)
}

/** Everything that a plan could have changed. */
async function state(cluster: Cluster): Promise<string> {
  const topics = (await cluster.topics()).sort((one, other) => (one.name < other.name ? -1 : 1))
  const names = topics.map(({ name }) => name)
  const partitions = topics.flatMap(({ name, partitions }) =>
    partitions.map((_, partition) => ({ topic: name, partition })),
  )
  return JSON.stringify([
    topics.map(({ name, id, partitions }) => [name, id, partitions.length]),
    [...(await cluster.topicConfigs(names))].sort(),
    await cluster.offsets(partitions, 'latest'),
    await cluster.groups(),
  ])
}

test('a plan lists what would be made, and changes nothing', async () => {
  const before = [await state(us), await state(eu)]
  const { code, stdout, stderr } = await inDirectory('plan', '--detailed-exitcode')
  assert.equal(code, 2, stderr)
  assert.match(stdout, /# topic\.eu\["us\.orders"\] will be created/)
  assert.match(stdout, /300 records/)
  assert.match(stdout, /# flow\.us-to-eu will be created/)
  assert.match(stdout, /Plan: \d+ to add, 0 to change, 0 to destroy\.\n$/)
  assert.equal(stdout.includes('left-alone'), false)
  assert.deepEqual([await state(us), await state(eu)], before)
})

test('planned twice, the plan is the same but for its time', async () => {
  const [one, other] = [await inDirectory('plan', '--json'), await inDirectory('plan', '--json')]
  const untimed = ({ stdout }: Ended): unknown => ({
    ...JSON.parse(stdout),
    timestamp: '',
    checksum: '',
  })
  assert.deepEqual(untimed(one), untimed(other))
})

test('a saved plan is shown as it was printed', async () => {
  const printed = await inDirectory('plan', '--out', 'plan.json')
  assert.equal(printed.code, 0)
  assert.match(printed.stderr, /^Saved the plan to plan\.json\./)
  const shown = await inDirectory('show', 'plan.json')
  assert.equal(shown.stdout, printed.stdout)
  assert.deepEqual(
    JSON.parse((await inDirectory('show', 'plan.json', '--json')).stdout).fingerprint,
    JSON.parse(readFileSync(planFile('plan.json'), 'utf8')).fingerprint,
  )
  assert.match((await inDirectory('show', 'plan.json', '--markdown')).stdout, /us\.orders/)
})

test('without a terminal and without --yes nothing is applied', async () => {
  const before = await state(eu)
  const { code, stdout, stderr } = await inDirectory('apply')
  assert.equal(code, 1)
  assert.match(stdout, /^Plan: /m)
  assert.match(stderr, /^Error\[ST603\]: not applied: nobody can be asked here/)
  assert.equal(await state(eu), before)
})

test('a saved plan is stale when an input has changed since, and the input is named', async () => {
  await us.createPartitions([{ name: 'orders', partitions: 4 }])
  const { code, stdout, stderr } = await inDirectory('apply', 'plan.json', '--json')
  assert.equal(code, 1)
  assertMatches('events#failure', JSON.parse(stdout))
  assert.equal(JSON.parse(stdout).failure_reason, 'stale_plan')
  assert.match(
    stderr,
    /^Error\[ST450\]: the saved plan is stale: partitions of `orders` on us changed 3 → 4\. Plan again/,
  )
  assert.deepEqual(await eu.topics(['us.orders']), [])
})

test('an interrupted apply finishes its step and says what is not started', limit, async () => {
  assert.equal((await inDirectory('plan', '--out', 'plan.json')).code, 0)
  proxy.set({ latencyMs: 80 })
  const interrupted = start(['apply', 'plan.json'], { cwd: directory.path })
  await interrupted.said(/strait\.positions\.internal"\]: done/)
  interrupted.child.kill('SIGINT')
  const { code, stdout, stderr } = await interrupted.ended
  proxy.pass()
  assert.equal(code, 130, stderr)
  assert.match(stderr, /Interrupted: finishing the step at hand/)
  assert.match(stdout, /^Apply interrupted: \d+ done, 0 failed, \d+ not started\.\n/)
  assert.match(stdout, /^ {2}done {9}internal_topic/m)
  assert.match(stdout, /not started {2}flow\.us-to-eu\n/)
})

test('records that arrive do not make a plan stale, and apply carries the rest of it out', async () => {
  await produce('orders', [3], 50)
  const { code, stdout, stderr } = await inDirectory('apply', 'plan.json')
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^Apply complete: \d+ added, 0 changed, 0 destroyed\.\n$/)
  const [topic] = await eu.topics(['us.orders'])
  assert.equal(topic?.partitions.length, 4)
  const entries = foldControl(await eu.readTopic(controlTopic))
  const applied = entries.find((entry) => entry.kind === 'flow')
  assert.equal(applied?.kind === 'flow' && applied.state, 'running')
  assert.deepEqual(applied?.kind === 'flow' && applied.initialTopics?.['orders'], 4)
})

test('applied, there are no changes', async () => {
  const { code, stdout } = await inDirectory('plan', '--detailed-exitcode')
  assert.equal(code, 0)
  assert.match(stdout, /^No changes\./)
})

test('a config that does not change is explained with its value and with who decides it', async () => {
  const { stdout } = await inDirectory('explain', 'topic_config.eu[us.orders].configs.retention.ms')
  assert.match(stdout, /\n {2}value +"604800000", set on the topic\n {2}from +the source: 604800000 on us\n/)
  const inherited = await inDirectory('explain', 'topic.eu[us.orders].configs.min.insync.replicas')
  assert.match(
    inherited.stdout,
    /\n {2}value +"1", as eu has it\n {2}from +the target: the key belongs to eu alone\n/,
  )
  const unknown = await inDirectory('explain', 'topic.eu[us.orders].configs.retention.m')
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /has no config retention\.m\. Did you mean retention\.ms\?/)
})

test('a plan that is applied already is refused with that', async () => {
  const { code, stderr } = await inDirectory('apply', 'plan.json')
  assert.equal(code, 1)
  assert.match(stderr, /^Error\[ST450\]: the saved plan is stale and nothing is left to do/)
})

test('a flow without an agent says so', async () => {
  const { code, stdout } = await inDirectory('status', '--json')
  assert.equal(code, 0)
  const [row] = JSON.parse(stdout).flows
  assert.equal(row.verdict, 'no_agent')
  assert.equal(row.lag_records, 350)
  assert.equal(row.changed, false)
  assert.match((await inDirectory('status')).stdout, /no agent runs it/)
})

test('lag tells how old the oldest record is that is not copied', async () => {
  const { flows } = JSON.parse((await inDirectory('lag', '--json')).stdout)
  const topic = flows[0].topics.find(({ topic }: { topic: string }) => topic === 'orders')
  assert.equal(topic.lag_records, 350)
  assert.deepEqual(
    topic.partitions.map(({ copied_to, source_end }: { copied_to: null; source_end: number }) => [
      copied_to,
      source_end,
    ]),
    [
      [null, 100],
      [null, 100],
      [null, 100],
      [null, 50],
    ],
  )
  assert.ok(topic.lag_seconds > 0 && topic.lag_seconds < 600, `${topic.lag_seconds}`)
})

test(
  'an agent copies; --wait sees it; groups follow; SIGTERM drains it and it exits with 0',
  limit,
  async () => {
    const agent = start(['agent'], { cwd: directory.path })
    await agent.said(/flow \\"us-to-eu\\" runs/)
    const waited = await inDirectory('apply', '--yes', '--wait')
    assert.equal(waited.code, 0, waited.stderr)
    assert.match(waited.stderr, /Every flow has caught up\.\n$/)
    const copied = (await eu.readTopic('us.orders')).map(({ partition, value }) => `${partition} ${value}`)
    const written = (await us.readTopic('orders')).map(({ partition, value }) => `${partition} ${value}`)
    assert.deepEqual(copied, written)
    assert.equal(copied.length, 350)

    const groups = JSON.parse((await inDirectory('groups', '--json')).stdout).flows[0].groups
    assert.deepEqual(groups[0].group, 'billing')
    assert.equal(groups[0].partitions[0].source_offset, 40)
    const { lag_records } = JSON.parse((await inDirectory('lag', '--json')).stdout).flows[0].topics.find(
      ({ topic }: { topic: string }) => topic === 'orders',
    )
    assert.equal(lag_records, 0)
    assert.equal((await inDirectory('gaps', 'us-to-eu')).stdout, 'Flow us-to-eu has no gaps.\n')

    agent.child.kill('SIGTERM')
    const { code, stderr } = await agent.ended
    assert.equal(code, 0, stderr)
    assert.match(stderr, /all that was fetched is written/)
  },
)

test('a paused flow stays paused over an apply, and goes on when it is resumed', async () => {
  assert.equal((await inDirectory('pause', 'us-to-eu')).stdout, 'Flow us-to-eu is paused.\n')
  assert.equal((await inDirectory('pause', 'us-to-eu')).stdout, 'Flow us-to-eu was paused already.\n')
  directory.write('main.hcl', topology(flow.replace('"1s"', '"2s"')))
  const applied = await inDirectory('apply', '--yes', '--json')
  assert.equal(applied.code, 0, applied.stderr)
  const events = linesOf(applied.stdout)
  for (const event of events) assertMatches('events#event', event)
  // Whether the agent that has stopped still moved the group is for the next apply to see.
  const isOfGroup = (address: unknown): boolean => `${address}`.startsWith('group_offset.')
  assert.deepEqual(
    events.filter(({ address }) => !isOfGroup(address)).map(({ type }) => type),
    [
      ...['version', 'planned_change', 'change_summary', 'apply_start', 'apply_complete'],
      ...['change_summary', 'apply_summary'],
    ],
  )
  const { at: _, ...summary } = events.at(-1) ?? {}
  assert.deepEqual([summary['outcome'], summary['failed'], summary['not_started']], ['done', [], []])
  assert.deepEqual(
    [summary['done'], summary['already']].flat().filter((address) => !isOfGroup(address)),
    ['flow.us-to-eu'],
  )
  const [row] = JSON.parse((await inDirectory('status', '--json')).stdout).flows
  assert.deepEqual([row.verdict, row.changed], ['paused', false])
  const agent = start(['agent'], { cwd: directory.path })
  await agent.said(/paused: \\"us-to-eu\\"; waiting for `strait resume`/)
  agent.child.kill('SIGTERM')
  assert.equal((await agent.ended).code, 0)
  const resumed = await inDirectory('resume', 'us-to-eu', '--json')
  assertMatches('results#flow_state', JSON.parse(resumed.stdout))
  assert.equal(
    resumed.stdout,
    '{"format_version":"1.0","flow":"us-to-eu","state":"running","changed":true}\n',
  )
  assert.match((await inDirectory('plan')).stdout, /^No changes\./)
})

test('an unknown flow is named together with the one that was meant', async () => {
  const { code, stderr } = await inDirectory('pause', 'us-to-ue')
  assert.equal(code, 1)
  assert.match(stderr, /^Error\[ST550\]: this directory has no flow "us-to-ue"; did you mean "us-to-eu"\?/)
})

test('up plans, applies and copies in one process', limit, async () => {
  directory.write('main.hcl', topology(flow))
  await produce('orders', [0], 10)
  const up = start(['up', '--yes'], { cwd: directory.path })
  await up.said(/flow \\"us-to-eu\\" runs/)
  assert.equal((await inDirectory('apply', '--yes', '--wait')).code, 0)
  assert.equal((await eu.readTopic('us.orders')).length, 360)
  up.child.kill('SIGINT')
  const { code, stdout } = await up.ended
  assert.equal(code, 0)
  assert.match(stdout, /flow\.us-to-eu will be updated in-place/)
  assert.match(stdout, /Apply complete: 0 added, 1 changed, 0 destroyed\./)
})

test('a flow that leaves the directory is stopped, and its topics stay', async () => {
  directory.write(
    'main.hcl',
    topology(flow).replace(
      /flow "us-to-eu" {[\s\S]*$/,
      `flow "other" {
  source = cluster.us
  target = cluster.eu
  topics {
    include = ["nothing-yet"]
  }

  heartbeats {
    emit = false
  }
}
`,
    ),
  )
  const held = await inDirectory('apply', '--yes')
  const named = /--allow-destroy=\d+/.exec(held.stdout + held.stderr)
  assert.deepEqual([held.code, named !== null], [1, true], held.stderr)
  const { code, stdout, stderr } = await inDirectory('apply', '--yes', `${named?.[0]}`)
  assert.equal(code, 0, stderr)
  assert.match(stdout, /flow\.us-to-eu will be stopped/)
  assert.match(stdout, /, 1 destroyed\./)
  const entries = foldControl(await eu.readTopic(controlTopic))
  const stopped = entries.find((entry) => entry.kind === 'flow' && entry.name === 'us-to-eu')
  assert.equal(stopped?.kind === 'flow' && stopped.state, 'stopped')
  assert.equal((await eu.topics(['us.orders'])).length, 1)
  assert.match((await inDirectory('plan')).stdout, /^No changes\./)
})
