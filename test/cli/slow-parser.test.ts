// What is told of files that keep HashiCorp's parser busy.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whileTold } from '../../src/cli/slow-parser.ts'

const large = [
  { filename: 'a.hcl', text: '#'.repeat(100_000) },
  { filename: 'b.hcl', text: '#'.repeat(2_400) },
]

test('who waits for a parser with large files is told what for, once', async () => {
  const verdict = Promise.withResolvers<number>()
  const told = Promise.withResolvers<string>()
  const answer = whileTold(verdict.promise, large, told.resolve, 1)
  assert.equal(
    await told.promise,
    'HashiCorp’s parser reads 2 files of 100 KiB as well, which can take minutes for a megabyte. What it accepts is remembered and not shown to it again.',
  )
  verdict.resolve(7)
  assert.equal(await answer, 7)
})

test('nothing is said of small files, nor of what is known at once', async () => {
  const notes: string[] = []
  const note = (text: string): void => void notes.push(text)
  const slow = new Promise<number>((resolve) => setTimeout(resolve, 20, 1))
  assert.equal(await whileTold(slow, [{ filename: 'a.hcl', text: 'a = 1' }], note, 1), 1)
  assert.equal(await whileTold(Promise.resolve(2), large, note, 20), 2)
  await new Promise((resolve) => setTimeout(resolve, 40))
  assert.deepEqual(notes, [])
})
