// `strait … | head -1`. That an apply is carried through then is tested in stopped-apply.test.ts.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { folder, unread } from './strait.ts'

test('a reader that has seen enough is no failure', async () => {
  // More than a pipe holds: something is left to write when the reader goes.
  using directory = folder({ 'main.hcl': `locals {\n  a="${'x'.repeat(1_000_000)}"\n}\n` })
  assert.deepEqual(await unread(['fmt', '--diff', directory.path]), { code: 0, stderr: '' })
})
