// `strait fmt` as a user and an editor run it: what it touches, what it prints, what it refuses.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assertMatches } from './matches-schema.ts'
import { type Folder, folder, mainFile, strait } from './strait.ts'

const loose = `# who\ncluster us {\n bootstrap=["a:1"] // why\n  cluster_id = "\${x}"\n}\n`
const laidOut = '# who\ncluster "us" {\n  bootstrap  = ["a:1"] // why\n  cluster_id = x\n}\n'
const broken = 'cluster "us" {\n  bootstrap = [\n}\n'

/** Loose files in the directory and below it; one that does not parse; some that are no one's business. */
function loosely(): Folder {
  const directory = folder({
    'a.hcl': loose,
    'prod.straitvars': 'x=1\n',
    '.#a.hcl': loose,
    'notes.txt': loose,
  })
  for (const below of ['sub', 'sub/deep', '.terraform', 'node_modules']) {
    mkdirSync(join(directory.path, below))
    writeFileSync(join(directory.path, below, 'b.hcl'), loose)
  }
  symlinkSync('.', join(directory.path, 'around'))
  return directory
}

const runs: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['a directory: its own files', [], ['a.hcl', 'prod.straitvars']],
  ['--recursive: those below as well', ['-r'], ['a.hcl', 'prod.straitvars', 'sub/b.hcl', 'sub/deep/b.hcl']],
  ['several directories and files, each once', ['sub', 'a.hcl', 'a.hcl'], ['sub/b.hcl', 'a.hcl']],
]

for (const [name, args, touched] of runs) {
  test(name, async () => {
    using directory = loosely()
    const { code, stdout, stderr } = await strait(['fmt', ...args], { cwd: directory.path })
    assert.deepEqual([code, stderr, stdout.trimEnd().split('\n')], [0, '', touched])
    const again = await strait(['fmt', '--check', ...args], { cwd: directory.path })
    assert.deepEqual([again.code, again.stdout], [0, ''])
    assert.equal(readFileSync(join(directory.path, '.#a.hcl'), 'utf8'), loose)
  })
}

test('comments stay, and so does everything but the layout', async () => {
  using directory = folder({ 'a.hcl': loose })
  await strait(['fmt', directory.path])
  assert.equal(readFileSync(join(directory.path, 'a.hcl'), 'utf8'), laidOut)
})

test('--check writes nothing, names what would change and fails', async () => {
  using directory = folder({ 'a.hcl': loose, 'b.hcl': laidOut })
  const { code, stdout } = await strait(['fmt', '--check'], { cwd: directory.path })
  assert.deepEqual([code, stdout], [1, 'a.hcl\n'])
  assert.equal(readFileSync(join(directory.path, 'a.hcl'), 'utf8'), loose)
})

test('a file that does not parse is named and left alone, the others are done', async () => {
  using directory = folder({ 'a.hcl': broken, 'b.hcl': loose })
  const { code, stdout, stderr } = await strait(['fmt'], { cwd: directory.path })
  assert.deepEqual([code, stdout], [1, 'b.hcl\n'])
  assert.match(stderr, /^Error\[ST102\]: List is never closed\n\n {2}on a\.hcl line 2/)
  assert.equal(readFileSync(join(directory.path, 'a.hcl'), 'utf8'), broken)
})

test('--diff prints what git applies, and is in colour only where it is asked for', async () => {
  using directory = folder({ 'a.hcl': loose, 'c.hcl': 'a=1' })
  const { stdout } = await strait(['fmt', '--check', '--diff'], { cwd: directory.path })
  assert.match(stdout, /^a\.hcl\n--- a\/a\.hcl\n\+\+\+ b\/a\.hcl\n@@ -1,5 \+1,5 @@\n # who\n-cluster us \{\n/)
  execFileSync('git', ['init', '-q'], { cwd: directory.path })
  execFileSync('git', ['apply', '-'], { cwd: directory.path, input: stdout.replaceAll(/^\w+\.hcl\n/gm, '') })
  assert.equal(readFileSync(join(directory.path, 'a.hcl'), 'utf8'), laidOut)
  assert.equal(readFileSync(join(directory.path, 'c.hcl'), 'utf8'), 'a = 1\n')
})

test('--json has the names, and with --diff the differences', async () => {
  using directory = folder({ 'a.hcl': loose })
  const args = ['fmt', '--check', '--diff', '--json', '--color', 'always']
  const document = JSON.parse((await strait(args, { cwd: directory.path })).stdout)
  assertMatches('results#fmt', document)
  assert.deepEqual([document.changed, document.failure_reason], [['a.hcl'], 'not_formatted'])
  assert.match(document.diffs['a.hcl'], /^--- a\/a\.hcl\n/)
})

interface Filter {
  readonly args?: readonly string[]
  readonly input?: string
}

function filtered({ args = [], input = loose }: Filter): readonly [number | null, string, string] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [mainFile, 'fmt', '-', ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return [status, stdout, stderr]
}

test('"-" is a filter: text in, text out', () => {
  assert.deepEqual(filtered({}), [0, laidOut, ''])
  assert.deepEqual(filtered({ input: laidOut }), [0, laidOut, ''])
  assert.deepEqual(filtered({ args: ['--check'] }), [1, '', ''])
  assert.deepEqual(filtered({ args: ['--check'], input: laidOut }), [0, '', ''])
  const [code, stdout, stderr] = filtered({ input: broken })
  assert.deepEqual([code, stdout], [1, ''])
  assert.match(stderr, /on <stdin> line 2/)
})

const refusals: readonly (readonly [readonly string[], RegExp])[] = [
  [['nowhere'], /^Error\[ST602\]: nowhere does not exist\n$/],
  [['notes.txt'], /^Error\[ST602\]: notes\.txt is no file of the language/],
  [['empty'], /^Error\[ST602\]: empty has no \*\.hcl files; --recursive looks in directories below/],
  [['-', 'a.hcl'], /^Error\[ST600\]: "-" is standard input/],
]

for (const [args, expected] of refusals) {
  test(`fmt ${args.join(' ')} is refused and touches nothing`, async () => {
    using directory = loosely()
    mkdirSync(join(directory.path, 'empty'))
    const { code, stderr } = await strait(['fmt', ...args], { cwd: directory.path })
    assert.equal(code, 1)
    assert.match(stderr, expected)
    assert.equal(readFileSync(join(directory.path, 'a.hcl'), 'utf8'), loose)
  })
}
