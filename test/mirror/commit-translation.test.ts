import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CommitTranslation, isAhead, translateCommit } from '../../src/mirror/commit-translation.ts'
import type { OffsetMap } from '../../src/mirror/offset-map.ts'

const map: OffsetMap = {
  runs: [
    { sourceStart: 10, targetStart: 4, count: 5 },
    { sourceStart: 20, targetStart: 9, count: 5 },
  ],
  sourceNext: 25,
  targetNext: 14,
}

describe('commits on the source as offsets on the target', () => {
  const rows: [string, number, number | undefined, CommitTranslation][] = [
    ['a copied record is that record', 12, 100, { kind: 'record', offset: 6 }],
    ['a hole is the next record', 17, 100, { kind: 'next', offset: 9 }],
    ['the end of the copy is the end', 25, 100, { kind: 'next', offset: 14 }],
    [
      'past the copy is the end, with what is to come',
      40,
      100,
      { kind: 'copy_end', offset: 14, notCopied: 15 },
    ],
    ["the source's end is still a position", 100, 100, { kind: 'copy_end', offset: 14, notCopied: 75 }],
    ["past the source's end is none", 101, 100, { kind: 'unproven' }],
    ["past the copy is none while the source's end is unknown", 26, undefined, { kind: 'unproven' }],
    ['before the map is expired', 7, 100, { kind: 'expired', first: 4, missingOffsets: 3 }],
  ]
  for (const [name, offset, sourceLatest, expected] of rows) {
    test(name, () => assert.deepEqual(translateCommit(map, offset, sourceLatest), expected))
  }

  test('before a mark, where others brought records to the target, nothing is known; behind it all is exact', () => {
    const marked = {
      runs: [
        { sourceStart: 100, targetStart: 90, count: 0 },
        { sourceStart: 100, targetStart: 91, count: 5 },
      ],
      sourceNext: 105,
      targetNext: 96,
    }
    assert.deepEqual(translateCommit(marked, 60, 200), { kind: 'unmapped', first: 90, missingOffsets: 40 })
    assert.deepEqual(translateCommit(marked, 100, 200), { kind: 'record', offset: 91 })
    assert.deepEqual(translateCommit(marked, 104, 200), { kind: 'record', offset: 95 })
  })

  test('only a commit past the copy asks for the log end', () => {
    assert.deepEqual(
      [24, 25, 26].map((offset) => isAhead(map, offset)),
      [false, false, true],
    )
  })
})
