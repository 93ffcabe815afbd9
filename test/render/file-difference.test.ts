import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileDifference } from '../../src/render/file-difference.ts'

const textOf = (count: number, assign: string): string =>
  Array.from({ length: count }, (_, at) => `a${at}${assign}1\n`).join('')

test('what is near a change stands around it', () => {
  const change = { filename: 'main.hcl', before: 'a = 1\nb=2\nc = 3\n', after: 'a = 1\nb = 2\nc = 3\n' }
  assert.equal(
    fileDifference(change, { colour: false }),
    '--- a/main.hcl\n+++ b/main.hcl\n@@ -1,3 +1,3 @@\n a = 1\n-b=2\n+b = 2\n c = 3\n',
  )
})

test('a file in which too much differs goes whole and comes again, at once', () => {
  const change = { filename: 'main.hcl', before: textOf(20_000, '='), after: textOf(20_000, ' = ') }
  const lines = fileDifference(change, { colour: false }).split('\n')
  assert.equal(lines[2], '@@ -1,20000 +1,20000 @@')
  assert.deepEqual(
    [lines[3], lines[20_002], lines[20_003], lines[40_002], lines.length],
    ['-a0=1', '-a19999=1', '+a0 = 1', '+a19999 = 1', 40_004],
  )
})
