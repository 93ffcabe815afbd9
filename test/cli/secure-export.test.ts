// `strait export` of clusters that are guarded: TLS, accounts and an authorizer with ACLs. What is written holds no
// secret, says every ACL once, and plans without changes.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Acl } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { assertMatches } from './matches-schema.ts'
import { type Ended, type Folder, folder, strait } from './strait.ts'

const limit = { timeout: 120_000 }
const secret = 'canary-secret-4711'
const env = { US_PASSWORD: secret }

let us: Broker
let eu: Broker
let made: Folder
const folders: Folder[] = []

const aclOf = (part: Partial<Acl>): Acl => ({
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
  principal: 'User:alice',
  host: '*',
  operation: 'read',
  permission: 'allow',
  ...part,
})

const onSource = [
  aclOf({}),
  aclOf({ operation: 'describe' }),
  aclOf({ principal: 'User:CN=odd, "O"=%{x}', resourceName: 'pay-', patternType: 'prefixed' }),
]
const onTarget = [
  aclOf({ resourceType: 'cluster', resourceName: 'kafka-cluster', operation: 'idempotent_write' }),
  aclOf({ resourceType: 'group', resourceName: '*', permission: 'deny', host: '10.0.0.7' }),
]

before(async () => {
  const users = [{ name: 'strait', password: secret }]
  ;[us, eu] = await Promise.all([
    startBroker({ security: 'sasl_ssl', authorizer: true, users }),
    startBroker({ security: 'tls', authorizer: true, properties: { 'super.users': 'User:ANONYMOUS' } }),
  ])
  for (const [broker, acls] of [
    [us, onSource],
    [eu, onTarget],
  ] as const) {
    const cluster = connectCluster('x', { bootstrap: broker.directBootstrap, clientId: 'test', security: {} })
    if (broker === us) {
      await cluster.createTopics([{ name: 'orders', partitions: 1, replicationFactor: 1, configs: {} }])
    }
    await cluster.createAcls(acls)
    await cluster.close()
  }
  made = newFolder({ 'main.hcl': topology() })
  const applied = await strait(['apply', '--yes'], { cwd: made.path, env })
  assert.equal(applied.code, 0, applied.stderr + applied.stdout)
})

after(async () => {
  for (const each of folders) each[Symbol.dispose]()
  await Promise.all([us?.close(), eu?.close()])
})

function newFolder(files: Readonly<Record<string, string>>): Folder {
  const one = folder(files)
  folders.push(one)
  return one
}

function topology(): string {
  return `
cluster "us" {
  bootstrap = ${JSON.stringify(us.bootstrap)}
  tls { ca_file = ${JSON.stringify(us.caFile)} }
  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = env("US_PASSWORD")
  }
}

cluster "eu" {
  bootstrap = ${JSON.stringify(eu.bootstrap)}
  tls { ca_file = ${JSON.stringify(eu.caFile)} }
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
  acls { sync = true }
}

acl "audit" {
  for_each      = toset(["orders", "payments"])
  cluster       = cluster.eu
  principal     = "User:audit"
  operations    = ["read", "describe"]
  resource_type = "topic"
  resource_name = each.key
}
`
}

/** The export's text, after it has planned without changes. */
async function exported(...flags: readonly string[]): Promise<{ text: string; ended: Ended }> {
  const there = newFolder({})
  const ended = await strait(['export', made.path, '--out', 'there', ...flags], { cwd: there.path, env })
  assert.equal(ended.code, 0, ended.stderr)
  const text = readFileSync(join(there.path, 'there/export.hcl'), 'utf8')
  const planned = await strait(['plan', 'there', '--detailed-exitcode'], { cwd: there.path, env })
  assert.equal(planned.code, 0, `${planned.stdout}${planned.stderr}\n${text}`)
  assert.match(planned.stdout, /^No changes\./m)
  const formatted = await strait(['fmt', '--check', 'there'], { cwd: there.path })
  assert.equal(formatted.code, 0, formatted.stdout)
  assert.ok(!`${text}${ended.stdout}${ended.stderr}`.includes(secret))
  return { text, ended }
}

test(
  'an export of guarded clusters refers to secrets, and says the ACLs that Strait declared',
  limit,
  async () => {
    const { text, ended } = await exported()
    assert.match(text, /^ {4}password {2}= env\("US_PASSWORD"\)$/m)
    assert.match(text, /^ {4}mechanism = "scram-sha-512"$/m)
    assert.match(text, /^ {4}ca_file = "/m)
    assert.match(ended.stderr, /2 clusters, 1 applied flow, 0 proposed flows, 2 acl blocks\./)
    assert.deepEqual(text.match(/^acl ".*"/gm), ['acl "audit-topic-orders"', 'acl "audit-topic-payments"'])
    assert.match(text, /operations {4}= \["describe", "read"\]/)
  },
)

test(
  'asked for all ACLs, it says every one that stands there but for those that a flow brings',
  limit,
  async () => {
    const { text } = await exported('--acls')
    assert.deepEqual(text.match(/^acl ".*"/gm), [
      'acl "alice-topic-orders"',
      'acl "CN-odd-O-x-topic-pay"',
      'acl "alice-cluster"',
      'acl "deny-alice-group-all"',
      'acl "audit-topic-orders"',
      'acl "audit-topic-payments"',
    ])
    assert.ok(!text.includes('us.orders'), text)
    assert.match(text, /principal {5}= "User:CN=odd, \\"O\\"=%%\{x\}"/)
  },
)

test('the same as one document', limit, async () => {
  const { stdout, stderr, code } = await strait(['export', made.path, '--acls', '--json'], { env })
  assert.equal(code, 0, stderr)
  const document: { acls: { name: string; cluster: string }[] } = JSON.parse(stdout)
  assertMatches('results#export', document)
  assert.deepEqual(
    document.acls.map(({ cluster }) => cluster),
    ['us', 'us', 'eu', 'eu', 'eu', 'eu'],
  )
  assert.ok(!stdout.includes(secret))
})
