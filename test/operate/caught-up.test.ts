import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endsOf, leftBefore } from '../../src/operate/caught-up.ts'
import { appliedFlow, clusterOf, flowOf, mapUpTo, snapshotOf, topicOf, topologyOf } from '../plan/fixtures.ts'

const flow = flowOf()
const topology = topologyOf([flow])

function snapshot(latest: number, copiedTo: number) {
  return snapshotOf(
    clusterOf('us', { topics: [topicOf('orders', { latest })] }),
    clusterOf('eu', {
      topics: [topicOf('us.orders', { latest: copiedTo })],
      control: [appliedFlow(flow)],
      maps: [[flow.name, 'orders', 0, mapUpTo(copiedTo)]],
    }),
  )
}

test('records of the moment when someone asked are waited for, and no later ones', () => {
  const ends = endsOf(topology, snapshot(100, 0))
  assert.deepEqual([...leftBefore(ends, topology, snapshot(150, 70))], [['us-to-eu', 30]])
  assert.deepEqual([...leftBefore(ends, topology, snapshot(500, 100))], [])
})

test('a partition that appeared later is not waited for', () => {
  const ends = endsOf(topology, snapshot(0, 0))
  assert.deepEqual([...leftBefore(ends, topology, snapshot(10, 0))], [])
})
