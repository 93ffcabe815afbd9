// Two teams, two directories, two named topologies on the same two clusters: each plans, applies and runs its own, and
// neither can touch, stop or take the other's unawares.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Lease } from '../../src/apply/lease.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { controlKey, controlTopic, foldControl } from '../../src/mirror/control.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type Ended, type Folder, folder, start, strait } from './strait.ts'

const limit = { timeout: 180_000 }

let brokers: { readonly us: Broker; readonly eu: Broker }
let us: Cluster
let eu: Cluster
let directory: Folder

before(async () => {
  const [source, target] = await Promise.all([startBroker(), startBroker()])
  brokers = { us: source, eu: target }
  us = connectCluster('us', { bootstrap: source.bootstrap, clientId: 'test', security: {} })
  eu = connectCluster('eu', { bootstrap: target.bootstrap, clientId: 'test', security: {} })
  await us.createTopics(
    ['orders', 'clicks', 'views', 'late'].map((name) => ({
      name,
      partitions: 1,
      replicationFactor: 1,
      configs: {},
    })),
  )
  directory = folder({})
  directory.directory('payments')
  directory.directory('search')
})

after(async () => {
  directory[Symbol.dispose]()
  await Promise.all([us.close(), eu.close()])
  await Promise.all([brokers.us.close(), brokers.eu.close()])
})

/** A flow for each topic, under the topic's name. One team has its own names for the clusters. */
function write(team: 'payments' | 'search' | 'orders', topics: readonly string[], settings: string): void {
  const [from, to] = team === 'search' ? ['america', 'europe'] : ['us', 'eu']
  const cluster = (name: string | undefined, { bootstrap }: Broker): string =>
    `cluster "${name}" {\n  bootstrap = ${JSON.stringify(bootstrap)}\n}\n`
  const flow = (topic: string): string => `
flow "${topic}" {
  source           = cluster.${from}
  target           = cluster.${to}
  refresh_interval = "1s"

  topics {
    include = ["${topic}"]
  }
}
`
  const text = [
    `strait {\n  ${settings}\n}\n`,
    cluster(from, brokers.us),
    cluster(to, brokers.eu),
    ...topics.map(flow),
  ]
  directory.write(`${team}/main.hcl`, text.join('\n'))
}

function run(...args: string[]): Promise<Ended> {
  return strait([...args], { cwd: directory.path })
}

async function plan(team: string): Promise<string> {
  const { code, stdout, stderr } = await run('plan', team)
  assert.equal(code, 0, `${stderr}${stdout}`)
  return stdout
}

/** Lets go of whatever the plan lets go of: how much that is, is not what these tests are about. */
async function applyLosing(team: string): Promise<void> {
  const { stdout } = await run('plan', team, '--json')
  const { summary }: { summary: { lets_go: number } } = JSON.parse(stdout)
  await apply(team, `--allow-destroy=${summary.lets_go}`)
}

async function apply(team: string, ...flags: string[]): Promise<void> {
  const { code, stderr, stdout } = await run('apply', team, '--yes', ...flags)
  assert.equal(code, 0, `${stderr}${stdout}`)
}

/** What stands in the control topic of eu, as `orders running payments`. */
async function flows(): Promise<string[]> {
  const entries = foldControl(await eu.readTopic(controlTopic))
  return entries
    .flatMap((entry) =>
      entry.kind === 'flow' ? [`${entry.name} ${entry.state} ${entry.topology ?? '-'}`] : [],
    )
    .sort()
}

test('each applies its own, and then both plans are empty', limit, async () => {
  write('payments', ['orders'], 'name = "payments"')
  write('search', ['clicks'], 'name = "search"')
  await apply('payments')
  await apply('search')
  assert.deepEqual(await flows(), ['clicks running search', 'orders running payments'])
  const [first, second] = [await plan('payments'), await plan('search')]
  assert.match(first, /^No changes\./)
  assert.match(first, /left alone on eu, of topology "search": flow\.clicks; \d+ topics?/)
  assert.match(second, /^No changes\./)
  assert.match(second, /left alone on europe, of topology "payments": flow\.orders; \d+ topics?/)
})

test('an apply of one leaves a saved plan of the other as it was', limit, async () => {
  write('payments', ['orders'], 'name = "payments"')
  const { code } = await run('plan', 'payments', '--out', 'saved.json')
  assert.equal(code, 0)
  write('search', ['clicks', 'views'], 'name = "search"')
  await apply('search')
  await apply('saved.json')
  assert.deepEqual(await flows(), [
    'clicks running search',
    'orders running payments',
    'views running search',
  ])
})

test(
  'a flow of the other’s name, and a topic that the other writes, are refused with whose they are',
  limit,
  async () => {
    write('search', ['clicks', 'views', 'orders'], 'name = "search"')
    const { code, stdout } = await run('plan', 'search')
    assert.equal(code, 1)
    assert.match(stdout, /Error\[ST460\]: Another topology has it/)
    assert.match(stdout.replaceAll(/\s+/g, ' '), /Flow "orders" on europe belongs to topology "payments"/)
    const applied = await run('apply', 'search', '--yes')
    assert.equal(applied.code, 1)
    const paused = await run('pause', 'orders', 'search')
    assert.equal(paused.code, 1)
    assert.match(paused.stderr, /ST460/)
    assert.ok((await flows()).includes('orders running payments'))
  },
)

