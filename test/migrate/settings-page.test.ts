import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingsPage, writtenPage } from './settings-page.ts'

test('docs/mm2-settings.md tells of every setting what an import does with it', () => {
  assert.equal(writtenPage(), settingsPage(), 'node test/migrate/write-settings-page.ts writes it anew')
})
