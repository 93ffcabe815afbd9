// A flow's whole life under its guards, on two real clusters of its own and in a real repository: protected, renamed
// while it copies, lifted, removed with what it made, and back again.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster, LogRecord } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import {
  type AgentEntry,
  controlKey,
  controlTopic,
  type FlowEntry,
  foldControl,
} from '../../src/mirror/control.ts'
import { until } from '../agent/flow-fixture.ts'
import { startBroker } from '../brokers/broker.ts'
import { deleteRecords } from '../kafka/fixture.ts'
import { clustersText, type GuardedBrokers, guardedTopology, type Written } from './guarded-topology.ts'
import { assertMatches, linesOf } from './matches-schema.ts'
import { type Ended, type Folder, folder, type Running, start, strait } from './strait.ts'

const limit = { timeout: 240_000 }

let brokers: GuardedBrokers
let us: Cluster
let eu: Cluster
let directory: Folder
let agent: Running | undefined
let produced = 0

before(async () => {
  const [source, target] = await Promise.all([startBroker(), startBroker()])
  brokers = { us: source, eu: target }
  us = connectCluster('us', { bootstrap: source.bootstrap, clientId: 'test', security: {} })
  eu = connectCluster('eu', { bootstrap: target.bootstrap, clientId: 'test', security: {} })
  const topic = { partitions: 2, replicationFactor: 1, configs: {} }
  await us.createTopics([
    { name: 'orders', ...topic },
    { name: 'tmp', ...topic },
  ])
  await eu.createTopics([{ name: 'theirs', ...topic }])
  await produce(500)
  directory = folder({ 'main.hcl': topology('us-to-eu', { protect: true }) })
  git('init', '-q')
})

after(async () => {
  agent?.child.kill('SIGKILL')
  directory[Symbol.dispose]()
  await Promise.all([us.close(), eu.close()])
  await Promise.all([brokers.us.close(), brokers.eu.close()])
})

function clusters(written: Written = {}): string {
  return clustersText(brokers, written)
}

function topology(name: string, written: Written): string {
  return guardedTopology(name, brokers, written)
}

function git(...args: readonly string[]): void {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com']
  execFileSync('git', [...who, ...args], { cwd: directory.path, stdio: 'pipe' })
}

function commit(text: string): void {
  directory.write('main.hcl', text)
  git('add', '-A')
  git('commit', '-q', '-m', 'change')
}

async function produce(count: number): Promise<void> {
  for (const topic of ['orders', 'tmp']) {
    const records = Array.from({ length: count }, (_, at) => ({
      partition: at % 2,
      key: null,
      value: Buffer.from(`${topic} ${produced + at}`),
    }))
    await us.append(topic, records)
  }
  produced += count
}

function run(...args: readonly string[]): Promise<Ended> {
  return strait(args, { cwd: directory.path })
}

async function applied(...args: readonly string[]): Promise<Ended> {
  const ended = await run('apply', '--yes', ...args)
  assert.equal(ended.code, 0, ended.stdout + ended.stderr)
  return ended
}

function startAgent(): void {
  agent = start(['agent'], { cwd: directory.path })
}

const valuesOf = (records: readonly LogRecord[]): string[] =>
  records
    .toSorted((one, other) => one.partition - other.partition || one.offset - other.offset)
    .map(({ partition, value }) => `${partition} ${value?.toString()}`)

async function assertCopied(): Promise<void> {
  for (const topic of ['orders', 'tmp']) {
    const source = await us.readTopic(topic)
    await until(async () => (await eu.readTopic(`us.${topic}`)).length >= source.length)
    assert.deepEqual(valuesOf(await eu.readTopic(`us.${topic}`)), valuesOf(source))
  }
}

async function flows(): Promise<FlowEntry[]> {
  const entries = foldControl(await eu.readTopic(controlTopic))
  return entries.filter((entry): entry is FlowEntry => entry.kind === 'flow')
}

