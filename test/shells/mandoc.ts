// The man page as mandoc reads it: no warning. Started by `npm run test:completion`.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { manPage } from '../../src/cli/man-page.ts'

test('mandoc has nothing to say about the man page', () => {
  const page = join(import.meta.dirname, '../../man/strait.1')
  const { stdout, stderr } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', page], { encoding: 'utf8' })
  assert.equal(stdout + stderr, '')
})

test('every heading and every command arrives on the terminal', () => {
  const { stdout } = spawnSync('mandoc', ['-T', 'utf8', '-O', 'width=80'], {
    encoding: 'utf8',
    input: manPage(),
  })
  const text = stdout.replaceAll(/.[\b]/g, '')
  for (const part of ['NAME', 'SYNOPSIS', 'COMMANDS', 'EXIT STATUS', 'ENVIRONMENT', 'strait plan [dir]']) {
    assert.ok(text.includes(part), part)
  }
})
