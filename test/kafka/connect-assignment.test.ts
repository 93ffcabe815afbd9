// What Connect's workers run, read out of bytes as its own protocol writes them; test/movein asks a real worker.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { connectorsAtWork } from '../../src/kafka/messages/connect-assignment.ts'
import { workersOf } from '../../src/live/mirror-maker-state.ts'
import { assertProperty } from '../fuzz.ts'

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const text = (value: string): Buffer => Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)])

type Tasks = Readonly<Record<string, readonly number[]>>

function list(tasks: Tasks | null): Buffer {
  if (tasks === null) return int32(-1)
  const entries = Object.entries(tasks).map(([connector, numbers]) =>
    Buffer.concat([text(connector), int32(numbers.length), ...numbers.map(int32)]),
  )
  return Buffer.concat([int32(entries.length), ...entries])
}

function assignment(version: number, given: Tasks | null, taken: Tasks | null = null): Buffer {
  const head = [
    int16(version),
    int16(0),
    text('leader'),
    text('http://127.0.0.1'),
    Buffer.alloc(8),
    list(given),
  ]
  return Buffer.concat(version === 0 ? head : [...head, list(taken), int32(0)])
}

function metadata(held: Buffer | null): Buffer {
  const state = [int16(2), text('http://127.0.0.1'), Buffer.alloc(8)]
  return Buffer.concat([...state, held === null ? int32(-1) : Buffer.concat([int32(held.length), held])])
}

test('a worker runs what it had, without what the last rebalance took, with what it gave', () => {
  const members = [
    {
      metadata: metadata(assignment(2, { kept: [-1, 0], taken: [1], half: [0, 1] })),
      assignment: assignment(2, { given: [2] }, { taken: [1], half: [0] }),
    },
    { metadata: metadata(null), assignment: assignment(2, { stopped: [-1] }) },
  ]
  assert.deepEqual(connectorsAtWork(members), ['given', 'half', 'kept'])
})

test('an eager assignment is whole, and a worker may have none at all', () => {
  const eager = Buffer.concat([int16(0), text('http://127.0.0.1'), Buffer.alloc(8)])
  assert.deepEqual(connectorsAtWork([{ metadata: eager, assignment: assignment(0, { a: [0] }) }]), ['a'])
  assert.deepEqual(connectorsAtWork([{ metadata: metadata(null), assignment: Buffer.alloc(0) }]), [])
})

test('bytes that end early or are none of Connect’s say nothing, and never throw', () => {
  const whole = assignment(2, { a: [0, 1] }, { b: [1] })
  assert.equal(connectorsAtWork([{ metadata: metadata(null), assignment: whole.subarray(0, 30) }]), undefined)
  assertProperty(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (one, other) => {
      connectorsAtWork([{ metadata: Buffer.from(one), assignment: Buffer.from(other) }])
    }),
  )
})

test('Strimzi’s name of a connector with tasks proves that MirrorMaker runs, idle workers prove that nobody does', () => {
  const flow = { source: 'us', target: 'eu' }
  const workers = (connectors: readonly string[]) => [
    { groupId: 'mirror', protocolType: 'connect', state: 'Stable', members: 1, connectors },
  ]
  assert.deepEqual(workersOf(flow, workers(['us->eu.MirrorSourceConnector'])).runsAs, {
    group: 'mirror',
    connector: 'us->eu.MirrorSourceConnector',
  })
  const other = workersOf(flow, workers(['eu->us.MirrorSourceConnector']))
  assert.equal(other.isRunning, false)
  assert.deepEqual(other.otherWorkers, [{ group: 'mirror', connectors: ['eu->us.MirrorSourceConnector'] }])
  assert.deepEqual(workersOf(flow, workers([])), { isRunning: false, otherWorkers: [] })
})
