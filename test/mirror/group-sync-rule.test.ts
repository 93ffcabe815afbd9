import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type GroupMove, type GroupPartition, syncGroup } from '../../src/mirror/group-sync-rule.ts'
import { noRecords } from '../../src/mirror/move-counts.ts'
import type { OffsetMap } from '../../src/mirror/offset-map.ts'
import { assertProperty } from '../fuzz.ts'

// Source 10–14 and 20–24 were copied to target 4–8 and 9–13.
const map: OffsetMap = {
  runs: [
    { sourceStart: 10, targetStart: 4, count: 5 },
    { sourceStart: 20, targetStart: 9, count: 5 },
  ],
  sourceNext: 25,
  targetNext: 14,
}

/** The same behind records that others had brought to the target. */
const marked: OffsetMap = { ...map, runs: [{ sourceStart: 10, targetStart: 4, count: 0 }, ...map.runs] }

const partition: GroupPartition = {
  topic: 'orders',
  remoteTopic: 'us.orders',
  partition: 2,
  sourceOffset: 12,
  metadata: 'note',
  sourceLatest: 100,
  map,
  target: { earliest: 0, latest: 14, committed: undefined },
}

function target(committed: number | undefined, earliest = 0, latest = 14): GroupPartition['target'] {
  return { earliest, latest, committed }
}

type Expected = Omit<GroupMove, 'topic' | 'remoteTopic' | 'partition' | 'sourceOffset'>

const none = { redelivered: noRecords, skipped: noRecords, missingOffsets: 0 }
const exactly = (records: number) => ({ records, atMost: false })

const never: [string, Partial<GroupPartition>, Expected][] = [
  [
    'a new group moves to the very record',
    {},
    { outcome: 'move', translation: 'record', before: undefined, after: 6, ...none },
  ],
  [
    'a group behind moves on',
    { target: target(5) },
    { outcome: 'move', translation: 'record', before: 5, after: 6, ...none },
  ],
  [
    'a group in place stays',
    { target: target(6) },
    { outcome: 'in_place', translation: 'record', before: 6, after: 6, ...none },
  ],
  [
    'a group further on stays',
    { target: target(8) },
    { outcome: 'ahead', translation: 'record', before: 8, after: 8, ...none },
  ],
  [
    'a hole leads to the next record',
    { sourceOffset: 17, target: target(4) },
    { outcome: 'move', translation: 'next', before: 4, after: 9, ...none },
  ],
  [
    'a group ahead of the copy waits at its end',
    { sourceOffset: 40, target: target(4) },
    {
      outcome: 'move',
      translation: 'copy_end',
      before: 4,
      after: 14,
      ...none,
      redelivered: { records: 15, atMost: true },
    },
  ],
  [
    "a commit past the source's end is not followed",
    { sourceOffset: 101, target: target(4) },
    { outcome: 'unproven', before: 4, after: 4, ...none },
  ],
  [
    'what the target deleted already is skipped, and counted',
    { target: target(undefined, 10) },
    { outcome: 'move', translation: 'record', before: undefined, after: 10, ...none, skipped: exactly(4) },
  ],
  [
    "a place past the target's end is clamped",
    { sourceOffset: 24, target: target(undefined, 0, 11) },
    {
      outcome: 'move',
      translation: 'record',
      before: undefined,
      after: 11,
      ...none,
      redelivered: exactly(2),
    },
  ],
  [
    'an offset before the map leads to its first record, and says what is missing',
    { sourceOffset: 7, target: target(undefined) },
    { outcome: 'move', translation: 'expired', before: undefined, after: 4, ...none, missingOffsets: 3 },
  ],
  [
    'an offset before the map never takes a group back',
    { sourceOffset: 7, target: target(9) },
    { outcome: 'ahead', translation: 'expired', before: 9, after: 9, ...none },
  ],
  [
    'an offset before what was copied stays, where the target holds records that others brought',
    { sourceOffset: 7, target: target(2), map: marked },
    { outcome: 'before_copy', before: 2, after: 2, ...none },
  ],
  [
    'once these records are gone from the target, it leads to the first that was copied',
    { sourceOffset: 7, target: target(undefined, 4), map: marked },
    { outcome: 'move', translation: 'unmapped', before: undefined, after: 4, ...none, missingOffsets: 3 },
  ],
  [
    'a partition that the target lacks is left out',
    { target: undefined },
    { outcome: 'no_partition', before: undefined, after: undefined, ...none },
  ],
  [
    'what the group read on the target is not missing, where the target keeps less than that',
    { sourceOffset: 7, target: target(6, 10) },
    {
      outcome: 'move',
      translation: 'expired',
      before: 6,
      after: 10,
      ...none,
      skipped: exactly(4),
    },
  ],
  [
    'a group of a topic that was created again stays',
    { recreated: true, target: target(3) },
    { outcome: 'recreated', before: 3, after: 3, ...none },
  ],
  [
    'a partition without a map is left out',
    { map: undefined, target: target(3) },
    { outcome: 'not_mapped', before: 3, after: 3, ...none },
  ],
]

