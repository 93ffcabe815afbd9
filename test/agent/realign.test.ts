import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ScannedBatch } from '../../src/agent/log-scan.ts'
import { realign } from '../../src/agent/realign.ts'
import { readBatchHeader, sealCrc } from '../../src/wire/batch.ts'
import { encodeBatch } from '../../src/wire/records.ts'
import { seeded } from './mixed-load.ts'

/** `a1` is key `a` with value `1`, `a-` its tombstone, `1` a record without a key; `!` is a marker, `` a hole. */
type Log = readonly string[]

function batchOf(word: string, offset: number): Buffer {
  const key = /^[a-z]/.exec(word)?.[0]
  const rest = word.slice(key?.length ?? 0)
  const value = rest === '-' ? null : Buffer.from(rest)
  const record = { timestampMs: 1_000, key: key === undefined ? null : Buffer.from(key), value, headers: [] }
  const batch = encodeBatch([record], { codec: 'none' })
  batch.writeUInt32BE(offset, 4)
  sealCrc(batch)
  return batch
}

function scan(log: Log) {
  return async function* (start: number, end = Number.MAX_SAFE_INTEGER): AsyncGenerator<ScannedBatch> {
    for (const [offset, word] of log.entries()) {
      if (word === '' || offset < start || offset >= end) continue
      const batch = batchOf(word, offset)
      yield { batch, header: readBatchHeader(batch), delivers: word !== '!' }
    }
  }
}

/** Both from their beginning: nothing but the first position was stored. */
async function found({ source, target, logStart = 0 }: { source: Log; target: Log; logStart?: number }) {
  return realign({
    place: 'orders-0',
    position: { sourceNext: 0, targetNext: 0, leaderEpoch: 3 },
    targetEnd: target.length,
    sourceLog: { start: logStart, end: source.length },
    scanSource: scan(source),
    scanTarget: scan(target),
  })
}

const cases: {
  name: string
  source: Log
  target: Log
  logStart?: number
  sourceNext: number
  runs: [number, number, number][]
}[] = [
  {
    name: 'records that gave way to later ones, which were not copied yet, are not looked for',
    target: ['a1', 'b1', 'a2', 'c1', '!'],
    source: ['', '', 'a2', 'c1', 'b2', 'a3'],
    sourceNext: 4,
    runs: [
      [2, 2, 1],
      [3, 3, 1],
    ],
  },
  {
    name: 'a source that lost all of what was copied goes on with the first record that it has',
    target: ['a1', 'b1', '!'],
    source: ['', '', 'c1', 'b2', 'a2'],
    sourceNext: 2,
    runs: [],
  },
  {
    name: 'a record that is the same as its key’s last copy in all but its place counts as that copy',
    target: ['a1', 'b1', '!'],
    source: ['', 'b1', 'c1', 'a1'],
    sourceNext: 2,
    runs: [[1, 1, 1]],
  },
  {
    name: 'a value that returned after another one is copied again',
    target: ['a1', 'a2', 'b1', '!'],
    source: ['', '', 'b1', 'a1', 'c1'],
    sourceNext: 3,
    runs: [[2, 2, 1]],
  },
  {
    name: 'what the target’s own cleaner took is on the source only',
    target: ['', 'b1', 'a2', '!'],
    source: ['a1', '', 'a2', 'b2'],
    sourceNext: 3,
    runs: [[2, 2, 1]],
  },
  {
    name: 'a tombstone whose time is over is not looked for',
    target: ['a1', 'a-', 'b1', '!'],
    source: ['', '', 'b1', 'b2'],
    sourceNext: 3,
    runs: [[2, 2, 1]],
  },
  {
    name: 'markers and aborted data take offsets of the source',
    target: ['a1', 'b1', 'c1', '!'],
    source: ['', '!', '', '', 'c1', 'a2', 'b2'],
    sourceNext: 5,
    runs: [[4, 2, 1]],
  },
  {
    name: 'records that retention took are not looked for, with keys or without',
    target: ['1', '2', '3', 'a1', '4', '!'],
    source: ['', '', '', 'a1', '4', '5'],
    logStart: 3,
    sourceNext: 5,
    runs: [
      [3, 3, 1],
      [4, 4, 1],
    ],
  },
  {
    name: 'where retention took all that was copied and more, the first that may be lost is next',
    target: ['1', '2', '!'],
    source: ['', '', '', '', '5'],
    logStart: 4,
    sourceNext: 2,
    runs: [],
  },
  {
    name: 'a target that holds nothing behind the position but a marker stands where the position says',
    target: ['!'],
    source: ['', '', 'a1'],
    logStart: 2,
    sourceNext: 0,
    runs: [],
  },
]

