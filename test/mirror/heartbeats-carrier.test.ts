// One flow carries the heartbeats of two clusters, whatever stands in the control topic.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { identityOf } from '../../src/mirror/control.ts'
import { flowsAtWork, heartbeatsCarriers } from '../../src/mirror/heartbeats-carrier.ts'
import { appliedFlow, flowOf } from '../plan/fixtures.ts'

const emits = { heartbeats: { emit: true, intervalMs: 1000 } }
const all = { topics: { include: ['.*'], exclude: [] } }
const entry = (
  name: string,
  spec: Parameters<typeof flowOf>[0] = emits,
  more: Parameters<typeof appliedFlow>[1] = {},
) => appliedFlow(flowOf({ name, ...spec }), more)
const stopped = { state: 'stopped' } as const

interface Case {
  readonly title: string
  readonly control: readonly ReturnType<typeof entry>[]
  /** Of the flow that `us.heartbeats` was made for. */
  readonly maker?: string
  readonly carriers: readonly string[]
}

const cases: readonly Case[] = [
  { title: 'one flow alone', control: [entry('a')], carriers: ['a'] },
  { title: 'the first by name', control: [entry('b'), entry('a')], carriers: ['a'] },
  { title: 'the one that made the copy', control: [entry('a'), entry('b')], maker: 'b', carriers: ['b'] },
  {
    title: 'another one, once the maker is stopped',
    control: [entry('a', emits, stopped), entry('c'), entry('b')],
    maker: 'a',
    carriers: ['b'],
  },
  {
    title: 'nobody else while the maker is paused',
    control: [entry('a'), entry('b', emits, { state: 'paused' })],
    maker: 'b',
    carriers: ['b'],
  },
  {
    title: 'the maker under its new name',
    control: [
      entry('a', emits, { ...stopped, movedTo: 'z' }),
      entry('b'),
      entry('z', emits, { identity: 'a' }),
    ],
    maker: 'a',
    carriers: ['a'],
  },
  {
    title: 'the maker while it has left its former name and is not there under its new one',
    control: [entry('a', emits, { ...stopped, movedTo: 'z' }), entry('b')],
    maker: 'a',
    carriers: ['a'],
  },
  {
    title: 'another one, once the maker was renamed and stopped',
    control: [
      entry('a', emits, { ...stopped, movedTo: 'z' }),
      entry('b'),
      entry('z', emits, { ...stopped, identity: 'a' }),
    ],
    maker: 'a',
    carriers: ['b'],
  },
  {
    title: 'no flow whose filter keeps heartbeats back where another one emits them',
    control: [entry('a', {}), entry('b')],
    maker: 'a',
    carriers: ['b'],
  },
  {
    title: 'one that emits, and so copies those of other clusters too, before one that includes them',
    control: [entry('a', { topics: { include: ['heartbeats'], exclude: [] } }), entry('b')],
    carriers: ['b'],
  },
  {
    title: 'one whose filter lets them in before one that copies none',
    control: [entry('a', {}), entry('b', all)],
    carriers: ['b'],
  },
  {
    title: 'one of flows of several topologies',
    control: [entry('b', emits, { topology: 'payments' }), entry('a', emits, { topology: 'search' })],
    maker: 'b',
    carriers: ['b'],
  },
  {
    title: 'one for each name that the source goes by',
    control: [entry('b'), entry('a', { ...emits, source: 'america' })],
    carriers: ['a', 'b'],
  },
  {
    title: 'one for each name of the copy',
    control: [entry('b'), entry('a', { ...emits, naming: { kind: 'prefix', separator: '-' } })],
    carriers: ['a', 'b'],
  },
  {
    title: 'one of two namings that call the copy alike',
    control: [entry('b'), entry('a', { ...emits, naming: { kind: 'identity' } })],
    carriers: ['a'],
  },
]

describe('heartbeats are carried by', () => {
  for (const { title, control, maker, carriers } of cases) {
    test(title, () => {
      const makerOf = (topic: string): string | undefined => (topic === 'us.heartbeats' ? maker : undefined)
      for (const order of [control, control.toReversed()]) {
        assert.deepEqual([...heartbeatsCarriers(flowsAtWork(order), makerOf)].sort(), carriers)
      }
    })
  }

  test('one flow at every moment of an apply, and none but those at work', () => {
    const before = [entry('b'), entry('c')]
    const moments = [
      before,
      [...before, entry('a')],
      [entry('b', emits, { ...stopped, movedTo: 'd' }), entry('c'), entry('a')],
      [
        entry('b', emits, { ...stopped, movedTo: 'd' }),
        entry('d', emits, { identity: 'b' }),
        entry('c'),
        entry('a'),
      ],
      [entry('d', emits, { ...stopped, identity: 'b' }), entry('c'), entry('a')],
    ]
    const carried = moments.map((entries) => {
      const working = flowsAtWork(entries)
      const [carrier, ...rest] = heartbeatsCarriers(working, () => 'b')
      assert.deepEqual(rest, [])
      assert.ok(working.map(identityOf).includes(carrier ?? ''))
      return carrier
    })
    assert.deepEqual(carried, ['b', 'b', 'b', 'b', 'a'])
  })
})
