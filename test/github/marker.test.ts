import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markerLine, readMarker } from '../../src/github/marker.ts'
import { assertProperty } from '../fuzz.ts'

test('whatever a marker holds, it is one comment of HTML on one line, and is read back', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  const hostile = fc.constantFrom('-->', '--!>', '<!--', '<script>', '\n', '"}', '\\u002d')
  const pieces = fc.array(fc.oneof(text, hostile), { maxLength: 6 }).map((parts) => parts.join(''))
  assertProperty(
    fc.property(pieces, pieces, (key, head) => {
      const marker = { v: 1, key, head, fp: 'sha256:0' } as const
      const line = markerLine('plan', marker)
      assert.equal(line.includes('\n'), false)
      assert.doesNotMatch(line.slice(4, -3), /--|[<>]/)
      assert.deepEqual(readMarker('plan', `${line}\n### more`), JSON.parse(JSON.stringify(marker)))
    }),
  )
})

test('what does not begin with a marker of ours is no marker', () => {
  const line = markerLine('plan', { v: 1, key: 'k', head: 'h', fp: 'f' })
  for (const body of [
    '',
    ` ${line}`,
    `x\n${line}`,
    line.replace('"v":1', '"v":2'),
    line.replace('}', ''),
    `> ${line}`,
  ]) {
    assert.equal(readMarker('plan', body), undefined, body)
  }
  assert.equal(readMarker('drift', line), undefined)
  assert.equal(readMarker('plan', `${line}\r\n`)?.key, 'k')
})
