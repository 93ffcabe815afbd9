import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeAcl } from '../../src/kafka/acls.ts'
import type { Acl } from '../../src/kafka/cluster.ts'
import { startBroker } from '../brokers/broker.ts'
import { codesOf, openAt, openShared } from './fixture.ts'

const literal: Acl = {
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
  principal: 'User:ann',
  host: '*',
  operation: 'read',
  permission: 'allow',
}

/** One of each kind that kafkajs writes. */
const acls: readonly Acl[] = [
  literal,
  { ...literal, patternType: 'prefixed', operation: 'describe_configs', host: '10.0.0.1' },
  { ...literal, permission: 'deny', operation: 'all', principal: 'User:CN=bob,O=x' },
  { ...literal, resourceType: 'group', resourceName: '*' },
  { ...literal, resourceType: 'cluster', resourceName: 'kafka-cluster', operation: 'idempotent_write' },
  { ...literal, resourceType: 'transactional_id', resourceName: 'strait.', operation: 'write' },
]

const sorted = (list: readonly Acl[] = []) => list.map(describeAcl).toSorted()

test('without an authorizer there are no ACLs to read, and none can be written', async () => {
  await using open = await openShared()
  assert.equal(await open.cluster.acls(), undefined)
  const [result] = await open.cluster.createAcls([literal])
  assert.equal(result?.error?.facts['protocolName'], 'SECURITY_DISABLED')
})

test('ACLs are written and read back at once, once each, and a refused one fails alone', async () => {
  await using broker = await startBroker({ authorizer: true })
  await using open = openAt(broker.bootstrap)
  const { cluster } = open
  assert.deepEqual(await cluster.acls(), [])
  assert.deepEqual(await cluster.createAcls([]), [])
  assert.deepEqual(
    await cluster.createAcls(acls),
    acls.map((acl) => ({ item: describeAcl(acl) })),
  )
  assert.deepEqual(sorted(await cluster.acls()), sorted(acls))

  const nameless = { ...literal, principal: 'ann' }
  const another = { ...literal, operation: 'write' }
  assert.deepEqual(codesOf(await cluster.createAcls([literal, nameless, another])), {
    'allow User:ann read on topic orders from *': undefined,
    'allow ann read on topic orders from *': 'ST306',
    'allow User:ann write on topic orders from *': undefined,
  })
  assert.deepEqual(sorted(await cluster.acls()), sorted([...acls, another]))

  const [first, ...rest] = acls
  assert(first !== undefined)
  assert.deepEqual(await cluster.deleteAcls([]), [])
  assert.deepEqual(await cluster.deleteAcls([first, first, nameless]), [
    { item: describeAcl(first) },
    { item: describeAcl(first) },
    { item: describeAcl(nameless) },
  ])
  assert.deepEqual(sorted(await cluster.acls()), sorted([...rest, another]))
})
