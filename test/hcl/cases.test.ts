import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseHcl } from '../../src/hcl/parse.ts'
import { casesOf, evaluated, jsonPath, printed, printedJson } from './cases.ts'

for (const each of casesOf('valid')) {
  test(`${each.filename} has no mistakes and evaluates to its data`, () => {
    assert.deepEqual(parseHcl(each).diagnostics, [])
    assert.equal(evaluated(each), readFileSync(each.expectedPath, 'utf8'))
  })
}

for (const each of casesOf('broken')) {
  test(`${each.filename} prints what is expected`, () => {
    const text = printed(each)
    assert.notEqual(text, '')
    assert.equal(text, readFileSync(each.expectedPath, 'utf8'))
    assert.equal(printedJson(each), readFileSync(jsonPath(each), 'utf8'))
  })
}

test('the corpus has at least 40 broken files', () => {
  assert.ok(casesOf('broken').length >= 40)
})
