// `depends_on` from the file to real brokers: the order of an apply and of the way back, and what is left undone behind
// a step that a broker refuses. Flow a waits for flow b, so that no order of names could be taken for the right one.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Acl, Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { controlTopic, foldControl } from '../../src/mirror/control.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { assertMatches, linesOf } from './matches-schema.ts'
import { type Ended, type Folder, folder, strait } from './strait.ts'

const limit = { timeout: 120_000 }

let source: Broker
let target: Broker
let eu: Cluster
let directory: Folder

before(async () => {
  ;[source, target] = await Promise.all([
    startBroker(),
    startBroker({
      security: 'sasl_plaintext',
      authorizer: true,
      users: [
        { name: 'strait', password: 'strait-secret' },
        { name: 'limited', password: 'limited-secret' },
      ],
    }),
  ])
  const us = connectCluster('us', { bootstrap: source.bootstrap, clientId: 'test', security: {} })
  await us.createTopics(
    ['a', 'b', 'c'].map((name) => ({ name, partitions: 1, replicationFactor: 1, configs: {} })),
  )
  await us.close()
  eu = connectCluster('eu', { bootstrap: target.directBootstrap, clientId: 'test', security: {} })
  await eu.createAcls([
    may('all', 'topic', 'strait.', 'prefixed'),
    may('all', 'topic', 'us.a'),
    // Seen, but not made.
    may('describe', 'topic', 'us.b'),
    may('all', 'group', '*'),
    may('describe', 'cluster', 'kafka-cluster'),
    may('alter', 'cluster', 'kafka-cluster'),
  ])
  directory = folder({ 'main.hcl': '' })
})

after(async () => {
  directory[Symbol.dispose]()
  await eu.close()
  await Promise.all([source.close(), target.close()])
})

function may(
  operation: Acl['operation'],
  resourceType: Acl['resourceType'],
  resourceName: string,
  patternType: Acl['patternType'] = 'literal',
): Acl {
  return {
    operation,
    resourceType,
    resourceName,
    patternType,
    principal: 'User:limited',
    host: '*',
    permission: 'allow',
  }
}

/** Everybody may do everything past the listener that asks for a login. */
function clusters(login?: 'limited'): string {
  const sasl = `
  sasl {
    mechanism = "scram-sha-512"
    username  = "limited"
    password  = env("LIMITED_PASSWORD")
  }
`
  return `cluster "us" {
  bootstrap = ${JSON.stringify(source.bootstrap)}
}

cluster "eu" {
  bootstrap = ${JSON.stringify(login === undefined ? target.directBootstrap : target.bootstrap)}
${login === undefined ? '' : sasl}}
`
}

function flow(name: string, dependsOn = ''): string {
  return `
flow "${name}" {
${dependsOn}
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["${name}"]
  }

  heartbeats {
    emit = false
  }

  checkpoints {
    emit = false
  }

  offset_syncs {
    emit = false
  }
}
`
}

const reader = `
acl "reader" {
  depends_on = [flow.a]

  cluster       = cluster.eu
  principal     = "User:reader"
  operations    = ["read"]
  resource_type = "topic"
  resource_name = "us.a"
}
`

const all = flow('a', '  depends_on = [flow.b]') + flow('b') + reader

function run(...args: string[]): Promise<Ended> {
  return strait(args, { cwd: directory.path, env: { LIMITED_PASSWORD: 'limited-secret' } })
}

const readAcl = 'acl.eu["allow User:reader read on topic us.a"]'

test(
  'behind a step that the broker refuses nothing of what depends on it begins, and it is said why',
  limit,
  async () => {
    directory.write('main.hcl', clusters('limited') + all)
    const planned = await run('plan', '--out', 'plan.json')
    assert.equal(planned.code, 0, planned.stderr + planned.stdout)
    assert.match(planned.stdout, /# flow\.a will be created\n(?: {2}# \(.*\n)* {2}# \(after flow\.b\)/)
    const { code, stdout } = await run('apply', 'plan.json', '--json')
    assert.equal(code, 1, stdout)
    const summary = linesOf(stdout).at(-1)
    assertMatches('events', summary)
    assert.deepEqual(summary?.['failed'], ['topic.eu["us.b"]'])
    assert.deepEqual(summary?.['not_started'], ['flow.b', 'topic.eu["us.a"]', 'flow.a', readAcl])
    assert.deepEqual(summary?.['not_started_because'], {
      'topic.eu["us.a"]': ['flow.b'],
      'flow.a': ['flow.b'],
      [readAcl]: ['flow.b'],
    })
    const again = await run('apply', '--yes')
    assert.equal(again.code, 1)
    assert.match(again.stdout, /not started {2}flow\.a, because flow\.b failed/)
    assert.deepEqual(await eu.topics(['us.a']), [])
  },
)

test('with the right to it, apply goes on in the order of dependencies', limit, async () => {
  directory.write('main.hcl', clusters() + all)
  const { code, stdout, stderr } = await run('apply', '--yes', '--json')
  assert.equal(code, 0, stderr + stdout)
  const done = linesOf(stdout)
    .filter(({ type }) => type === 'apply_complete')
    .map(({ address }) => address)
  assert.deepEqual(done, ['topic.eu["us.b"]', 'flow.b', 'topic.eu["us.a"]', 'flow.a', readAcl])
})

test('what depended on what is remembered where the flow and the ACL are', limit, async () => {
  const entries = foldControl(await eu.readTopic(controlTopic))
  assert.deepEqual(
    entries.flatMap((entry) =>
      entry.kind === 'flow' || (entry.kind === 'managed' && entry.block !== undefined)
        ? [[entry.kind === 'flow' ? `flow.${entry.name}` : entry.block, entry.dependsOn]]
        : [],
    ),
    [
      ['flow.b', undefined],
      ['flow.a', ['flow.b']],
      ['acl.reader', ['flow.a']],
    ],
  )
})

test('another order of what is there is no change, and explain tells it', limit, async () => {
  directory.write('main.hcl', clusters() + flow('a') + flow('b', '  depends_on = [acl.reader]') + reader)
  const { code, stdout } = await run('plan', '--detailed-exitcode')
  assert.equal(code, 0, stdout)
  assert.match(stdout, /^No changes\./)
  const explained = await run('explain', 'flow.b')
  assert.match(explained.stdout, /^ {2}after +all that apply does for acl\.reader$/m)
  directory.write('main.hcl', clusters() + all)
})

test('what ends does so the other way round', limit, async () => {
  const deletes = 'strait {\n  deletes {\n    topics = true\n    acls   = true\n  }\n}\n\n'
  directory.write('main.hcl', deletes + clusters() + flow('c'))
  const { code, stdout, stderr } = await run('apply', '--yes', '--json', '--allow-destroy', '5')
  assert.equal(code, 0, stderr + stdout)
  const done = linesOf(stdout)
    .filter(({ type }) => type === 'apply_complete')
    .map(({ address }) => address)
  assert.deepEqual(done, [
    'flow.a',
    'flow.b',
    'topic.eu["us.c"]',
    'flow.c',
    readAcl,
    'topic.eu["us.a"]',
    'topic.eu["us.b"]',
  ])
})
