// What agents note of the places that they committed for groups.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GroupNotes } from '../../src/agent/group-notes.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { type ControlEntry, controlKey, foldControl, type ManagedEntry } from '../../src/mirror/control.ts'

/** A control topic in memory, and agents that read it up to where they say. */
function controlInMemory() {
  const records: { key: Buffer | null; value: Buffer | null }[] = []
  const append: Cluster['append'] = (_, more) => {
    records.push(...more)
    return Promise.resolve(more.map((_record, at) => at))
  }
  const entries = (): ControlEntry[] => foldControl(records)
  const agent = () => {
    let read: readonly ControlEntry[] = []
    const notes = new GroupNotes({
      target: { append } as unknown as Cluster,
      identity: 'us-to-eu',
      protect: false,
      standing: (address) =>
        read.find((entry): entry is ManagedEntry => entry.kind === 'managed' && entry.address === address),
    })
    const readOn = (): void => {
      read = entries()
    }
    return { notes, readOn }
  }
  const put = (entry: ManagedEntry): void =>
    void records.push({ key: Buffer.from(controlKey(entry)), value: Buffer.from(JSON.stringify(entry)) })
  return { records, entries, agent, put }
}

const at = (topic: string, partition: number) => ({ topic, partition })

function commitsIn(entries: readonly ControlEntry[]): unknown {
  return entries.flatMap((entry) => (entry.kind === 'managed' ? [[entry.address, entry.commits]] : []))
}

test('a group is noted once, and again only when a place comes to it', async () => {
  const { records, entries, agent } = controlInMemory()
  const { notes, readOn } = agent()
  await notes.write()
  assert.equal(records.length, 0)
  for (let round = 0; round < 3; round++) {
    notes.committed('billing', [at('us.orders', 1), at('us.orders', 0)])
    await notes.write()
  }
  readOn()
  await notes.write()
  assert.equal(records.length, 1)
  notes.committed('billing', [at('us.a', 0)])
  await notes.write()
  assert.deepEqual(commitsIn(entries()), [
    ['group_offset.us-to-eu["billing"]', { 'us.a': [0], 'us.orders': [0, 1] }],
  ])
})

test('two agents that note at once end in one note with the places of both', async () => {
  const { entries, agent } = controlInMemory()
  const [one, other] = [agent(), agent()]
  one.notes.committed('billing', [at('us.orders', 0)])
  other.notes.committed('billing', [at('us.orders', 1)])
  await one.notes.write()
  await other.notes.write()
  for (let round = 0; round < 2; round++) {
    for (const { notes, readOn } of [one, other]) {
      readOn()
      await notes.write()
    }
  }
  assert.deepEqual(commitsIn(entries()), [['group_offset.us-to-eu["billing"]', { 'us.orders': [0, 1] }]])
})

test('places that were noted before stay in the note, and one that ended is begun anew', async () => {
  const { entries, agent, put, records } = controlInMemory()
  const { notes, readOn } = agent()
  const address = 'group_offset.us-to-eu["billing"]'
  put({ kind: 'managed', address, flow: 'us-to-eu', protect: false, commits: { 'us.orders': [7] } })
  readOn()
  notes.committed('billing', [at('us.orders', 0)])
  await notes.write()
  assert.deepEqual(commitsIn(entries()), [[address, { 'us.orders': [0, 7] }]])
  records.push({ key: Buffer.from(JSON.stringify(['managed', address])), value: null })
  readOn()
  await notes.write()
  assert.deepEqual(commitsIn(entries()), [[address, { 'us.orders': [0] }]])
})
