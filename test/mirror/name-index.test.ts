// Whatever a filter says, looking at likely names alone must come to what looking at all of them would.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  likelyNames,
  likelyTopics,
  matchesAny,
  nameIndex,
  placesHolding,
} from '../../src/mirror/name-index.ts'
import { patternIndex } from '../../src/mirror/pattern-index.ts'
import { firstMatch } from '../../src/mirror/patterns.ts'
import { topicSelector } from '../../src/mirror/selection.ts'
import { flowWith } from '../flow-spec.ts'
import { assertProperty } from '../fuzz.ts'

const word = fc
  .array(fc.constantFrom('a', 'b', 'A', '.', '-', 'heartbeats', '😀', '\n'), { maxLength: 4 })
  .map((all) => all.join(''))
const names = fc.array(word, { maxLength: 12 })
const piece = fc.constantFrom(
  'a',
  'b',
  'A',
  '\\.',
  '.*',
  'a?',
  '😀?',
  '😀*',
  '[ab]',
  '(a|b)',
  '(?i)a',
  'heartbeats',
  '\\-',
  '^a',
  'b+',
)
const patterns = fc.array(
  fc.array(piece, { minLength: 1, maxLength: 4 }).map((all) => all.join('')),
  { maxLength: 3 },
)

test('the likely names are in order, and every name that a pattern matches is among them', () => {
  assertProperty(
    fc.property(names, patterns, (all, include) => {
      const likely = likelyNames(nameIndex(all), include)
      assert.deepEqual(likely, [...new Set(likely)].sort())
      const matches = firstMatch(include)
      for (const name of all) if (matches(name) !== undefined) assert.ok(likely.includes(name), name)
    }),
    { numRuns: 500 },
  )
})

test('every topic that a flow copies is among the likely topics, under every naming', () => {
  const naming = fc.constantFrom(
    { kind: 'prefix', separator: '.' } as const,
    { kind: 'identity' } as const,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the topology's own placeholders
    { kind: 'template', template: '${topic}-a' } as const,
  )
  assertProperty(
    fc.property(names, patterns, naming, fc.boolean(), (all, include, how, emit) => {
      const heartbeats = { emit, intervalMs: 1000 }
      const select = topicSelector(flowWith({ topics: { include, exclude: [] }, naming: how, heartbeats }))
      const likely = likelyTopics(nameIndex(all), include)
      for (const name of all) if (select(name).replicated) assert.ok(likely.includes(name), name)
    }),
    { numRuns: 500 },
  )
})

test('whether a pattern matches any name is what asking each would tell', () => {
  assertProperty(
    fc.property(names, patterns, (all, include) => {
      const index = nameIndex(all)
      for (const pattern of include) {
        assert.equal(
          matchesAny(index, pattern),
          all.some((name) => firstMatch([pattern])(name) !== undefined),
        )
      }
    }),
  )
})

test('the places of names that hold a text are all of them, letter case aside', () => {
  assertProperty(
    fc.property(
      names,
      fc.array(fc.constantFrom('a', 'B', 'a.', 'heart', ''), { maxLength: 2 }),
      (all, texts) => {
        const index = nameIndex(all)
        const holding = index.names.flatMap((name, place) =>
          texts.some((text) => name.toLowerCase().includes(text.toLowerCase())) ? [place] : [],
        )
        assert.deepEqual(placesHolding(index, texts), holding)
      },
    ),
  )
})

test('whoever has a pattern that matches a name is found by the name, in order', () => {
  assertProperty(
    fc.property(fc.array(patterns, { maxLength: 6 }), names, (owners, all) => {
      const find = patternIndex(owners, (owner) => owner)
      for (const name of all) {
        const found = find(name)
        assert.deepEqual(
          found,
          owners.filter((owner) => found.includes(owner)),
        )
        for (const owner of owners)
          if (firstMatch(owner)(name) !== undefined) assert.ok(found.includes(owner), name)
      }
    }),
  )
})
