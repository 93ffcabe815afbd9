// Addresses of what flows make, as plans write them and `removed` and `import` read them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLoneExpression } from '../../src/hcl/parse.ts'
import { thingAddressOf } from '../../src/topology/thing-address.ts'

function read(text: string): unknown {
  const { expression } = parseLoneExpression({ filename: 'test', text })
  const address = expression && thingAddressOf(expression)
  return address && [address.type, address.cluster, address.name]
}

test('a thing is named by its type, its cluster and its name, whatever modules and keys the cluster has', () => {
  for (const [text, ...expected] of [
    ['topic.eu["us.orders"]', 'topic', 'eu', 'us.orders'],
    ['topic.spoke["oslo"]["us.orders"]', 'topic', 'spoke-oslo', 'us.orders'],
    ['internal_topic.eu["us.checkpoints.internal"]', 'internal_topic', 'eu', 'us.checkpoints.internal'],
    [
      'module.region["eu"].acl.local["allow User:a read on topic b"]',
      'acl',
      'region-eu--local',
      'allow User:a read on topic b',
    ],
    ['module.a.module.b.topic.spoke["oslo"]["x"]', 'topic', 'a--b--spoke-oslo', 'x'],
  ] as const)
    assert.deepEqual(read(text), expected, text)
})

test('anything else names no thing', () => {
  for (const text of [
    'topic.eu',
    'topic["eu"]',
    'flow.orders["eu"]',
    'topic.eu[0]',
    'topic_config.eu["x"]',
    '"topic.eu"',
  ])
    assert.equal(read(text), undefined, text)
})
