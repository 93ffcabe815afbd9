import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { readRevision } from '../../src/cli/revision.ts'
import { type Folder, folder } from './strait.ts'

function git(directory: Folder, ...args: readonly string[]): string {
  const settings = [
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.com',
    '-c',
    'init.defaultBranch=main',
  ]
  return execFileSync('git', [...settings, ...args], { cwd: directory.path, encoding: 'utf8' }).trim()
}

function committed(): Folder {
  const directory = folder({ 'main.hcl': '# one\n', 'notes.md': 'one\n' })
  git(directory, 'init', '-q')
  git(directory, 'config', 'user.email', 'bob@example.com')
  git(directory, 'add', '.')
  git(directory, 'commit', '-q', '-m', 'one')
  return directory
}

test('a clean checkout has its commit, its author and who applies it', async () => {
  using directory = committed()
  const { GITHUB_ACTOR: _, ...rest } = process.env
  process.env = rest
  assert.deepEqual(await readRevision(directory.path), {
    commit: git(directory, 'rev-parse', 'HEAD'),
    dirty: false,
    author: 'Ada <ada@example.com>',
    appliedBy: 'bob@example.com',
  })
})

test('a changed or a new HCL file makes it dirty', async () => {
  using directory = committed()
  directory.write('main.hcl', '# two\n')
  assert.equal((await readRevision(directory.path)).dirty, true)
  git(directory, 'checkout', '-q', 'main.hcl')
  assert.equal((await readRevision(directory.path)).dirty, false)
  directory.write('new.hcl', '# three\n')
  assert.equal((await readRevision(directory.path)).dirty, true)
})

test('other files do not make it dirty', async () => {
  using directory = committed()
  directory.write('notes.md', 'two\n')
  directory.write('plan.json', '{}\n')
  assert.equal((await readRevision(directory.path)).dirty, false)
})

test('on GitHub the actor is who applies it', async () => {
  using directory = committed()
  const before = process.env
  process.env = { ...before, GITHUB_ACTOR: 'octocat' }
  try {
    assert.equal((await readRevision(directory.path)).appliedBy, 'octocat')
  } finally {
    process.env = before
  }
})

test('outside git there is no commit, and that is no failure', async () => {
  using directory = folder({ 'main.hcl': '' })
  const { commit, dirty, author } = await readRevision(directory.path)
  assert.deepEqual({ commit, dirty, author }, { commit: null, dirty: false, author: null })
})
