import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MapTail } from '../../src/agent/map-tail.ts'
import { runsPerChunk } from '../../src/mirror/positions.ts'

/** This many runs of one record each, none continuing the other: source 0, 2, 4 … at target 0, 3, 6 … */
function appendRuns(map: MapTail, start: number, count: number): void {
  for (let run = start; run < start + count; run += 1) map.append(run * 2, run * 3, 1)
}

function chunkSizes(map: MapTail): [chunk: number, runs: number][] {
  return map.dirtyChunks().map(({ chunk, runs }) => [chunk, runs.length])
}

test('what continues on both sides is one run, a jump on either side begins another', () => {
  const map = new MapTail()
  map.append(10, 100, 5)
  map.append(15, 105, 2)
  map.append(17, 108, 1)
  map.append(20, 109, 1)
  assert.deepEqual(map.runs, [
    { sourceStart: 10, targetStart: 100, count: 7 },
    { sourceStart: 17, targetStart: 108, count: 1 },
    { sourceStart: 20, targetStart: 109, count: 1 },
  ])
  assert.deepEqual(map.view(21, 110), { runs: map.runs, sourceNext: 21, targetNext: 110 })
})

test('a map that was stored is gone on with and left as it was', () => {
  const stored = [{ sourceStart: 0, targetStart: 0, count: 4 }]
  const map = new MapTail(stored)
  map.append(4, 4, 1)
  assert.deepEqual(map.runs, [{ sourceStart: 0, targetStart: 0, count: 5 }])
  assert.deepEqual(stored, [{ sourceStart: 0, targetStart: 0, count: 4 }])
})

test('an empty map is one empty chunk: a position needs a record to be stored in', () => {
  assert.deepEqual(new MapTail().dirtyChunks(), [{ chunk: 0, runs: [] }])
})

test('the newest chunk is written each time, full ones until they are known to be stored', () => {
  const map = new MapTail()
  appendRuns(map, 0, runsPerChunk - 1)
  assert.deepEqual(chunkSizes(map), [[0, runsPerChunk - 1]])
  map.stored(0)
  appendRuns(map, runsPerChunk - 1, 3)
  const both = [
    [0, runsPerChunk],
    [1, 2],
  ]
  assert.deepEqual(chunkSizes(map), both)
  assert.deepEqual(chunkSizes(map), both, 'the write may have failed')
  map.stored(1)
  assert.deepEqual(chunkSizes(map), [[1, 2]])
})

test('a chunk that was begun while another was written is not taken for stored', () => {
  const map = new MapTail()
  appendRuns(map, 0, runsPerChunk)
  const written = map.dirtyChunks()
  appendRuns(map, runsPerChunk, runsPerChunk + 1)
  map.stored(written.at(-1)?.chunk ?? -1)
  assert.deepEqual(chunkSizes(map), [
    [0, runsPerChunk],
    [1, runsPerChunk],
    [2, 1],
  ])
})

test('whole chunks before the target’s log start are dropped, until that is known to be stored', () => {
  const map = new MapTail()
  appendRuns(map, 0, 3 * runsPerChunk)
  const startOf = (run: number): number => run * 3
  assert.deepEqual(map.trim(startOf(runsPerChunk) - 3), [], 'its last record is still there')
  assert.deepEqual(map.trim(startOf(runsPerChunk)), [0])
  assert.equal(map.runs[0]?.sourceStart, runsPerChunk * 2)
  assert.deepEqual(map.trim(startOf(2 * runsPerChunk)), [0, 1], 'the first may not be gone from the store')
  map.trimmed([0, 1])
  assert.deepEqual(map.trim(startOf(2 * runsPerChunk)), [])
  assert.deepEqual(chunkSizes(map), [[2, runsPerChunk]])
})

test('the newest chunk is never dropped: it holds the position', () => {
  const map = new MapTail()
  appendRuns(map, 0, runsPerChunk)
  assert.deepEqual(map.trim(Number.MAX_SAFE_INTEGER), [])
  assert.equal(map.runs.length, runsPerChunk)
})

test('numbers of chunks go on behind those that were trimmed before a restart', () => {
  const map = new MapTail([{ sourceStart: 0, targetStart: 0, count: 1 }], 7)
  assert.equal(map.lastChunk, 7)
  appendRuns(map, 1, runsPerChunk)
  assert.deepEqual(chunkSizes(map), [
    [7, runsPerChunk],
    [8, 1],
  ])
})
