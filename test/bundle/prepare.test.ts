// What `npm ci` runs last in a checkout: it makes the first command quick, and never gets in the way.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { root } from '../../bundle/root.ts'
import { openAcceptedFiles } from '../../src/cli/accepted-files.ts'

const place = mkdtempSync(join(tmpdir(), 'strait-prepare-'))
after(() => rmSync(place, { recursive: true, force: true }))

function node(args: readonly string[], caches: string, env: Readonly<Record<string, string>> = {}) {
  const { NODE_COMPILE_CACHE: _, NODE_DISABLE_COMPILE_CACHE: _off, ...inherited } = process.env
  const caching = { ...inherited, XDG_CACHE_HOME: caches, TMPDIR: caches, npm_command: 'ci', ...env }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: caching,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const silent = { status: 0, stdout: '', stderr: '' }
const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()

test('after it, the first command compiles nothing and shows no example to the reference parser', () => {
  assert.deepEqual(node(['bundle/prepare.js'], place), silent)
  const prepared = filesIn(place)
  assert.ok(prepared.length > 400, `${prepared.length} files`)
  const accepted = openAcceptedFiles(join(place, 'strait/accepted-hcl'))
  const examples = filesIn(join(root, 'examples')).filter((path) => path.endsWith('.hcl'))
  assert.deepEqual(
    examples.filter((path) => !accepted.has(readFileSync(join(root, 'examples', path), 'utf8'))),
    [],
  )
  const { status, stdout } = node(['src/cli/main.ts', 'validate', 'examples/active-passive'], place)
  assert.deepEqual([status, stdout], [0, 'The topology is valid.\n'])
  assert.deepEqual(filesIn(place), prepared)
})

test('it keeps still where no cache can be written, and where the package is packed', () => {
  const file = join(place, 'file')
  writeFileSync(file, '')
  assert.deepEqual(node(['bundle/prepare.js'], join(file, 'below')), silent)
  const other = mkdtempSync(join(tmpdir(), 'strait-prepare-'))
  try {
    assert.deepEqual(node(['bundle/prepare.js'], other, { npm_command: 'pack' }), silent)
    assert.deepEqual(filesIn(other), [])
  } finally {
    rmSync(other, { recursive: true, force: true })
  }
})
