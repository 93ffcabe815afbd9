// What `npm install kafka-strait` puts on a machine: packed as it is published, beside nothing but its dependencies.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openAcceptedFiles } from '../../src/cli/accepted-files.ts'
import { folder, topologyText } from './strait.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'strait-package-'))
const installed = join(place, 'node_modules', 'kafka-strait')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const main = join(installed, manifest.bin.strait)
const env = { PATH: process.env['PATH'], HOME: place, TMPDIR: place }
after(() => rmSync(place, { recursive: true, force: true }))

before(async () => {
  // The build that `npm pack` runs first writes into the project, where other tests are at work: into a copy instead.
  const copy = join(place, 'copy')
  for (const part of [
    'package.json',
    'bundle',
    'examples',
    'test/hcl/cases',
    'test/topology/cases',
    'src',
    'man',
    'schemas',
    'docs',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  await run('npm', ['pack', '--silent', '--offline', '--pack-destination', place], { cwd: copy })
  const [packed = ''] = readdirSync(place).filter((name) => name.endsWith('.tgz'))
  mkdirSync(installed, { recursive: true })
  await run('tar', ['-xzf', join(place, packed), '-C', installed, '--strip-components', '1'])
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(place, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), link)
  }
})

function strait(...args: readonly string[]) {
  return run(process.execPath, [main, ...args], { cwd: place, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  )
}

test('the package tells its version and helps', async () => {
  assert.equal((await strait('--version')).stdout, `${manifest.version}\n`)
  assert.match((await strait('plan', '--help')).stdout, /--detailed-exitcode/)
})

test('the package shows files to the reference parser, and says what is wrong with others', async () => {
  const text = topologyText({
    us: ['127.0.0.1:1'],
    eu: ['127.0.0.1:2'],
    flow: '  topics {\n    include = ["orders"]\n  }',
  })
  using fine = folder({ 'main.hcl': text })
  assert.deepEqual(await strait('validate', fine.path), {
    code: 0,
    stdout: 'The topology is valid.\n',
    stderr: '',
  })
  assert.ok(openAcceptedFiles(join(place, '.cache/strait/accepted-hcl')).has(text))
  using broken = folder({ 'main.hcl': 'flow "a" {\n  source = cluster.us\n' })
  const { code, stderr } = await strait('validate', broken.path)
  assert.equal(code, 1)
  assert.match(stderr, /Error\[ST102\]/)
})

test('the package loads its Kafka clients', async () => {
  using directory = folder({
    'main.hcl': topologyText({
      us: ['127.0.0.1:1'],
      eu: ['127.0.0.1:2'],
      flow: '  topics {\n    include = ["orders"]\n  }',
    }),
  })
  const { code, stderr } = await strait('plan', directory.path)
  assert.equal(code, 1)
  assert.match(stderr, /ST300/)
})

test('the package explains an error by its own documentation', async () => {
  assert.match((await strait('explain', 'ST300')).stdout, /ST300/)
})

test('the package carries the licences of what is inside', () => {
  const licences = readFileSync(join(installed, 'dist/LICENSES.txt'), 'utf8')
  for (const name of ['commander', 'hcl2-parser', 're2js', 'zod'])
    assert.match(licences, new RegExp(`^${name} \\d`, 'm'))
})

test('validate loads the package’s own files, with HashiCorp’s parser among them, and no other package', async () => {
  const tell = `import { registerHooks } from 'node:module'
registerHooks({ load(url, context, next) { process._rawDebug('loads ' + url); return next(url, context) } })`
  const hook = `data:text/javascript,${encodeURIComponent(tell)}`
  for (const example of readdirSync(join(root, 'examples'))) {
    const directory = join(root, 'examples', example)
    // Where no file is known yet.
    const fresh = { ...env, HOME: join(place, example) }
    const { stderr } = await run(process.execPath, ['--import', hook, main, 'validate', directory], {
      cwd: place,
      env: fresh,
    })
    const loaded = stderr.match(/^loads file:.*$/gm) ?? []
    assert.ok(loaded.some((url) => url.endsWith('/dist/cli/hcl2-parser.cjs')))
    const others = loaded.filter((url) => !/\/kafka-strait\/dist\/|\/hcl2-parser\/package.json$/.test(url))
    assert.deepEqual(others, [])
  }
})