describe('group sync', () => {
  for (const [name, change, expected] of never) {
    test(name, () => {
      const given = { ...partition, ...change }
      const { moves, commits } = syncGroup({
        targetState: 'Empty',
        onConflict: 'never_rewind',
        partitions: [given],
      })
      const place = {
        topic: 'orders',
        remoteTopic: 'us.orders',
        partition: 2,
        sourceOffset: given.sourceOffset,
      }
      assert.deepEqual(moves, [{ ...place, ...expected }])
      const commit = { topic: 'us.orders', partition: 2, offset: expected.after, metadata: 'note' }
      assert.deepEqual(commits, expected.outcome === 'move' ? [commit] : [])
    })
  }

  test('a rewind happens where it is told, and counts what is read again', () => {
    const given = { ...partition, target: target(11) }
    const { moves, commits } = syncGroup({ targetState: 'Empty', onConflict: 'rewind', partitions: [given] })
    assert.equal(moves[0]?.outcome, 'move')
    assert.deepEqual([moves[0]?.before, moves[0]?.after, moves[0]?.redelivered], [11, 6, exactly(5)])
    assert.deepEqual(commits, [{ topic: 'us.orders', partition: 2, offset: 6, metadata: 'note' }])
  })

  for (const state of ['Empty', 'Dead', undefined]) {
    test(`a group that is ${state ?? 'unknown'} on the target is written to`, () => {
      const sync = syncGroup({ targetState: state, onConflict: 'never_rewind', partitions: [partition] })
      assert.deepEqual([sync.writable, sync.commits.length], [true, 1])
    })
  }

  for (const state of [
    'Stable',
    'PreparingRebalance',
    'CompletingRebalance',
    'Assigning',
    'Reconciling',
    'Unknown',
  ]) {
    test(`a group that is ${state} on the target is not touched`, () => {
      const given = { ...partition, target: target(5) }
      const sync = syncGroup({ targetState: state, onConflict: 'rewind', partitions: [given] })
      assert.deepEqual([sync.writable, sync.commits], [false, []])
      assert.deepEqual([sync.moves[0]?.outcome, sync.moves[0]?.before, sync.moves[0]?.after], ['live', 5, 5])
    })
  }
})

describe('group sync, whatever the offsets', () => {
  const offset = fc.nat(30)
  const given = fc.record({
    sourceOffset: offset,
    sourceLatest: fc.option(offset, { nil: undefined }),
    committed: fc.option(offset, { nil: undefined }),
    earliest: fc.nat(16),
    length: fc.nat(16),
  })

  test('commits stay inside the log, never go back, and skip nothing that the target still holds', () => {
    assertProperty(
      fc.property(given, ({ sourceOffset, sourceLatest, committed, earliest, length }) => {
        const latest = earliest + length
        const { moves, commits } = syncGroup({
          targetState: 'Empty',
          onConflict: 'never_rewind',
          partitions: [{ ...partition, sourceOffset, sourceLatest, target: { earliest, latest, committed } }],
        })
        for (const commit of commits) {
          assert(commit.offset >= earliest && commit.offset <= latest)
          assert(committed === undefined || commit.offset > committed)
          // The first record of the target that the group has not read on the source.
          const unread = pairs().find(([source, place]) => source >= sourceOffset && place >= earliest)
          if (unread !== undefined) assert(commit.offset <= Math.max(unread[1], earliest))
        }
        for (const move of moves) if (move.outcome !== 'move') assert.equal(move.before, move.after)
      }),
    )
  })
})

function pairs(): [source: number, target: number][] {
  return map.runs.flatMap((run) =>
    Array.from({ length: run.count }, (_, index): [number, number] => [
      run.sourceStart + index,
      run.targetStart + index,
    ]),
  )
}