test('a flow that one removes ends, the other’s stay', limit, async () => {
  write('search', ['clicks'], 'name = "search"')
  await applyLosing('search')
  assert.deepEqual(await flows(), [
    'clicks running search',
    'orders running payments',
    'views stopped search',
  ])
  write('search', ['clicks'], 'name = "search"')
  assert.match(await plan('search'), /^No changes\./)
  assert.match(await plan('payments'), /^No changes\./)
})

test('agents and status are about their own topology', limit, async () => {
  write('payments', ['orders'], 'name = "payments"')
  write('search', ['clicks'], 'name = "search"')
  const agent = start(['agent', 'search', '--json'], { cwd: directory.path })
  await agent.said(/flow \\"clicks\\" runs/)
  const log = await agent.said(/left to other agents: \\"orders\\" of topology \\"payments\\"/)
  assert.doesNotMatch(log, /flow \\"orders\\" runs/)
  const { stdout } = await run('status', 'search')
  assert.match(stdout, /also on europe, of topology "payments": flow orders/)
  assert.doesNotMatch(stdout, /^orders/m)
  agent.child.kill('SIGTERM')
  assert.equal((await agent.ended).code, 0)
})

test('one apply at a time works on a cluster, and says whose it is', limit, async () => {
  const lease = await Lease.take({ cluster: eu, holder: 'ada', operation: 'apply', topology: 'payments' })
  try {
    write('search', ['clicks', 'views'], 'name = "search"')
    const { code, stdout, stderr } = await run('apply', 'search', '--yes')
    assert.equal(code, 1)
    const said = `${stdout}${stderr}`.replaceAll(/\s+/g, ' ')
    assert.match(said, /ada \(topology "payments", apply, since .*has not ended; waiting for it/)
    assert.match(said, /Error\[ST451\].*ada \(topology "payments", apply, since .*is at work/)
  } finally {
    await lease.release(true)
  }
})

test('a flow that the other applied while this one waited for its turn is the other’s', limit, async () => {
  const lease = await Lease.take({ cluster: eu, holder: 'ada', operation: 'apply', topology: 'payments' })
  write('search', ['clicks', 'late'], 'name = "search"')
  const apply = start(['apply', 'search', '--yes', '--lease-timeout', '2m'], { cwd: directory.path })
  await apply.said(/has not ended; waiting for it/)
  const entries = foldControl(await eu.readTopic(controlTopic))
  const orders = entries.find((entry) => entry.kind === 'flow' && entry.name === 'orders')
  assert(orders?.kind === 'flow')
  const late = { ...orders, name: 'late', spec: { ...orders.spec, name: 'late' } }
  const key = Buffer.from(controlKey(late))
  await eu.append(controlTopic, [{ partition: 0, key, value: Buffer.from(JSON.stringify(late)) }])
  await lease.release(true)
  const { code, stdout, stderr } = await apply.ended
  assert.equal(code, 1)
  assert.match(
    `${stdout}${stderr}`.replaceAll(/\s+/g, ' '),
    /ST456.*flow "late" belongs to topology "payments" by now; plan again/,
  )
  assert.ok((await flows()).includes('late running payments'))
  await eu.append(controlTopic, [{ partition: 0, key, value: null }])
})

test('a value from the defaults block is explained with its line there', limit, async () => {
  const defaults =
    'name = "search"\n\n  defaults {\n    limits {\n      bytes_per_second = "7MiB"\n    }\n  }'
  write('search', ['clicks'], defaults)
  const value = await run('explain', 'flow.clicks.limits.bytes_per_second', 'search')
  assert.equal(value.code, 0, value.stderr)
  assert.match(value.stdout, /value +7340032 \(7.0 MiB\)/)
  assert.match(value.stdout, /written +"7MiB" \(in the defaults block, search\/main\.hcl:6\)/)
  assert.match(value.stdout, /live +not set/)
  const flow = await run('explain', 'flow.clicks', 'search')
  assert.match(
    flow.stdout,
    /defaults +from the defaults block \(search\/main\.hcl:4\): limits\.bytes_per_second/,
  )
})

test('a new name takes over what bore the former one, and says so', limit, async () => {
  write('search', ['clicks'], 'name = "find"')
  const refused = await run('plan', 'search')
  assert.equal(refused.code, 1)
  assert.match(refused.stdout.replaceAll(/\s+/g, ' '), /formerly = \["search"\]/)
  write('search', ['clicks'], 'name     = "find"\n  formerly = ["search"]')
  const text = await plan('search')
  assert.match(
    text,
    /# flow\.clicks joins this topology\n\s+# \(it belonged to topology "search" until now\)/,
  )
  await apply('search')
  assert.deepEqual(await flows(), ['clicks running find', 'orders running payments', 'views stopped search'])
  assert.match(await plan('search'), /^No changes\./)
})

test('what one has stopped the other may take, and it goes on where it was', limit, async () => {
  write('payments', [], 'name = "payments"\n}\n\nremoved {\n  from    = flow.orders\n  destroy = false')
  await applyLosing('payments')
  directory.directory('orders')
  write('orders', ['orders'], 'name = "orders-team"')
  const text = await plan('orders')
  assert.match(text, /# flow\.orders will be created\n\s+# \(it belonged to topology "payments" until now\)/)
  await apply('orders')
  assert.ok((await flows()).includes('orders running orders-team'))
  assert.match(await plan('orders'), /^No changes\./)
})