for (const { name, sourceNext, runs, ...logs } of cases) {
  test(name, async () => {
    const walked = await found(logs)
    assert.equal(walked?.sourceNext, sourceNext)
    assert.equal(walked.targetNext, logs.target.length)
    assert.deepEqual(
      walked.runs.map(({ sourceStart, targetStart, count }) => [sourceStart, targetStart, count]),
      runs,
    )
  })
}

const foreign: { name: string; source: Log; target: Log }[] = [
  { name: 'a record of another key', target: ['a1', 'x1'], source: ['a1', 'b1', 'c1'] },
  { name: 'a record behind the source’s end', target: ['a1', 'b1'], source: ['a1'] },
  { name: 'another value of a key that is there', target: ['a1', 'b9'], source: ['a1', 'b1', 'b2'] },
  { name: 'records in another order', target: ['a1', 'c1', 'b1'], source: ['a1', 'b1', 'c1'] },
  {
    name: 'a key that never came to the source, although it lost records',
    target: ['a1', 'x1', 'b1'],
    source: ['', '', 'b1', 'a2'],
  },
]

for (const { name, ...logs } of foreign) {
  test(`losses of the source do not explain ${name}`, async () => {
    assert.equal(await found(logs), undefined)
  })
}

/** What a cleaner leaves of the first `dirty` records: of each key the last, and now and then some more of the newest. */
function cleaned(log: Log, dirty: number, random: () => number): string[] {
  const last = new Map(log.slice(0, dirty).map((word, offset) => [word.slice(0, 1), offset]))
  const kept = Math.floor(random() * dirty)
  return log.map((word, offset) =>
    offset < kept && offset !== last.get(word.slice(0, 1)) && word !== '!' ? '' : word,
  )
}

test('whatever cleaners and retention took on either side, the place is the one where the copy ended', async () => {
  for (let seed = 0; seed < 2_000; seed += 1) {
    const random = seeded(seed)
    const draw = (count: number): number => Math.floor(random() * count)
    const length = 2 + draw(40)
    const keys = 1 + draw(8)
    const original = Array.from({ length }, (_, offset) =>
      random() < 0.1 ? '!' : `${String.fromCharCode(97 + draw(keys))}${offset}`,
    )
    const copied = draw(length)
    const target = [...original.slice(0, copied).filter((word) => word !== '!'), '!']
    const logStart = random() < 0.3 ? draw(copied + 1) : 0
    const source = cleaned(original, draw(length), random).map((word, at) => (at < logStart ? '' : word))
    const walked = await found({ source, target: cleaned(target, draw(target.length), random), logStart })
    const words = source.map((word, offset) => ({ word, offset })).filter(({ word }) => /^[a-z]/.test(word))
    const next = words.find(({ offset }) => offset >= (walked?.sourceNext ?? Number.NaN))
    assert.equal(next?.word, words.find(({ offset }) => offset >= copied)?.word, `seed ${seed}`)
    for (const { sourceStart, targetStart } of walked?.runs ?? []) {
      assert.equal(original[sourceStart], target[targetStart], `seed ${seed}`)
    }
  }
})
