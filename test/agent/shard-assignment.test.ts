import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assignShards } from '../../src/agent/shard-assignment.ts'

const rows: {
  name: string
  owned: Record<string, number[]>
  shards: number
  expected: Record<string, number[]>
}[] = [
  { name: 'one agent runs every shard', owned: { a: [] }, shards: 4, expected: { a: [0, 1, 2, 3] } },
  {
    name: 'a second agent takes half and the first keeps its lowest shards',
    owned: { a: [0, 1, 2, 3], b: [] },
    shards: 4,
    expected: { a: [0, 1], b: [2, 3] },
  },
  {
    name: 'an uneven share stays where it is',
    owned: { a: [0, 1], b: [2] },
    shards: 3,
    expected: { a: [0, 1], b: [2] },
  },
  {
    name: 'a shard that two agents claim goes to the first by name',
    owned: { a: [1], b: [1] },
    shards: 2,
    expected: { a: [1], b: [0] },
  },
  {
    name: 'more agents than shards leaves some without work',
    owned: { a: [], b: [], c: [] },
    shards: 2,
    expected: { a: [0], b: [1], c: [] },
  },
  {
    name: 'shards that no longer exist are forgotten',
    owned: { a: [0, 7], b: [1] },
    shards: 2,
    expected: { a: [0], b: [1] },
  },
]

for (const { name, owned, shards, expected } of rows) {
  test(name, () => {
    assert.deepEqual(Object.fromEntries(assignShards(new Map(Object.entries(owned)), shards)), expected)
  })
}
