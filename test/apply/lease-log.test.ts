import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ControlRecord, leaseHolder, leaseKey } from '../../src/apply/lease-log.ts'

const at = (second: number): string => new Date(Date.UTC(2030, 0, 1, 0, 0, second)).toISOString()

/** A beat at a second that holds for ten. */
function beat(holder: string, second: number): ControlRecord {
  const entry = { kind: 'lease', holder, operation: 'apply', beatAt: at(second), expiresAt: at(second + 10) }
  return { key: Buffer.from(leaseKey), value: Buffer.from(JSON.stringify(entry)) }
}

const release: ControlRecord = { key: Buffer.from(leaseKey), value: null }
const foreign: ControlRecord = { key: Buffer.from('["flow","a"]'), value: Buffer.from('{}') }
const unreadable: ControlRecord = { key: Buffer.from(leaseKey), value: Buffer.from('{"kind":"lease2"}') }

const cases: { name: string; records: ControlRecord[]; holder: string | undefined; beatAt?: string }[] = [
  { name: 'an empty topic leaves it free', records: [], holder: undefined },
  { name: 'the first beat takes it', records: [beat('a', 0)], holder: 'a' },
  {
    name: 'a second holder is ignored while the first is alive',
    records: [beat('a', 0), beat('b', 10)],
    holder: 'a',
  },
  {
    name: 'the holder holds for longer with each beat',
    records: [beat('a', 0), beat('a', 8), beat('b', 12)],
    holder: 'a',
    beatAt: at(8),
  },
  { name: 'silence lets the next one in', records: [beat('a', 0), beat('b', 11)], holder: 'b' },
  {
    name: 'a holder that slept through a takeover has lost it',
    records: [beat('a', 0), beat('b', 11), beat('a', 12)],
    holder: 'b',
  },
  {
    name: 'a holder that slept and was not replaced holds again',
    records: [beat('a', 0), beat('a', 40)],
    holder: 'a',
  },
  {
    name: 'a release lets the next one in at once',
    records: [beat('a', 0), release, beat('b', 1)],
    holder: 'b',
  },
  { name: 'a release leaves it free', records: [beat('a', 0), release], holder: undefined },
  { name: 'an expired beat still tells who was last', records: [beat('a', 0)], holder: 'a' },
  { name: 'other entries do not count', records: [foreign, beat('a', 0), foreign], holder: 'a' },
  { name: 'an entry of a newer Strait is not guessed at', records: [beat('a', 0), unreadable], holder: 'a' },
]

for (const { name, records, holder, beatAt } of cases) {
  test(`lease: ${name}`, () => {
    const held = leaseHolder(records)
    assert.equal(held?.holder, holder)
    if (beatAt !== undefined) assert.equal(held?.beatAt, beatAt)
  })
}
