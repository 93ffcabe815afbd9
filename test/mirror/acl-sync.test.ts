import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Acl } from '../../src/kafka/cluster.ts'
import { remoteAcl } from '../../src/mirror/acl-sync.ts'
import { topicSelector } from '../../src/mirror/selection.ts'

const select = topicSelector({
  source: 'us',
  target: 'eu',
  naming: { kind: 'prefix', separator: '.' },
  topics: { include: ['orders'], exclude: [] },
  heartbeats: { emit: true, intervalMs: 1000 },
})

const allowRead: Acl = {
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
  principal: 'User:billing',
  host: '10.0.0.1',
  operation: 'read',
  permission: 'allow',
}

describe('ACL sync', () => {
  const kept: [string, Partial<Acl>, Partial<Acl>][] = [
    ['the right to read', {}, {}],
    ['the right to everything, as the right to read', { operation: 'all' }, { operation: 'read' }],
    ['the right to describe configs', { operation: 'describe_configs' }, {}],
    ['the right to delete', { operation: 'delete' }, {}],
    [
      'a refusal to write',
      { operation: 'write', permission: 'deny' },
      { operation: 'write', permission: 'deny' },
    ],
    [
      'a refusal of everything',
      { operation: 'all', permission: 'deny' },
      { operation: 'all', permission: 'deny' },
    ],
  ]
  for (const [name, change, expected] of kept) {
    test(`${name} travels under the remote name`, () => {
      const acl = { ...allowRead, ...change }
      assert.deepEqual(remoteAcl(acl, select), { ...acl, resourceName: 'us.orders', ...expected })
    })
  }

  const left: [string, Partial<Acl>][] = [
    ['the right to write', { operation: 'write' }],
    ['a prefixed pattern', { patternType: 'prefixed' }],
    ["a group's ACL", { resourceType: 'group' }],
    ["the cluster's ACL", { resourceType: 'cluster', resourceName: 'kafka-cluster' }],
    ['an ACL of a topic that is not replicated', { resourceName: 'payments' }],
    ['the wildcard', { resourceName: '*' }],
  ]
  for (const [name, change] of left) {
    test(`${name} stays`, () => assert.equal(remoteAcl({ ...allowRead, ...change }, select), undefined))
  }

  test('under identity naming the wildcard does not open every topic of the target', () => {
    const identity = topicSelector({
      source: 'us',
      target: 'eu',
      naming: { kind: 'identity' },
      topics: { include: ['.*'], exclude: [] },
      heartbeats: { emit: true, intervalMs: 1000 },
    })
    assert.equal(remoteAcl({ ...allowRead, resourceName: '*' }, identity), undefined)
  })
})
