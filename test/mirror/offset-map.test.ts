import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  advance,
  appendRun,
  emptyOffsetMap,
  type GrowingOffsetMap,
  growOffsetMap,
  recordsBetween,
  type Translation,
  translate,
  translateBack,
  trim,
} from '../../src/mirror/offset-map.ts'
import { assertProperty } from '../fuzz.ts'

/** The drawing at the head of the file. */
function drawn(): GrowingOffsetMap {
  const map = growOffsetMap()
  appendRun(map, { sourceStart: 0, targetStart: 0, count: 4 })
  appendRun(map, { sourceStart: 6, targetStart: 5, count: 3 })
  return map
}

describe('offset map', () => {
  test('runs that continue each other on both sides are one run', () => {
    const map = growOffsetMap()
    appendRun(map, { sourceStart: 10, targetStart: 3, count: 5 })
    appendRun(map, { sourceStart: 15, targetStart: 8, count: 2 })
    appendRun(map, { sourceStart: 17, targetStart: 11, count: 1 })
    assert.deepEqual(map, {
      runs: [
        { sourceStart: 10, targetStart: 3, count: 7 },
        { sourceStart: 17, targetStart: 11, count: 1 },
      ],
      sourceNext: 18,
      targetNext: 12,
    })
  })

  test('a run before the end is a mistake of the program', () => {
    assert.throws(
      () => appendRun(drawn(), { sourceStart: 8, targetStart: 9, count: 1 }),
      assert.AssertionError,
    )
    assert.throws(
      () => appendRun(drawn(), { sourceStart: 9, targetStart: 7, count: 1 }),
      assert.AssertionError,
    )
    assert.throws(() => advance(drawn(), { sourceNext: 8 }), assert.AssertionError)
  })

  test('growing a copy leaves the original alone', () => {
    appendRun(growOffsetMap(emptyOffsetMap), { sourceStart: 0, targetStart: 0, count: 1 })
    assert.deepEqual(emptyOffsetMap, { runs: [], sourceNext: 0, targetNext: 0 })
  })

  const forward: [number, Translation][] = [
    [0, { kind: 'record', offset: 0 }],
    [3, { kind: 'record', offset: 3 }],
    [4, { kind: 'next', offset: 5 }],
    [5, { kind: 'next', offset: 5 }],
    [6, { kind: 'record', offset: 5 }],
    [8, { kind: 'record', offset: 7 }],
    [9, { kind: 'next', offset: 8 }],
    [10, { kind: 'not_copied', end: 8 }],
  ]
  for (const [offset, expected] of forward) {
    test(`source offset ${offset} translates to ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(translate(drawn(), offset), expected)
    })
  }

  const backward: [number, Translation][] = [
    [3, { kind: 'record', offset: 3 }],
    [4, { kind: 'next', offset: 6 }],
    [5, { kind: 'record', offset: 6 }],
    [8, { kind: 'next', offset: 9 }],
    [9, { kind: 'not_copied', end: 9 }],
  ]
  for (const [offset, expected] of backward) {
    test(`target offset ${offset} translates back to ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(translateBack(drawn(), offset), expected)
    })
  }

  test('offsets behind the last record and up to the end lead to the end', () => {
    const map = drawn()
    advance(map, { sourceNext: 14, targetNext: 9 })
    assert.deepEqual(translate(map, 9), { kind: 'next', offset: 9 })
    assert.deepEqual(translate(map, 14), { kind: 'next', offset: 9 })
    assert.deepEqual(translate(map, 15), { kind: 'not_copied', end: 9 })
  })

  test('an offset before the first run has expired, and the verdict names where the map begins', () => {
    const map = drawn()
    assert.equal(trim(map, 4), 1)
    assert.deepEqual(translate(map, 5), { kind: 'expired', first: 5 })
    assert.deepEqual(translate({ runs: [], sourceNext: 7, targetNext: 3 }, 6), { kind: 'expired', first: 3 })
  })

  test('the empty map knows the first offset only', () => {
    assert.deepEqual(translate(emptyOffsetMap, 0), { kind: 'next', offset: 0 })
    assert.deepEqual(translate(emptyOffsetMap, 1), { kind: 'not_copied', end: 0 })
  })

  test('trimming keeps a run of which one record is left', () => {
    const map = drawn()
    assert.equal(trim(map, 3), 0)
    assert.equal(trim(map, 8), 2)
    assert.deepEqual(map, { runs: [], sourceNext: 9, targetNext: 8 })
  })

  test('a million runs are built and searched', () => {
    const map = growOffsetMap()
    for (let index = 0; index < 1_000_000; index++) {
      appendRun(map, { sourceStart: index * 3, targetStart: index * 2, count: 2 })
    }
    assert.equal(map.runs.length, 1_000_000)
    assert.deepEqual(translate(map, 2_999_997), { kind: 'record', offset: 1_999_998 })
    assert.deepEqual(translate(map, 1_500_002), { kind: 'next', offset: 1_000_002 })
    assert.deepEqual(translateBack(map, 1_000_001), { kind: 'record', offset: 1_500_001 })
    assert.equal(recordsBetween(map, 1, 1_999_999), 1_999_998)
  })
})

