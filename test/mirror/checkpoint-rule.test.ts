import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkpointOf, isMoreRecent } from '../../src/mirror/checkpoint-rule.ts'
import type { Checkpoint } from '../../src/mirror/mm2-records.ts'
import type { OffsetMap } from '../../src/mirror/offset-map.ts'

const map: OffsetMap = {
  runs: [{ sourceStart: 10, targetStart: 4, count: 5 }],
  sourceNext: 15,
  targetNext: 9,
}
const commit = { group: 'g1', remoteTopic: 'us.orders', partition: 0, offset: 12, metadata: 'note' }

function checkpoint(upstreamOffset: number, downstreamOffset: number): Checkpoint {
  return { group: 'g1', topic: 'us.orders', partition: 0, upstreamOffset, downstreamOffset, metadata: '' }
}

describe('checkpoints', () => {
  test('a checkpoint holds the commit, its exact place and its metadata', () => {
    assert.deepEqual(checkpointOf(commit, map, undefined), { ...checkpoint(12, 6), metadata: 'note' })
  })

  test('a group ahead of the copy is held at the end of the copy', () => {
    assert.deepEqual(checkpointOf({ ...commit, offset: 30, metadata: '' }, map, 40), checkpoint(30, 9))
  })

  test('a commit without a place makes no checkpoint', () => {
    assert.equal(checkpointOf({ ...commit, offset: 9 }, map, 40), undefined)
    assert.equal(checkpointOf({ ...commit, offset: 41 }, map, 40), undefined)
  })

  const rows: [string, Checkpoint, Checkpoint | undefined, boolean][] = [
    ['the first one is written', checkpoint(5, 5), undefined, true],
    ['one further on is written', checkpoint(6, 6), checkpoint(5, 5), true],
    ['a better translation of the same commit is written', checkpoint(5, 6), checkpoint(5, 5), true],
    ['a repetition is not', checkpoint(5, 5), checkpoint(5, 5), false],
    ['a commit that moved on without a record is not', checkpoint(6, 5), checkpoint(5, 5), false],
    ['a worse translation is not', checkpoint(6, 4), checkpoint(5, 5), false],
    ['a group that was rewound on the source is', checkpoint(4, 4), checkpoint(5, 5), true],
  ]
  for (const [name, next, previous, expected] of rows) {
    test(name, () => assert.equal(isMoreRecent(next, previous), expected))
  }
})
