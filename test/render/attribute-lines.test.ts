// How single attributes are laid out: lists, maps, long values, and what is not shown.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributeLines } from '../../src/render/attribute-lines.ts'
import { paintFor } from '../../src/render/paint.ts'
import { terminalLine } from '../../src/render/plan-line.ts'
import { block, type Entries, list, map, type Shown, value } from '../../src/render/shown.ts'

interface LayoutCase {
  readonly name: string
  readonly before?: Record<string, Shown>
  readonly after?: Record<string, Shown>
  readonly forcing?: readonly string[]
  readonly lines: readonly string[]
}

const entries = (members: Record<string, Shown>): Entries => new Map(Object.entries(members))

const cases: readonly LayoutCase[] = [
  {
    name: 'keys of attributes are aligned, those of blocks are not',
    after: { a: value('1'), longer: value('2', 'two'), deep: block(entries({ x: value('true') })) },
    lines: ['+ a      = 1', '+ longer = 2 # two', '+ deep { x = true }'],
  },
  {
    name: 'what goes is set to null',
    before: { a: value('1') },
    lines: ['- a = 1 -> null'],
  },
  {
    name: 'what stays is counted, attributes apart from blocks',
    before: { a: value('1'), b: value('2'), c: value('3'), d: block(entries({ x: value('1') })) },
    after: { a: value('9'), b: value('2'), c: value('3'), d: block(entries({ x: value('1') })) },
    lines: ['~ a = 1 -> 9', '  # (2 unchanged attributes hidden)', '  # (1 unchanged block hidden)'],
  },
  {
    name: 'what forces a replacement says so',
    before: { a: value('1') },
    after: { a: value('2') },
    forcing: ['a'],
    lines: ['~ a = 1 -> 2 # forces replacement'],
  },
  {
    name: 'a list shows what changes with one neighbour on each side',
    before: { a: list(['1', '2', '3', '4', '5', '6']) },
    after: { a: list(['1', '2', '3', 'x', '5', '6', '7']) },
    lines: [
      '~ a = [',
      '      # (2 unchanged elements hidden)',
      '      3,',
      '    - 4,',
      '    + x,',
      '      5,',
      '      6,',
      '    + 7,',
      '  ]',
    ],
  },
  {
    name: 'elements of a map are in natural order',
    before: { a: map(entries({ '10': value('1'), '9': value('1') })) },
    after: { a: map(entries({ '10': value('2'), '9': value('2') })) },
    lines: ['~ a = {', '    ~ 9  = 1 -> 2', '    ~ 10 = 1 -> 2', '  }'],
  },
  {
    name: 'a list that does not fit in one line stands in several',
    after: { a: list(['"first pattern of many"', '"second pattern of many"', '"third"']) },
    lines: [
      '+ a = [',
      '    + "first pattern of many",',
      '    + "second pattern of many",',
      '    + "third",',
      '  ]',
    ],
  },
  {
    name: 'long values stand one under the other, with the words that differ marked',
    before: { a: value('"0:101 0:102 1:101 1:102 2:101"') },
    after: { a: value('"0:101 0:103 1:101 1:102 2:101"') },
    lines: [
      '~ a =',
      '    - "0:101 0:[-102-] 1:101 1:102 2:101"',
      '    + "0:101 0:{+103+} 1:101 1:102 2:101"',
    ],
  },
  {
    name: 'nothing is nothing',
    before: {},
    after: {},
    lines: [],
  },
]

for (const { name, before, after, forcing = [], lines } of cases) {
  test(name, () => {
    const sides = { before: before && entries(before), after: after && entries(after) }
    const shown = attributeLines(sides, 1, { width: 60, forcing }).map((line) =>
      terminalLine(line, paintFor(false)),
    )
    assert.deepEqual(
      shown.map((line) => line.slice(6)),
      lines,
    )
  })
}
