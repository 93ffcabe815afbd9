// The workflows of docs/workflows as GitHub would run them, on two real clusters: a change from its pull request to the
// clusters, and everything that must not happen on the way. Run by npm run test:action.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { start } from '../cli/strait.ts'
import type { PullRequest } from './github-server.ts'
import { openStage, type Stage } from './stage.ts'

/** A group id may hold anything. */
const hostileGroup = 'bill`ing @admin --> </details> ]]>\n::error::forged\n\u001b[31m'
const main = { repository: { default_branch: 'main' }, ref: 'refs/heads/main' }

let stage: Stage
let brokers: { readonly us: Broker; readonly eu: Broker }
let us: Cluster
let eu: Cluster
let base: string
/** What the clusters are by now. */
let applied: string
const change: PullRequest = {
  number: 7,
  head: '',
  from: 'o:change',
  files: ['topology/main.hcl'],
  mergeSha: null,
}

function topology(body: string): Record<string, string> {
  const cluster = (name: string, { bootstrap }: Broker): string =>
    `cluster "${name}" {\n  bootstrap = ${JSON.stringify(bootstrap)}\n}\n`
  const flow = `flow "us-to-eu" {\n  source = cluster.us\n  target = cluster.eu\n\n${body}\n}\n`
  return { 'topology/main.hcl': `${cluster('us', brokers.us)}\n${cluster('eu', brokers.eu)}\n${flow}` }
}

const orders = `  topics {
    include = ["orders.*"]
  }

  groups {
    include = ["(?s).*"]
  }

  configs {
    sync = true
  }`
const ordersAndPayments = orders.replace('"orders.*"', '"orders.*", "payments"')

function waitingApply(): Record<string, string> {
  const path = '.github/workflows/apply.yml'
  const text = readFileSync(join(stage.repository.path, path), 'utf8')
  return { [path]: text.replace('directory: topology', 'directory: topology\n          wait: true') }
}

function ownComment() {
  const [found, ...more] = stage.github
    .of(change.number)
    .filter(({ author }) => author === 'github-actions[bot]')
  assert.deepEqual(more, [], 'one comment per topology')
  return found
}

async function targetTopics(): Promise<string[]> {
  return (await eu.topics()).map(({ name }) => name).sort()
}

/** What a runner would take for a command of its own, beside those that we mean. */
function commandsIn(log: string): string[] {
  return log.split('\n').filter((line) => /❗|🚧|💬/u.test(line))
}

before(async () => {
  const [source, target] = await Promise.all([startBroker(), startBroker()])
  brokers = { us: source, eu: target }
  us = connectCluster('us', { bootstrap: source.bootstrap, clientId: 'test', security: {} })
  eu = connectCluster('eu', { bootstrap: target.bootstrap, clientId: 'test', security: {} })
  const configs = { 'retention.ms': '604800000' }
  await us.createTopics(
    ['orders', 'payments'].map((name) => ({ name, partitions: 2, replicationFactor: 1, configs })),
  )
  await us.append('orders', [{ partition: 0, key: null, value: Buffer.from('one') }])
  await us.commitOffsets(hostileGroup, [{ topic: 'orders', partition: 0, offset: 1, metadata: '' }])
  stage = await openStage()
  base = stage.repository.commit({ 'README.md': 'a repository\n' })
  stage.repository.branch('change', base)
  change.head = stage.repository.commit(topology(orders))
  stage.github.pullRequests.push(change)
})

after(async () => {
  await stage[Symbol.asyncDispose]()
  await Promise.all([us.close(), eu.close()])
  await Promise.all([brokers.us.close(), brokers.eu.close()])
})

function planIt(pull = change) {
  const payload = stage.pullRequest(pull, { base })
  return stage.run({ workflow: 'plan', event: 'pull_request', payload })
}

function applyIt() {
  return stage.run({ workflow: 'apply', event: 'push', payload: main })
}

