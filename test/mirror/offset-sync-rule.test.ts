import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type AckedRun,
  noSyncYet,
  type OffsetPair,
  stepOffsetSync,
} from '../../src/mirror/offset-sync-rule.ts'
import { assertProperty } from '../fuzz.ts'

/** Feeds runs one after the other; answers the due syncs as `source→target`, and the tail. */
function feed(runs: [sourceOffset: number, targetOffset: number, count: number][], lagMax = 100) {
  let state = noSyncYet
  const due: string[] = []
  let tail: string | undefined
  for (const [sourceOffset, targetOffset, count] of runs) {
    const step = stepOffsetSync(state, { sourceOffset, targetOffset, count }, lagMax)
    state = step.state
    if (step.due !== undefined) due.push(show(step.due))
    tail = step.tail === undefined ? undefined : show(step.tail)
  }
  return { due, tail }
}

function show({ upstreamOffset, downstreamOffset }: OffsetPair): string {
  return `${upstreamOffset}→${downstreamOffset}`
}

describe('when an offset sync is due', () => {
  const rows: [string, Parameters<typeof feed>, ReturnType<typeof feed>][] = [
    ['at the first record', [[[7, 3, 1]]], { due: ['7→3'], tail: undefined }],
    [
      'not at the next ones, which wait as the tail',
      [
        [
          [0, 0, 1],
          [1, 1, 50],
        ],
      ],
      { due: ['0→0'], tail: '50→50' },
    ],
    [
      'a hundred records after one past the last sync',
      [
        [
          [0, 0, 1],
          [1, 1, 101],
        ],
      ],
      { due: ['0→0', '101→101'], tail: undefined },
    ],
    [
      'not one record earlier',
      [
        [
          [0, 0, 1],
          [1, 1, 100],
        ],
      ],
      { due: ['0→0'], tail: '100→100' },
    ],
    ['at the newest multiple inside a long run', [[[0, 0, 1000]]], { due: ['909→909'], tail: '999→999' }],
    [
      'where the source jumps',
      [
        [
          [0, 0, 5],
          [6, 5, 1],
        ],
      ],
      { due: ['0→0', '6→5'], tail: undefined },
    ],
    [
      'where the source goes back',
      [
        [
          [10, 5, 5],
          [0, 10, 1],
        ],
      ],
      { due: ['10→5', '0→10'], tail: undefined },
    ],
    [
      'where the target goes back',
      [
        [
          [0, 10, 5],
          [5, 3, 1],
        ],
      ],
      { due: ['0→10', '5→3'], tail: undefined },
    ],
    [
      'not where the target jumps a little ahead',
      [
        [
          [0, 0, 5],
          [5, 9, 1],
        ],
      ],
      { due: ['0→0'], tail: '5→9' },
    ],
    [
      'at every record without lag',
      [
        [
          [0, 0, 1],
          [1, 1, 1],
          [2, 2, 3],
        ],
        0,
      ],
      { due: ['0→0', '1→1', '4→4'], tail: undefined },
    ],
  ]
  for (const [name, input, expected] of rows) {
    test(name, () => assert.deepEqual(feed(...input), expected))
  }

  test('a run is synced as its records one by one would be', () => {
    const run = fc.record({
      skip: fc.integer({ min: -3, max: 2 }),
      markers: fc.integer({ min: -2, max: 3 }),
      count: fc.integer({ min: 1, max: 40 }),
    })
    assertProperty(
      fc.property(fc.array(run, { maxLength: 12 }), fc.nat(12), (steps, lagMax) => {
        let whole = noSyncYet
        let single = noSyncYet
        let [source, target] = [20, 20]
        for (const { skip, markers, count } of steps) {
          source += skip
          target += markers
          const step = stepOffsetSync(whole, { sourceOffset: source, targetOffset: target, count }, lagMax)
          whole = step.state
          let due: OffsetPair | undefined
          let tail: OffsetPair | undefined
          for (let record = 0; record < count; record++) {
            const one: AckedRun = { sourceOffset: source + record, targetOffset: target + record, count: 1 }
            const oneStep = stepOffsetSync(single, one, lagMax)
            single = oneStep.state
            due = oneStep.due ?? due
            tail = oneStep.tail
          }
          assert.deepEqual({ ...step }, { state: single, due, tail })
          source += count
          target += count
        }
      }),
    )
  })
})
