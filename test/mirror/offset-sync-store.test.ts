import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { advance, appendRun, growOffsetMap, translate } from '../../src/mirror/offset-map.ts'
import { noSyncYet, type OffsetPair, stepOffsetSync } from '../../src/mirror/offset-sync-rule.ts'
import { OffsetSyncStore } from '../../src/mirror/offset-sync-store.ts'
import { assertProperty } from '../fuzz.ts'

function fill(
  store: OffsetSyncStore,
  { first, last, step }: { first: number; last: number; step: number },
): void {
  for (let offset = first; offset <= last; offset += step) {
    store.add({ upstreamOffset: offset, downstreamOffset: offset })
  }
}

function upstream(store: OffsetSyncStore): number[] {
  return store.syncs.map((sync) => sync.upstreamOffset)
}

// The vectors are those of Kafka's own OffsetSyncStoreTest.
describe("MM2's store of offset syncs", () => {
  test('it translates nothing before the topic was read to its end', () => {
    const store = new OffsetSyncStore()
    store.add({ upstreamOffset: 100, downstreamOffset: 200 })
    assert.equal(store.translateDownstream(100), undefined)
    store.readToEnd()
    assert.equal(store.translateDownstream(100), 200)
  })

  test('it translates nothing without a sync', () => {
    const store = new OffsetSyncStore()
    store.readToEnd()
    assert.equal(store.translateDownstream(5), undefined)
  })

  test('it answers -1 before the first sync, and at most one past a sync', () => {
    const store = new OffsetSyncStore()
    store.readToEnd()
    store.add({ upstreamOffset: 100, downstreamOffset: 200 })
    assert.deepEqual(
      [5, 99, 100, 101, 150].map((offset) => store.translateDownstream(offset)),
      [-1, -1, 200, 201, 201],
    )
  })

  test('a sync that goes back clears what was before', () => {
    const store = new OffsetSyncStore()
    store.readToEnd()
    for (const [upstreamOffset, downstreamOffset] of [
      [100, 200],
      [150, 251],
      [140, 300],
    ] as const) {
      store.add({ upstreamOffset, downstreamOffset })
    }
    assert.deepEqual(store.syncs, [{ upstreamOffset: 140, downstreamOffset: 300 }])
    assert.equal(store.translateDownstream(120), -1)
  })

  test('syncs before the end count once the earlier checkpoints are known', () => {
    const store = new OffsetSyncStore({ mustReadToEnd: false })
    fill(store, { first: 0, last: 1000, step: 10 })
    store.readToEnd()
    assert.deepEqual(upstream(store), [1000, 990, 960, 900, 840, 720, 480, 0])
    fill(store, { first: 1000, last: 10_000, step: 10 })
    assert.deepEqual(upstream(store), [10000, 9990, 9960, 9900, 9840, 9600, 9120, 8640, 7680, 3840, 0])
  })

  test('of the syncs before the end only the last counts otherwise', () => {
    const store = new OffsetSyncStore({ mustReadToEnd: true })
    fill(store, { first: 0, last: 1000, step: 10 })
    store.readToEnd()
    assert.deepEqual(upstream(store), [1000])
    fill(store, { first: 1010, last: 10_000, step: 10 })
    assert.deepEqual(upstream(store), [10000, 9990, 9970, 9940, 9880, 9640, 9160, 8680, 6760, 4840, 1000])
  })

  test('an expired sync leaves its offsets to the one before', () => {
    const store = new OffsetSyncStore({ mustReadToEnd: false })
    fill(store, { first: 175, last: 475, step: 100 })
    store.readToEnd()
    assert.deepEqual(upstream(store), [475, 375, 175])
    assert.deepEqual(
      [250, 370, 400].map((offset) => store.translateDownstream(offset)),
      [176, 176, 376],
    )
  })
})

describe('Java translating by our syncs', () => {
  const step = fc.record({ skipped: fc.nat(3), markers: fc.nat(2), count: fc.integer({ min: 1, max: 300 }) })

  test('it never passes the exact place, and a group at the end reaches the end', () => {
    assertProperty(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), fc.nat(50), (steps, sendEvery) => {
        const map = growOffsetMap()
        const store = new OffsetSyncStore()
        store.readToEnd()
        let state = noSyncYet
        let waiting: OffsetPair | undefined
        let tail: OffsetPair | undefined
        for (const [index, { skipped, markers, count }] of steps.entries()) {
          advance(map, { sourceNext: map.sourceNext + skipped, targetNext: map.targetNext + markers })
          const run = { sourceOffset: map.sourceNext, targetOffset: map.targetNext, count }
          appendRun(map, { sourceStart: run.sourceOffset, targetStart: run.targetOffset, count })
          const next = stepOffsetSync(state, run)
          state = next.state
          waiting = next.due ?? waiting
          tail = next.tail
          // The service sends what waits now and then, the newest only.
          if (waiting !== undefined && index % (sendEvery + 1) === 0) {
            store.add(waiting)
            waiting = undefined
          }
        }
        for (const last of [waiting, tail]) if (last !== undefined) store.add(last)
        for (let offset = 0; offset <= map.sourceNext; offset++) {
          const java = store.translateDownstream(offset)
          const exact = translate(map, offset)
          assert(java !== undefined)
          if (exact.kind === 'record' || exact.kind === 'next')
            assert(java <= exact.offset, `offset ${offset}`)
          else assert.equal(java, -1)
        }
        assert.equal(store.translateDownstream(map.sourceNext), map.targetNext)
      }),
    )
  })
})
