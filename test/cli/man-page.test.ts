import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commands } from '../../src/cli/command-table.ts'
import { manPage } from '../../src/cli/man-page.ts'

test('the man page has every command and every flag', () => {
  const page = manPage().replaceAll('\\-', '-')
  for (const { name, hidden, flags } of commands) {
    if (hidden === true) continue
    assert.ok(page.includes(`\\fBstrait ${name}\\fR`), name)
    for (const { flag } of flags) assert.ok(page.includes(`.B ${flag}`), `${name} ${flag}`)
  }
})

test('a line of the man page that begins with a dot is a macro that is meant', () => {
  const begun = new Set(manPage().match(/^\.\S+/gm))
  assert.deepEqual([...begun].sort(), [
    '.B',
    '.I',
    '.PP',
    '.RE',
    '.RS',
    '.SH',
    '.SS',
    '.TH',
    '.TP',
    '.\\"',
    '.br',
  ])
})
