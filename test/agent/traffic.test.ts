import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { Traffic } from '../../src/agent/traffic.ts'
import { Brokers } from '../../src/wire/brokers.ts'
import { FramePool } from '../../src/wire/frame-pool.ts'
import { freePorts } from '../brokers/ports.ts'
import { running } from './copy-fixture.ts'
import { flowSpec } from './flow-fixture.ts'

test('a broker that cannot be reached is no trouble any more once nothing is fetched from it', async () => {
  const [port = 0] = await freePorts(1)
  const brokers = new Brokers({ bootstrap: [{ host: '127.0.0.1', port }], clientId: 'test', security: {} })
  const troubles = new Map<string, string>()
  const told = new EventTarget()
  const traffic = new Traffic(
    {
      spec: flowSpec('shop'),
      source: { name: 'us' },
      sourceBrokers: brokers,
      targetBrokers: brokers,
      sourceFrames: new FramePool(0),
    },
    {
      fault: () => assert.fail('there is no answer'),
      mayWrite: () => true,
      stale: () => told.dispatchEvent(new Event('stale')),
      trouble: (error, what) => troubles.set(what, String(error)),
      works: (what) => troubles.delete(what),
    },
  )
  const { copy } = running()
  try {
    const failed = once(told, 'stale')
    traffic.bindFetcher(copy, 7)
    await failed
    assert.deepEqual([...troubles.keys()], ['fetching from broker 7 of "us"'])
    traffic.unbind(copy)
    assert.deepEqual([...troubles.keys()], [])
  } finally {
    traffic.stopFetching()
    await brokers.close()
  }
})