/** Steps of a copy: records that arrive, source offsets that never do, target offsets taken by markers. */
const history = fc.array(
  fc.record({ skipped: fc.nat(3), markers: fc.nat(2), count: fc.integer({ min: 0, max: 4 }) }),
  { maxLength: 30 },
)

/** The same history, record by record: pairs of offsets, in order. */
function replay(steps: { skipped: number; markers: number; count: number }[]) {
  const map = growOffsetMap()
  const pairs: [source: number, target: number][] = []
  for (const { skipped, markers, count } of steps) {
    advance(map, { sourceNext: map.sourceNext + skipped, targetNext: map.targetNext + markers })
    for (let record = 0; record < count; record++)
      pairs.push([map.sourceNext + record, map.targetNext + record])
    if (count > 0) appendRun(map, { sourceStart: map.sourceNext, targetStart: map.targetNext, count })
  }
  return { map, pairs }
}

describe('offset map against a list of pairs', () => {
  test('every offset translates as the list of pairs says, in both directions', () => {
    assertProperty(
      fc.property(history, (steps) => {
        const { map, pairs } = replay(steps)
        for (let offset = 0; offset <= map.sourceNext + 1; offset++) {
          assert.deepEqual(translate(map, offset), search(pairs, offset, [map.sourceNext, map.targetNext]))
        }
        const mirrored = pairs.map(([source, target]): [number, number] => [target, source])
        for (let offset = 0; offset <= map.targetNext + 1; offset++) {
          assert.deepEqual(
            translateBack(map, offset),
            search(mirrored, offset, [map.targetNext, map.sourceNext]),
          )
        }
      }),
    )
  })

  test('runs never touch, and a later offset never translates to an earlier one', () => {
    assertProperty(
      fc.property(history, (steps) => {
        const { map } = replay(steps)
        for (const [index, run] of map.runs.entries()) {
          const next = map.runs[index + 1]
          if (next === undefined) break
          const touchesSource = run.sourceStart + run.count === next.sourceStart
          const touchesTarget = run.targetStart + run.count === next.targetStart
          assert(!(touchesSource && touchesTarget))
        }
        let highest = 0
        for (let offset = 0; offset <= map.sourceNext; offset++) {
          const translation = translate(map, offset)
          if (translation.kind !== 'record' && translation.kind !== 'next') continue
          assert(translation.offset >= highest)
          highest = translation.offset
        }
      }),
    )
  })

  test('counting and trimming agree with the list', () => {
    assertProperty(
      fc.property(history, fc.nat(80), fc.nat(80), (steps, start, end) => {
        const { map, pairs } = replay(steps)
        const inside = pairs.filter(([, target]) => target >= start && target < end).length
        assert.equal(recordsBetween(map, start, end), inside)
        trim(map, start)
        const kept = pairs.filter(([, target]) => target >= start)
        for (const [source, target] of kept) {
          assert.deepEqual(translate(map, source), { kind: 'record', offset: target })
        }
        assert(map.runs.every((run) => run.targetStart + run.count > start))
      }),
    )
  })
})

function search(pairs: [number, number][], offset: number, [next, otherNext]: [number, number]): Translation {
  if (offset > next) return { kind: 'not_copied', end: otherNext }
  if (offset === next) return { kind: 'next', offset: otherNext }
  const first = pairs[0]
  if (first === undefined || offset < first[0]) return { kind: 'expired', first: first?.[1] ?? otherNext }
  const hit = pairs.find(([here]) => here >= offset)
  if (hit === undefined) return { kind: 'next', offset: otherNext }
  return { kind: hit[0] === offset ? 'record' : 'next', offset: hit[1] }
}
