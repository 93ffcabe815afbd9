import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const checks = [
  { title: 'Biome has nothing to say', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { title: 'TypeScript accepts every file', command: 'tsc', args: ['--noEmit'] },
]

for (const { title, command, args } of checks) {
  test(title, () => {
    const { status, stdout, stderr } = spawnSync(`${ROOT}node_modules/.bin/${command}`, args, {
      cwd: ROOT,
      encoding: 'utf8',
    })
    assert.equal(status, 0, stdout + stderr)
  })
}
