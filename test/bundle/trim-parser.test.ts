// What is published of HashiCorp's parser against the whole of it: the same answer to everything, and by itself to
// whatever the whole one accepts.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { hclTexts } from '../../bundle/hcl-texts.ts'
import { loadParser, trimParser } from '../../bundle/trim-parser.ts'
import type { Parser } from '../../bundle/trimmed-parser.js'
import { parseHcl } from '../../src/hcl/parse.ts'
import { assertProperty } from '../fuzz.ts'
import { anyText } from '../hcl/any-text.ts'

const whole: Parser = createRequire(import.meta.url)('hcl2-parser')
const texts = hclTexts()
let file: string
before(async () => {
  file = await trimParser(texts)
})

class WholeAsked extends Error {}

function load(): Parser {
  return loadParser(file, () => {
    throw new WholeAsked()
  })
}

interface Answer {
  readonly verdict: 'accepted' | 'refused' | 'threw' | 'asks the whole parser'
  /** The JSON that was made of it. */
  readonly output: string
}

function answerOf(parser: Parser, text: string): Answer {
  try {
    const [output, error] = parser.parseToString(text)
    return { verdict: error === null ? 'accepted' : 'refused', output }
  } catch (error) {
    return { verdict: error instanceof WholeAsked ? 'asks the whole parser' : 'threw', output: '' }
  }
}

/** What the trimmed parser says itself; a new one after each that it could not answer. */
function asker(): (text: string) => Answer {
  let parser = load()
  return (text) => {
    const answer = answerOf(parser, text)
    if (answer.verdict === 'asks the whole parser') parser = load()
    return answer
  }
}

test('the trimmed parser is a third of the whole one', () => {
  assert.ok(file.length < 1_300_000, `${file.length} characters`)
})

test('the trimmed parser answers every text of the corpus as the whole one does, or asks it', () => {
  const ask = asker()
  const differing = texts.filter((text) => {
    const answer = ask(text)
    const expected = answerOf(whole, text)
    // Nobody waits for a refusal by both parsers, so it may take longer.
    const mayAsk = expected.verdict !== 'accepted'
    if (mayAsk && answer.verdict === 'asks the whole parser') return false
    return answer.verdict !== expected.verdict || answer.output !== expected.output
  })
  assert.deepEqual(differing, [])
})

test('the trimmed parser answers whatever ours accepts as the whole one does, or asks it', () => {
  const ask = asker()
  let alone = 0
  assertProperty(
    fc.property(anyText, (text) => {
      if (parseHcl({ filename: 'main.hcl', text }).diagnostics.length > 0) return
      const answer = ask(text)
      if (answer.verdict === 'asks the whole parser') return
      alone++
      assert.deepEqual(answer, answerOf(whole, text))
    }),
    { numRuns: 3000 },
  )
  assert.ok(alone > 100, `${alone} were answered alone`)
})

test('a text that needs what was left out is answered by the whole parser, and every one after it', () => {
  const asked: string[] = []
  const answers = new Map([
    ['a = \n', ['', 'an error']],
    ['a = 1\n', ['{}', null]],
  ])
  const { parseToString } = loadParser(file, (name) => {
    asked.push(name)
    return { parseToString: (text: string) => answers.get(text) }
  })
  assert.deepEqual(parseToString('a = 1\n'), ['{"a":1}', null])
  assert.deepEqual(asked, [])
  assert.deepEqual(parseToString('a = \n'), ['', 'an error'])
  assert.deepEqual(parseToString('a = 1\n'), ['{}', null])
  assert.deepEqual(asked, ['hcl2-parser'])
})
