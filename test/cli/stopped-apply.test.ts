// An apply that is stopped in the middle, as people and machines stop processes: by Ctrl-C, by SIGTERM, and by a
// pause that outlasts its lease while another apply takes over.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Lease } from '../../src/apply/lease.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import { requestsIn } from '../proxy/requests.ts'
import { writesIn } from '../proxy/writes.ts'
import { assertMatches, linesOf } from './matches-schema.ts'
import { type Folder, folder, start, strait, topologyText, unread } from './strait.ts'

const limit = { timeout: 120_000 }
const topics = Array.from({ length: 70 }, (_, at) => `orders-${at}`)

let proxy: FaultProxy
let source: Broker
let target: Broker
let eu: Cluster
/** One topology, seen through the proxy and past it. */
let slow: Folder
let fast: Folder

before(async () => {
  proxy = await startProxy()
  ;[source, target] = await Promise.all([startBroker(), startBroker({ proxy })])
  const us = connectCluster('us', { bootstrap: source.bootstrap, clientId: 'test', security: {} })
  await us.createTopics(topics.map((name) => ({ name, partitions: 1, replicationFactor: 1, configs: {} })))
  await us.close()
  eu = connectCluster('eu', { bootstrap: target.directBootstrap, clientId: 'test', security: {} })
  const files = (bootstrap: string[]) => ({
    'main.hcl': topologyText({
      us: source.bootstrap,
      eu: bootstrap,
      flow: '  topics {\n    include = ["orders.*"]\n  }',
    }),
  })
  slow = folder(files(target.bootstrap))
  fast = folder(files(target.directBootstrap))
})

after(async () => {
  for (const directory of [slow, fast]) directory[Symbol.dispose]()
  await eu.close()
  await Promise.all([source.close(), target.close()])
  await proxy.close()
})

function writesThroughProxy(): string[] {
  return writesIn(proxy.recorded, (id) => id)
}

test('a write whose way to the broker outlasts the lease is kept back at the socket', async () => {
  const slowly = connectCluster('eu', { bootstrap: target.bootstrap, clientId: 'slow', security: {} })
  const topic = { name: 'too-late', partitions: 1, replicationFactor: 1, configs: {} }
  await eu.createTopics([
    {
      name: 'strait.control.internal',
      partitions: 1,
      replicationFactor: 1,
      configs: { 'cleanup.policy': 'compact' },
    },
  ])
  // It is connected to the controller by then, and asks only which broker that is.
  await slowly.createTopics([{ ...topic, name: 'in-time' }])
  const timing = { timeToLiveMs: 3_000, beatIntervalMs: 60_000 }
  const lease = await Lease.take({ cluster: slowly, holder: 'slow', operation: 'a test', timing })
  proxy.record()
  proxy.set({ latencyMs: 2_000 })
  await assert.rejects(slowly.createTopics([topic], lease.fence), { code: 'ST452' })
  proxy.pass()
  assert.ok(requestsIn(proxy.recorded).some(({ api }) => api === 'Metadata'))
  assert.deepEqual(writesThroughProxy(), [])
  await slowly.close()
  assert.deepEqual(await eu.topics(['too-late']), [])
})

test('SIGTERM finishes the step, tells what is done and what is not, and exits with 143', limit, async () => {
  proxy.set({ latencyMs: 60 })
  const apply = start(['apply', '--yes', '--json'], { cwd: slow.path })
  await apply.printed(/"apply_complete".*strait\.positions\.internal/)
  apply.child.kill('SIGTERM')
  const { code, stdout, stderr } = await apply.ended
  proxy.pass()
  assert.equal(code, 143, stderr)
  const events = linesOf(stdout)
  for (const event of events) assertMatches('events#event', event)
  const { outcome, failure_reason, done, failed, not_started } = events.at(-1) as Record<string, unknown>
  assert.deepEqual([outcome, failure_reason, failed], ['interrupted', 'interrupted', []])
  assert.ok(Array.isArray(done) && done.some((address) => address.includes('strait.positions.internal')))
  assert.ok(Array.isArray(not_started) && not_started.includes('flow.us-to-eu'))
  assert.deepEqual(
    [...(done as string[]), ...not_started].sort(),
    events.flatMap(({ type, address }) => (type === 'planned_change' ? [address] : [])).sort(),
  )
})

test('a second Ctrl-C ends an apply at once', limit, async () => {
  proxy.set({ latencyMs: 60 })
  const apply = start(['apply', '--yes'], { cwd: slow.path })
  await apply.said(/topic\.eu\["us\.orders-\d+"\]: creating/)
  proxy.set({ latencyMs: 5_000 })
  apply.child.kill('SIGINT')
  await apply.said(/Interrupted: finishing the step at hand. Again to end at once\./)
  const startMs = performance.now()
  apply.child.kill('SIGINT')
  const { code } = await apply.ended
  assert.ok(performance.now() - startMs < 2_000, `${performance.now() - startMs}`)
  assert.equal(code, 130)
  proxy.drop()
  proxy.pass()
})

test(
  'an apply that was paused beyond its lease writes nothing when it wakes, and says so',
  limit,
  async () => {
    proxy.set({ latencyMs: 60 })
    const first = start(['apply', '--yes', '--lease-timeout', '60s'], { cwd: slow.path })
    await first.said(/topic\.eu\["us\.orders-\d+"\]: creating/)
    first.child.kill('SIGSTOP')
    // What it had sent by then is on its way through the proxy.
    await sleep(1_000)
    proxy.record()

    const second = await strait(['apply', '--yes', '--lease-timeout', '60s'], { cwd: fast.path })
    assert.equal(second.code, 0, second.stderr)
    assert.match(second.stderr, /process \d+ .*apply sha256:\w+, since .*has not ended; waiting for it/)
    assert.match((await strait(['plan'], { cwd: fast.path })).stdout, /^No changes\./)

    first.child.kill('SIGCONT')
    const { code, stdout, stderr } = await first.ended
    proxy.pass()
    assert.equal(code, 1, stderr)
    assert.match(stdout, /^Apply failed: \d+ done, \d+ failed, \d+ not started\./m)
    assert.match(stdout + stderr, /ST452.*the lease of this apply is gone/)
    assert.deepEqual(writesThroughProxy(), [])
    assert.match((await strait(['plan'], { cwd: fast.path })).stdout, /^No changes\./)
  },
)

test(
  'an apply whose reader goes away is carried through, and its exit code is the truth',
  limit,
  async () => {
    const text = readFileSync(join(fast.path, 'main.hcl'), 'utf8')
    fast.write('main.hcl', text.replace('topics {', 'refresh_interval = "17s"\n\n  topics {'))
    const { code, stderr } = await unread(['apply', '--yes', '--json', fast.path])
    assert.deepEqual([code, stderr], [0, ''])
    const { stdout } = await strait(['plan'], { cwd: fast.path })
    assert.match(stdout, /^No changes\./)
    fast.write('main.hcl', text)
    assert.match((await strait(['plan'], { cwd: fast.path })).stdout, /refresh_interval = "17s" -> /)
  },
)