test('a flow is applied, protected, and copies', limit, async () => {
  commit(topology('us-to-eu', { protect: true }))
  await applied()
  startAgent()
  await assertCopied()
})

test('a flow that moves to another name while it copies loses and doubles nothing', limit, async () => {
  commit(
    topology('orders', {
      protect: true,
      also: 'moved {\n  from = flow.us-to-eu\n  to   = flow.orders\n}\n',
    }),
  )
  const plan = await run('plan')
  assert.match(plan.stdout, /# flow\.us-to-eu has moved to flow\.orders/)
  let moving = true
  const load = (async () => {
    while (moving) await produce(20)
  })()
  await applied()
  await until(async () => (await flows()).some(({ name }) => name === 'orders'))
  await produce(200)
  moving = false
  await load
  await assertCopied()
  assert.deepEqual(
    (await flows()).map(({ name, state, identity, movedTo }) => [name, state, identity, movedTo]).sort(),
    [
      ['orders', 'running', 'us-to-eu', undefined],
      ['us-to-eu', 'stopped', 'us-to-eu', 'orders'],
    ],
  )
  assert.match((await run('plan')).stdout, /^No changes\./)
})

test('and so does one whose agent is killed right after, once another has taken over', limit, async () => {
  agent?.child.kill('SIGKILL')
  await produce(300)
  startAgent()
  await assertCopied()
  const { stdout } = await run('status')
  assert.match(stdout, /orders/)
  assert.equal(stdout.includes('us-to-eu'), false)
})

test('a protected flow goes on when its block is gone, and nothing is deleted', limit, async () => {
  commit(clusters({ deletes: true }))
  const { code, stdout } = await run('plan')
  assert.equal(code, 0, stdout)
  assert.match(stdout, /ST441/)
  assert.match(stdout, /No changes\./)
})

test('the commit that lifts the protection cannot remove the flow', limit, async () => {
  commit(topology('orders', { protect: false, deletes: true }))
  await applied()
  directory.write('main.hcl', clusters({ deletes: true, also: removed }))
  const { code, stdout } = await run('plan')
  assert.equal(code, 0, stdout)
  assert.match(stdout, /this very commit lifted that/)
})

const removed = 'removed {\n  from    = flow.orders\n  destroy = true\n}\n'

test('another commit can, if it names how much it lets go of', limit, async () => {
  commit(clusters({ deletes: true, also: removed }))
  const refused = await run('apply', '--yes')
  assert.equal(refused.code, 1)
  const [, number = ''] = /name the number:\s+--allow-destroy=(\d+)/.exec(refused.stdout) ?? []
  for (const wrong of [Number(number) - 1, Number(number) + 1]) {
    assert.equal((await run('plan', `--allow-destroy=${wrong}`)).code, 1)
  }
  const plan = await run('plan', `--allow-destroy=${number}`, '--out', 'plan.json')
  assert.match(plan.stdout, /# topic\.eu\["us\.orders"\] will be destroyed/)
  assert.match(plan.stdout, /the copy of orders; [\d,]+ records, .* are lost/)
  assert.ok((await eu.topics(['us.orders'])).length === 1)
  const ended = await run('apply', 'plan.json')
  assert.equal(ended.code, 0, ended.stderr)
  const left = (await eu.topics()).map(({ name }) => name).filter((name) => !name.startsWith('__'))
  assert.deepEqual(left.sort(), [
    'heartbeats',
    'strait.control.internal',
    'strait.positions.internal',
    'theirs',
  ])
  assert.match((await run('plan')).stdout, /^No changes\./)
})

test('a flow that comes back copies its topics from their start', limit, async () => {
  commit(topology('orders', {}))
  await applied()
  await assertCopied()
  const { stdout } = await run('gaps', 'orders', '--json')
  assert.deepEqual(JSON.parse(stdout).gaps, [])
})

async function retentionOf(topic: string): Promise<string | undefined> {
  const configs = (await eu.topicConfigs([topic])).get(topic) ?? []
  return configs.find(({ name }) => name === 'retention.ms')?.value ?? undefined
}

test('retention comes down in steps, an apply each, until the plan is empty', limit, async () => {
  await us.alterTopicConfigs([{ topic: 'orders', set: { 'retention.ms': '86400000' }, unset: [] }])
  commit(topology('orders', { inside: 'configs {\n    steps_above = "1B"\n  }' }))
  const seen: (string | undefined)[] = []
  for (let round = 0; round < 5; round++) {
    const { stdout } = await applied()
    if (stdout.startsWith('No changes.')) break
    seen.push(await retentionOf('us.orders'))
  }
  assert.deepEqual(seen, ['302400000', '151200000', '86400000'])
})

test('what someone changed on a remote topic is reported, or set back', limit, async () => {
  await eu.alterTopicConfigs([{ topic: 'us.orders', set: { 'retention.ms': '90000000' }, unset: [] }])
  commit(topology('orders', { drift: 'drift = "report"', inside: 'configs {\n    steps_above = "1B"\n  }' }))
  const { stdout } = await applied()
  assert.match(stdout, /topic_config\.eu\["us\.orders"\] has been changed: retention\.ms = 1d -> 25h/)
  assert.equal(await retentionOf('us.orders'), '90000000')
  commit(topology('orders', { drift: 'drift = "revert"' }))
  await applied()
  assert.equal(await retentionOf('us.orders'), '86400000')
  assert.match((await run('plan')).stdout, /^No changes\./)
})

test('a topic that exists is imported, and a policy of the team has its say', limit, async () => {
  const topic = { name: 'spare', partitions: 1, replicationFactor: 1, configs: {} }
  await us.createTopics([topic])
  await eu.createTopics([{ ...topic, name: 'us.spare' }])
  const policy = `policy "protected" {
  code      = "KP001"
  when      = change.type == "flow"
  condition = change.after.lifecycle.protect
  message   = "$\{change.address} is not protected."
}
`
  const also = `import {\n  to    = flow.orders\n  topic = "us.spare"\n}\n`
  const topics = '["orders", "tmp", "spare"]'
  commit(topology('orders', { topics, also: also + policy }))
  const refused = await run('plan', '--out', 'refused.json')
  assert.equal(refused.code, 1)
  assert.match(
    refused.stdout,
    /Error\[KP001\]: Policy "protected" is violated\n\n {2}with flow\.orders, written at main\.hcl:\d+/,
  )
  // Saved, it stays refused, and nothing is written for it.
  const standing = async (): Promise<number> => (await eu.readTopic(controlTopic)).filter(isOfNoAgent).length
  const before = await standing()
  const saved = await run('apply', 'refused.json', '--json')
  assert.equal(saved.code, 1)
  const ended = linesOf(saved.stdout).at(-1)
  assertMatches('events#failure', ended)
  assert.equal(ended?.['failure_reason'], 'plan_refused')
  assert.match(saved.stderr, /ST454/)
  assert.equal(await standing(), before)
  commit(topology('orders', { topics, also }))
  const plan = await run('plan')
  assert.match(plan.stdout, /# topic\.eu\["us\.spare"\] will be imported/)
  assert.match(plan.stdout, /Plan: 1 to import, 0 to add, 1 to change, 0 to destroy\./)
  await applied()
  const [live] = await eu.topics(['us.spare'])
  const entries = foldControl(await eu.readTopic(controlTopic))
  assert.ok(entries.some((entry) => entry.kind === 'managed' && entry.topicId === live?.id))
  assert.match((await run('plan')).stdout, /^No changes\./)
})

test(
  'what an agent committed for a group goes when the group leaves the filter, and nothing else',
  limit,
  async () => {
    const commits = async (): Promise<string[]> =>
      ((await eu.committedOffsets(['billing'])).get('billing') ?? []).map(
        ({ topic, partition, offset }) => `${topic}[${partition}]=${offset}`,
      )
    const isNoted = async (): Promise<boolean> =>
      foldControl(await eu.readTopic(controlTopic)).some(
        (entry) =>
          entry.kind === 'managed' && entry.commits !== undefined && entry.address.includes('"billing"'),
      )
    await eu.commitOffsets('billing', [{ topic: 'theirs', partition: 0, offset: 0, metadata: '' }])
    await us.commitOffsets('billing', [{ topic: 'orders', partition: 0, offset: 10, metadata: '' }])
    const often = 'offsets {\n    interval = "200ms"\n  }'
    commit(topology('orders', { inside: often }))
    await applied()
    await until(isNoted)
    assert.equal((await commits()).length, 2)
    commit(topology('orders', { inside: `${often}\n  groups {\n    exclude = ["billing"]\n  }` }))
    const { stdout } = await run('plan')
    assert.match(stdout, /# group_offset\.orders\["billing"\] will be destroyed/)
    await applied()
    assert.deepEqual(await commits(), ['theirs[0]=0'])
    assert.equal(await isNoted(), false)
    assert.match((await run('plan')).stdout, /^No changes\./)
  },
)

function isOfNoAgent({ key }: LogRecord): boolean {
  return key !== null && !key.toString().startsWith('["agent"') && !key.toString().startsWith('["gap"')
}

async function waited(): Promise<Ended & { readonly last: Record<string, unknown> | undefined }> {
  const ended = await run('apply', '--yes', '--wait', '--wait-timeout', '10m', '--json')
  for (const event of linesOf(ended.stdout)) assertMatches('events#event', event)
  return { ...ended, last: linesOf(ended.stdout).at(-1) }
}

test('a wait ends with a failure when a partition halts, and says why', limit, async () => {
  agent?.child.kill('SIGTERM')
  await agent?.ended
  await produce(10)
  const [end] = await us.offsets([{ topic: 'orders', partition: 0 }], 'latest')
  await deleteRecords(brokers.us.bootstrap, 'orders', String(end?.offset))
  startAgent()
  const { code, stdout, last } = await waited()
  assert.equal(code, 1)
  assert.equal(last?.['failure_reason'], 'not_converged')
  // A heartbeat may still be on its way, so how much is left is no matter.
  const flows = (last?.['flows'] ?? []) as readonly { readonly flow: string; readonly state: string }[]
  assert.deepEqual(
    flows.map(({ flow, state }) => [flow, state]),
    [['orders', 'halted']],
  )
  assert.ok(linesOf(stdout).some(({ type, state }) => type === 'wait_progress' && state === 'halted'))
  const people = await run('apply', '--yes', '--wait')
  assert.equal(people.code, 1)
  assert.match(people.stderr, /^orders: a partition is halted, strait gaps orders says why/m)
  assert.match(people.stderr, /^Applied, but not converged: orders\./m)
  assert.match((await run('gaps', 'orders')).stdout, /deleted/)
})

test('and when an agent fails', limit, async () => {
  agent?.child.kill('SIGTERM')
  await agent?.ended
  const entries = foldControl(await eu.readTopic(controlTopic))
  const report = entries.findLast((entry) => entry.kind === 'agent' && entry.flow === 'orders')
  assert.ok(report?.kind === 'agent')
  // As an agent does that fails, again and again.
  const failing = async (): Promise<void> => {
    const entry: AgentEntry = {
      ...report,
      at: new Date().toISOString(),
      state: 'failed',
      message: 'it broke',
    }
    const key = Buffer.from(controlKey(entry))
    await eu.append(controlTopic, [{ partition: 0, key, value: Buffer.from(JSON.stringify(entry)) }])
  }
  await failing()
  let waiting = true
  const load = (async () => {
    for (; waiting; await delay(200)) await failing()
  })()
  const { code, stdout, last } = await waited().finally(() => {
    waiting = false
  })
  await load
  assert.equal(code, 1)
  assert.equal(last?.['failure_reason'], 'not_converged')
  const said = linesOf(stdout).findLast(({ type }) => type === 'wait_progress')
  assert.deepEqual([said?.['state'], said?.['message']], ['failed', 'it broke'])
})
