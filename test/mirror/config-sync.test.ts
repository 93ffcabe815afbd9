import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConfigEntry } from '../../src/kafka/cluster.ts'
import { configFilter, configsToCreate, configsToSync } from '../../src/mirror/config-sync.ts'

function entry(name: string, source: ConfigEntry['source'], rest: Partial<ConfigEntry> = {}): ConfigEntry {
  return { name, value: '1', source, readOnly: false, sensitive: false, ...rest }
}

const entries: ConfigEntry[] = [
  entry('retention.ms', 'topic', { value: '86400000' }),
  entry('cleanup.policy', 'topic', { value: 'compact' }),
  entry('compression.type', 'dynamic_broker', { value: 'lz4' }),
  entry('max.message.bytes', 'dynamic_default_broker', { value: '2000000' }),
  entry('segment.bytes', 'static_broker'),
  entry('flush.ms', 'default'),
  entry('min.insync.replicas', 'topic', { value: '2' }),
  entry('follower.replication.throttled.replicas', 'topic', { value: '*' }),
  entry('delete.retention.ms', 'unknown'),
  entry('file.delete.delay.ms', 'topic', { readOnly: true }),
  entry('secret', 'topic', { value: null, sensitive: true }),
  entry('empty', 'topic', { value: null }),
  entry('unclean.leader.election.enable', 'default'),
]

const travels = configFilter([
  'follower\\.replication\\.throttled\\.replicas',
  'min\\.insync\\.replicas',
  'unclean\\..*',
])

describe('config sync', () => {
  test('what was set travels, defaults are unset, and what describes the cluster stays', () => {
    assert.deepEqual(configsToSync(entries, travels), {
      set: {
        'retention.ms': '86400000',
        'cleanup.policy': 'compact',
        'compression.type': 'lz4',
        'max.message.bytes': '2000000',
      },
      unset: ['flush.ms'],
    })
  })

  test('a new topic gets only what was set', () => {
    assert.deepEqual(Object.keys(configsToCreate(entries, travels)), [
      'retention.ms',
      'cleanup.policy',
      'compression.type',
      'max.message.bytes',
    ])
  })

  test('an exclude pattern matches whole names', () => {
    assert.equal(configFilter(['retention'])('retention.ms'), true)
    assert.equal(configFilter(['retention.*'])('retention.ms'), false)
  })
})