describe('a change', () => {
  test('gets its plan in a comment when its pull request is opened, and nothing is written to a cluster', async () => {
    // More comments than a page holds, one of them with a marker that someone copied.
    for (let index = 0; index < 120; index += 1)
      stage.github.comment(change.number, 'ada', `comment ${index}`)
    const before = await targetTopics()
    const { code, log } = await planIt()
    assert.equal(code, 0, log)
    const { body = '' } = ownComment() ?? {}
    assert.match(body, /^<!-- strait:plan \{"v":1,"key":"topology",/)
    assert.match(body, /### 📋 Strait plan: \d+ to add, 0 to change, 0 to destroy/)
    assert.match(body, /```mermaid\nflowchart LR/)
    assert.match(body, /<details><summary><code>eu<\/code>: \d+ to add<\/summary>/)
    assert.match(body, /📋 Planned at <code>[0-9a-f]{7}<\/code> in \[this job\]/)
    assert.deepEqual(await targetTopics(), before)
  })

  test('shows names as text, in the comment and to the runner', async () => {
    const { log } = await planIt()
    assert.deepEqual(
      commandsIn(log).filter((line) => line.includes('forged')),
      [],
    )
    assert.equal(log.includes('\u001b[31m\n'), false)
    const { body = '' } = ownComment() ?? {}
    const outside = body.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '')
    assert.doesNotMatch(outside, /@admin|forged\n|<\/details> \]/)
    assert.equal(body.split('\n').filter((line) => line.startsWith('::')).length, 0)
  })

  test('gets its mistakes at their lines, and in the comment', async () => {
    const good = change.head
    stage.repository.branch('change', good)
    change.head = stage.repository.commit(topology(orders.replace('include', 'inclde')))
    const { code, log } = await planIt()
    change.head = good
    assert.equal(code, 1, log)
    assert.match(log, /❗ {2}::error file=topology\/main\.hcl,line=14,/)
    const { body = '' } = ownComment() ?? {}
    assert.match(body, /### ❌ Strait: 1 error in the topology/)
    assert.match(body, /14: {5}inclde = \["orders\.\*"\]/)
  })

  test('is shown in the same comment after a push, with what changed since', async () => {
    assert.equal((await planIt()).code, 0)
    const { id = 0 } = ownComment() ?? {}
    stage.repository.branch('change', change.head)
    change.head = stage.repository.commit(topology(ordersAndPayments))
    const { code, log } = await planIt()
    assert.equal(code, 0, log)
    const comment = ownComment()
    assert.equal(comment?.id, id)
    assert.match(
      comment?.body ?? '',
      /Since the plan for [0-9a-f]{7}: \d+ changes? came in, \d+ changes? became different/,
    )
    assert.match(comment?.body ?? '', /\+ topic\.eu\["us\.payments"\]/)
  })

  test('is not applied where the clusters changed since its plan was reviewed', async () => {
    const forged = stage.github.comment(change.number, 'eve', ownComment()?.body ?? '')
    const text = forged.body
    await us.createTopics([{ name: 'orders.late', partitions: 1, replicationFactor: 1, configs: {} }])
    change.mergeSha = stage.repository.merge(base, change.head)
    const before = await targetTopics()
    const { code, log } = await applyIt()
    assert.equal(code, 1, log)
    assert.match(log, /ST450.*the reviewed plan is stale/)
    assert.match(ownComment()?.body ?? '', /⛔ Not applied, the plan is outdated/)
    assert.match(ownComment()?.body ?? '', /\+ topic\.eu\["us\.orders\.late"\]/)
    assert.deepEqual(await targetTopics(), before)
    assert.equal(forged.body, text, 'a comment of someone else is not touched')
  })

  test('is applied after it was planned again, and the comment says so', async () => {
    assert.equal((await planIt()).code, 0)
    change.mergeSha = stage.repository.merge(base, change.head)
    const { code, log } = await applyIt()
    assert.equal(code, 0, log)
    assert.match(
      ownComment()?.body ?? '',
      /✅ Applied at <code>[0-9a-f]{7}<\/code> in \[this job\]\(.*\): \d+ done/,
    )
    const topics = await targetTopics()
    for (const name of ['us.orders', 'us.orders.late', 'us.payments']) assert.ok(topics.includes(name), name)
  })

  test('has nothing left to apply the second time', async () => {
    const { code, log } = await applyIt()
    assert.equal(code, 0, log)
    assert.match(log, /No changes\. The clusters are as the configuration says\./)
    assert.match(ownComment()?.body ?? '', /✅ Applied at/)
  })

  test('is told with what came of it, once the agents have caught up', async () => {
    await us.createTopics([{ name: 'invoices', partitions: 1, replicationFactor: 1, configs: {} }])
    const values = Array.from({ length: 500 }, (_, at) => Buffer.from(`invoice ${at}`))
    await us.append(
      'invoices',
      values.map((value) => ({ partition: 0, key: null, value })),
    )
    stage.repository.branch('invoices', change.head)
    const body = orders.replace('"orders.*"', '"orders.*", "payments", "invoices"')
    const head = stage.repository.commit({ ...topology(body), ...waitingApply() })
    const pull: PullRequest = {
      number: 11,
      head,
      from: 'o:invoices',
      files: ['topology/main.hcl'],
      mergeSha: null,
    }
    stage.github.pullRequests.push(pull)
    const planned = await stage.run({
      workflow: 'plan',
      event: 'pull_request',
      payload: stage.pullRequest(pull, { base: change.head }),
    })
    assert.equal(planned.code, 0, planned.log)
    pull.mergeSha = stage.repository.merge(change.head, head)
    applied = head
    const agent = start(['agent', join(stage.repository.path, 'topology')])
    try {
      const { code, log } = await applyIt()
      assert.equal(code, 0, log)
      const [{ body: told = '' } = {}] = stage.github.of(11)
      assert.match(told, /✅ Applied at/)
      assert.match(told, /\| ✅ \| <code>us-to-eu<\/code> \| 5\d\d records, .* \| all of it \|/)
      assert.match(told, /✅ 1 group in place/)
    } finally {
      agent.child.kill('SIGTERM')
      await agent.ended
    }
  })

  test('that was never planned on a pull request is not applied', async () => {
    stage.repository.branch('main', base)
    stage.repository.commit(topology(orders.replace('orders', '(orders|payments)')))
    const { code, log } = await applyIt()
    assert.equal(code, 1, log)
    assert.match(log, /ST615.*no pull request of this commit has a plan of topology/)
  })
})

describe('drift', () => {
  const look = () => stage.run({ workflow: 'drift', event: 'schedule', payload: main })
  const retention = (value: string) =>
    eu.alterTopicConfigs([{ topic: 'us.orders', set: { 'retention.ms': value }, unset: [] }])

  test('opens an issue, writes it again, and closes it when the clusters are right again', async () => {
    stage.repository.merge(base, applied)
    stage.github.issues.push({
      id: 9,
      number: 9,
      author: 'eve',
      title: 'Strait',
      state: 'open',
      body: 'mine',
    })
    const clean = await look()
    assert.equal(clean.code, 0, clean.log)
    assert.equal(stage.github.issues[1]?.body, undefined)

    assert.deepEqual([clean.outputs['drift'], clean.outputs['comment_url']], ['false', undefined])

    await retention('1000')
    const first = await look()
    assert.equal(first.code, 0, first.log)
    const { drift: hasDrift, comment_url, to_change, risk } = first.outputs
    assert.deepEqual([hasDrift, to_change], ['true', '1'])
    assert.ok(comment_url?.endsWith(`#${stage.github.issues[1]?.id}`), comment_url)
    assert.notEqual(risk, 'none')
    const opened = stage.github.issues[1]
    assert.equal(opened?.state, 'open')
    assert.match(opened?.body ?? '', /topic_config\.eu\["us\.orders"\]/)
    assert.match(
      opened?.body ?? '',
      /^### (?:🔍|⚠️) Strait: the clusters have drifted · 0 to add, 1 to change/mu,
    )

    await retention('2000')
    assert.equal((await look()).code, 0)
    assert.equal(stage.github.issues.length, 2)
    assert.match(opened?.body ?? '', /2000/)

    await retention('604800000')
    const { code, log, outputs } = await look()
    assert.equal(code, 0, log)
    assert.equal(opened?.state, 'closed')
    assert.equal(outputs['drift'], 'false')
    assert.ok(
      stage.github.of(opened?.number ?? 0).some(({ body }) => /as the configuration says again/.test(body)),
    )
    assert.equal(stage.github.issues[0]?.body, 'mine')
  })
})
