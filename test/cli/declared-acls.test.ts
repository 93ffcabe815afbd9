// ACLs that a repository declares, on a real broker with an authorizer: planned, made, explained, let go of.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Acl, Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { controlTopic, foldControl } from '../../src/mirror/control.ts'
import { canonicalJson } from '../../src/plan/canonical.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type Ended, type Folder, folder, strait } from './strait.ts'

const limit = { timeout: 90_000 }

let broker: Broker
let eu: Cluster
let directory: Folder

const theirs: Acl = {
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
  principal: 'User:theirs',
  host: '*',
  operation: 'read',
  permission: 'allow',
}

before(async () => {
  broker = await startBroker({ authorizer: true })
  eu = connectCluster('eu', { bootstrap: broker.bootstrap, clientId: 'test', security: {} })
  await eu.createAcls([theirs])
  directory = folder({ 'main.hcl': '' })
  directory.directory('team')
  directory.write('team/team.hcl', team)
})

after(async () => {
  directory[Symbol.dispose]()
  await eu.close()
  await broker.close()
})

const team = `variable "cluster" {
  type = cluster
}

variable "name" {}

acl "groups" {
  cluster       = var.cluster
  principal     = "User:\${var.name}"
  host          = "10.0.0.7"
  operations    = ["read"]
  resource_type = "group"
  resource_name = "\${var.name}-"
  pattern_type  = "prefixed"
}
`

const block = `locals {
  reads = ["read", "describe"]
}

acl "reads" {
  for_each      = { billing = "orders", audit = "payments" }
  cluster       = cluster.eu
  principal     = "User:\${each.key}"
  operations    = local.reads
  resource_type = "topic"
  resource_name = each.value
}

module "billing" {
  source  = "./team"
  cluster = cluster.eu
  name    = "billing"
}
`

function write(rest: string, deletes = false): void {
  const settings = `strait {\n  deletes {\n    acls = ${deletes}\n  }\n}\n`
  const cluster = `cluster "eu" {\n  bootstrap = ${JSON.stringify(broker.bootstrap)}\n}\n`
  directory.write('main.hcl', `${settings}\n${cluster}\n${rest}`)
}

function run(...args: string[]): Promise<Ended> {
  return strait([...args], { cwd: directory.path })
}

async function rows(...flags: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run('plan', '--json', ...flags)
  assert.equal(code, 0, `${stderr}${code === 0 ? '' : stdout}`)
  const plan: { resource_changes: { address: string; change: { actions: string[] } }[] } = JSON.parse(stdout)
  return plan.resource_changes.map(({ address, change }) => `${change.actions.join()} ${address}`)
}

async function apply(): Promise<void> {
  const { code, stderr, stdout } = await run('apply', '--yes')
  assert.equal(code, 0, `${stderr}${code === 0 ? '' : stdout}`)
}

/** Beside the one of others. */
async function live(): Promise<string[]> {
  const acls = (await eu.acls()) ?? []
  assert.ok(acls.some((acl) => canonicalJson(acl) === canonicalJson(theirs)))
  return acls
    .filter(({ principal }) => principal !== theirs.principal)
    .map((acl) => [
      acl.principal,
      acl.operation,
      acl.resourceType,
      acl.resourceName,
      acl.patternType,
      acl.host,
    ])
    .map((parts) => parts.join(' '))
    .sort()
}

const declared = [
  'User:audit describe topic payments literal *',
  'User:audit read topic payments literal *',
  'User:billing describe topic orders literal *',
  'User:billing read group billing- prefixed 10.0.0.7',
  'User:billing read topic orders literal *',
]

test('what is declared is planned, explained, made, and then there is nothing to do', limit, async () => {
  write(block)
  assert.deepEqual(await rows(), [
    'create internal_topic.eu["strait.control.internal"]',
    'create acl.eu["allow User:audit describe on topic payments"]',
    'create acl.eu["allow User:audit read on topic payments"]',
    'create acl.eu["allow User:billing describe on topic orders"]',
    'create acl.eu["allow User:billing read on group billing-* from 10.0.0.7"]',
    'create acl.eu["allow User:billing read on topic orders"]',
  ])
  const explained = await run('explain', 'acl.eu["allow User:audit read on topic payments"].resource_name')
  assert.equal(explained.code, 0, explained.stderr)
  assert.match(explained.stdout, /written +each\.value \(main\.hcl:21\)/)
  assert.match(
    explained.stdout,
    /from +each\.value = \{ billing = "orders", audit = "payments" \} \(main\.hcl:16\)/,
  )
  const { stdout } = await run('plan')
  assert.match(stdout, /declared by acl\.reads\["audit"\]/)
  assert.match(stdout, /declared by module\.billing\.acl\.groups/)
  await apply()
  assert.deepEqual(await live(), declared)
  assert.deepEqual(await rows(), [])
})

test('one that somebody took away comes back', limit, async () => {
  await eu.deleteAcls([{ ...theirs, principal: 'User:billing' }])
  assert.deepEqual(await rows(), ['create acl.eu["allow User:billing read on topic orders"]'])
  await apply()
  assert.deepEqual(await live(), declared)
})

test('what is no longer declared stays until it may be deleted, and nothing else goes', limit, async () => {
  write(block.replace('["read", "describe"]', '["read"]'))
  assert.deepEqual(await rows(), [])
  write(block.replace('["read", "describe"]', '["read"]'), true)
  assert.deepEqual(await rows(), [
    'delete acl.eu["allow User:audit describe on topic payments"]',
    'delete acl.eu["allow User:billing describe on topic orders"]',
  ])
  await apply()
  assert.deepEqual(
    await live(),
    declared.filter((acl) => !acl.includes('describe')),
  )
  assert.deepEqual(await rows(), [])
})

test('a removed block lets go of one without deleting it', limit, async () => {
  const name = 'allow User:audit read on topic payments'
  const rest = block
    .replace('["read", "describe"]', '["read"]')
    .replace(', audit = "payments"', '')
    .concat(`removed {\n  from    = acl.eu[${JSON.stringify(name)}]\n  destroy = false\n}\n`)
  write(rest, true)
  assert.deepEqual(await rows(), [`forget acl.eu[${JSON.stringify(name)}]`])
  await apply()
  assert.ok((await live()).includes('User:audit read topic payments literal *'))
  const managed = foldControl(await eu.readTopic(controlTopic)).filter(({ kind }) => kind === 'managed')
  assert.equal(managed.length, 2)
  assert.deepEqual(await rows(), [])
})
