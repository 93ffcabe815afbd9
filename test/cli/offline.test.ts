// The command line without any cluster: exit codes, what goes to stdout and what to stderr, and help.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { assertMatches } from './matches-schema.ts'
import { folder, start, strait, topologyText } from './strait.ts'

const nowhere = { us: ['127.0.0.1:1'], eu: ['127.0.0.1:2'] }
const topics = '  topics {\n    include = ["orders"]\n  }'
const valid = topologyText({ ...nowhere, flow: topics })
const broken = topologyText({ ...nowhere, flow: `  topicz = 1\n${topics}` }).replace(
  'cluster.eu\n',
  'cluster.ue\n',
)

test('a valid directory: one line on stdout, nothing on stderr, exit code 0', async () => {
  using directory = folder({ 'main.hcl': valid })
  const ended = await strait(['validate', directory.path])
  assert.deepEqual(ended, { code: 0, signal: null, stdout: 'The topology is valid.\n', stderr: '' })
})

test('a broken directory: every mistake on stderr, nothing on stdout, exit code 1', async () => {
  using directory = folder({ 'main.hcl': broken })
  const { code, stdout, stderr } = await strait(['validate'], { cwd: directory.path })
  assert.equal(code, 1)
  assert.equal(stdout, '')
  assert.match(
    stderr,
    /Error\[ST\d+\]: Unknown cluster "ue"\n\n {2}on main\.hcl line 11, in flow "us-to-eu":\n/,
  )
  assert.match(stderr, / {2}11: {3}target = cluster\.ue\n {15} +\^{10}\n/)
  assert.match(stderr, /topicz/)
  assert.match(stderr, /\n2 errors\. Nothing was contacted\.\n$/)
})

test('--json answers one document on stdout, with the reason of the failure', async () => {
  using directory = folder({ 'main.hcl': broken })
  const { code, stdout } = await strait(['validate', '--json', directory.path])
  const document = JSON.parse(stdout)
  assert.equal(code, 1)
  assertMatches('results#validate', document)
  assert.equal(document.valid, false)
  assert.equal(document.failure_reason, 'invalid_topology')
  assert.equal(document.error_count, 2)
  assert.equal(document.diagnostics.length, 2)
})

for (const command of ['plan', 'apply', 'up', 'agent', 'status', 'lag', 'groups']) {
  test(`${command} of a broken directory fails with its diagnostics and contacts nothing`, async () => {
    using directory = folder({ 'main.hcl': broken })
    const { code, stdout, stderr } = await strait([command, '--json', directory.path])
    assert.equal(code, 1)
    assert.match(stderr, /Unknown cluster "ue"/)
    assert.equal(JSON.parse(stdout).failure_reason, 'invalid_topology')
  })
}

test('a directory without HCL files is named', async () => {
  using directory = folder({})
  const { code, stderr } = await strait(['validate', directory.path])
  assert.equal(code, 1)
  assert.match(stderr, /^Error\[ST602\]: there are no \*\.hcl files in /)
})

test('every cluster that cannot be reached is named in one run, and the reason is in JSON', async () => {
  using directory = folder({ 'main.hcl': valid })
  const commands = [['plan'], ['apply', '--yes'], ['status'], ['lag'], ['groups'], ['gaps', 'us-to-eu']]
  await Promise.all(
    commands.map(async (command) => {
      const { code, stdout, stderr } = await strait([...command, '--json', directory.path])
      assert.equal(code, 1)
      assert.match(
        stderr.replaceAll(/\s+/g, ' '),
        /^Error\[ST300\]: 2 clusters cannot be read: cluster "(us|eu)": .*127\.0\.0\.1:[12]\b.* cluster "(?!\1)(us|eu)": .*127\.0\.0\.1:[12]\b/,
      )
      const document = JSON.parse(stdout)
      assert.equal(document.failure_reason, 'unreachable')
      assert.equal(document.error.code, 'ST300')
    }),
  )
})

for (const [name, secret, says] of [
  ['is not set', 'env("STRAIT_TEST_UNSET")', 'env("STRAIT_TEST_UNSET") is not set'],
  ['has no file', 'secret_file("none")', 'secret_file("none") cannot be read'],
  ['has an empty file', 'secret_file("empty")', 'secret_file("empty") is empty'],
] as const) {
  test(`a secret that ${name} is named and never connected without`, async () => {
    const sasl = `\n  sasl {\n    mechanism = "scram-sha-512"\n    username = "u"\n    password = ${secret}\n  }\n}`
    using directory = folder({ 'main.hcl': valid.replace('\n}', sasl), empty: '\n' })
    const { code, stderr } = await strait(['plan', directory.path])
    assert.equal(code, 1)
    assert.ok(stderr.includes(`Error[ST601]: ${says}`), stderr)
  })
}

test('help goes to stdout with examples, and is no failure', async () => {
  for (const args of [['--help'], ['help', 'plan'], ['plan', '--help'], ['import', '--help']]) {
    const { code, stdout, stderr } = await strait(args)
    assert.deepEqual([code, stderr], [0, ''], args.join(' '))
    assert.match(stdout, /Examples:\n(?: {2}# .+\n)? {2}strait /)
  }
})

test('--version is the version of the package', async () => {
  const { stdout } = await strait(['--version'])
  const root = join(import.meta.dirname, '../..')
  assert.equal(
    stdout.trim(),
    execFileSync('node', ['-p', 'require("./package.json").version'], { cwd: root, encoding: 'utf8' }).trim(),
  )
})

const variables = `variable "brokers" {
  type = list(string)
}

variable "port" {
  type    = number
  default = 1
}

cluster "us" {
  bootstrap = var.brokers
}

cluster "eu" {
  bootstrap = ["127.0.0.1:\${var.port}"]
}

flow "f" {
  source = cluster.us
  target = cluster.eu
  topics {
    include = ["a"]
  }
}
`

/** The address that a plan of `variables` fails to reach first names what the variables were. */
const given: { name: string; args: string[]; reaches: RegExp }[] = [
  { name: 'a list', args: ['--var', 'brokers=["127.0.0.1:7"]'], reaches: /127\.0\.0\.1:7\b/ },
  { name: 'a plain string for a list', args: ['--var', 'brokers=127.0.0.1:7'], reaches: /127\.0\.0\.1:7\b/ },
  { name: 'a file', args: ['--var-file', 'values.hcl'], reaches: /127\.0\.0\.1:8\b/ },
  {
    name: 'a flag after a file',
    args: ['--var-file', 'values.hcl', '--var', 'brokers=127.0.0.1:7'],
    reaches: /:7\b/,
  },
  {
    name: 'a file after a flag',
    args: ['--var', 'brokers=127.0.0.1:7', '--var-file', 'values.hcl'],
    reaches: /:8\b/,
  },
]

for (const { name, args, reaches } of given) {
  test(`variables: ${name}`, async () => {
    using directory = folder({ 'main.hcl': variables })
    using values = folder({ 'values.hcl': 'brokers = ["127.0.0.1:8"]\n' })
    const { code, stderr } = await strait(['plan', ...args, directory.path], { cwd: values.path })
    assert.equal(code, 1)
    assert.match(stderr, reaches)
  })
}

test('a --var without a value is a usage mistake', async () => {
  using directory = folder({ 'main.hcl': valid })
  const { code, stdout, stderr } = await strait(['validate', '--json', '--var', 'x', directory.path])
  assert.equal(code, 1)
  assert.match(stderr, /Error\[ST600\]: --var wants name=value, not "x"/)
  assert.equal(JSON.parse(stdout).failure_reason, 'invalid_usage')
})

test('a file that is no plan is refused', async () => {
  using directory = folder({ 'plan.json': '{"hello": 1}' })
  const { code, stderr } = await strait(['show', 'plan.json'], { cwd: directory.path })
  assert.equal(code, 1)
  assert.match(stderr, /^Error\[ST429\]/)
})

test('fmt rewrites what is not laid out, and --check only says so', async () => {
  using directory = folder({ 'main.hcl': valid, 'wild.hcl': 'locals {\na=1\n}\n' })
  const checked = await strait(['fmt', '--check'], { cwd: directory.path })
  assert.deepEqual([checked.code, checked.stdout], [1, 'wild.hcl\n'])
  const written = await strait(['fmt'], { cwd: directory.path })
  assert.deepEqual([written.code, written.stdout], [0, 'wild.hcl\n'])
  assert.equal(readFileSync(join(directory.path, 'wild.hcl'), 'utf8'), 'locals {\n  a = 1\n}\n')
  const again = await strait(['fmt', '--check', '--json'], { cwd: directory.path })
  assertMatches('results#fmt', JSON.parse(again.stdout))
  assert.deepEqual([again.code, JSON.parse(again.stdout).changed], [0, []])
})

test('fmt leaves alone what it cannot read', async () => {
  using directory = folder({ 'main.hcl': 'locals {\na=\n}\n' })
  const { code, stderr } = await strait(['fmt'], { cwd: directory.path })
  assert.equal(code, 1)
  assert.match(stderr, /on main\.hcl line 2/)
  assert.equal(readFileSync(join(directory.path, 'main.hcl'), 'utf8'), 'locals {\na=\n}\n')
})

test('in a workflow, mistakes are annotated from the root of the repository', async () => {
  using directory = folder({ 'main.hcl': broken })
  const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: directory.path }
  const { stderr } = await strait(['validate', directory.path], { env })
  assert.match(
    stderr,
    /^::error file=main\.hcl,line=11,endLine=11,col=12,endColumn=22,title=ST160 Unknown cluster "ue"::/m,
  )
})

test('a file in another encoding is refused with the place, and fmt leaves it alone', async () => {
  using directory = folder({ 'main.hcl': valid })
  const latin = Buffer.from('# caf\u00e9\nlocals {\na=1\n}\n', 'latin1')
  writeFileSync(join(directory.path, 'latin.hcl'), latin)
  for (const command of ['validate', 'fmt']) {
    const { code, stderr } = await strait([command], { cwd: directory.path })
    assert.equal(code, 1)
    assert.match(stderr, /^Error\[ST100\]: File is not UTF-8\n\n {2}on latin\.hcl line 1:/)
  }
  assert.deepEqual(readFileSync(join(directory.path, 'latin.hcl')), latin)
})

test('colour is only for terminals, unless it is forced', async () => {
  using directory = folder({ 'main.hcl': broken })
  const plain = await strait(['validate', directory.path])
  const forced = await strait(['validate', directory.path], { env: { FORCE_COLOR: '1' } })
  const refused = await strait(['validate', '--no-color', directory.path], { env: { FORCE_COLOR: '1' } })
  assert.equal(plain.stderr.includes('\u001b['), false)
  assert.equal(forced.stderr.includes('\u001b['), true)
  assert.equal(refused.stderr.includes('\u001b['), false)
})

test('validate never loads a Kafka client', async () => {
  using directory = folder({ 'main.hcl': valid })
  const tracing = { NODE_DEBUG: 'esm,module', NODE_DISABLE_COMPILE_CACHE: '1' }
  const { code, stderr } = await strait(['validate', directory.path], { env: tracing })
  assert.equal(code, 0)
  assert.match(stderr, /zod/)
  assert.equal(/node_modules\/(kafkajs|@platformatic)/.test(stderr), false)
})

test('npm run reads paths from where the caller stands', async () => {
  using directory = folder({ 'main.hcl': valid })
  const npm = { npm_lifecycle_event: 'strait', INIT_CWD: directory.path }
  const { code, stdout } = await strait(['validate'], { env: npm })
  assert.deepEqual([code, stdout], [0, 'The topology is valid.\n'])
})

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} ends a reading command with ${expected}`, async () => {
    // Ports that accept and never answer keep the command waiting.
    await using us = await silentServer()
    await using eu = await silentServer()
    const text = topologyText({ us: [us.address], eu: [eu.address], flow: topics })
    using directory = folder({ 'main.hcl': text })
    const running = start(['plan', directory.path])
    await us.connected
    running.child.kill(signal)
    assert.equal((await running.ended).code, expected)
  })
}

test('after Ctrl-C on a terminal the prompt stands on a line of its own', async () => {
  await using us = await silentServer()
  await using eu = await silentServer()
  const text = topologyText({ us: [us.address], eu: [eu.address], flow: topics })
  using directory = folder({ 'main.hcl': text })
  const terminal = { NODE_OPTIONS: '--import=data:text/javascript,process.stderr.isTTY=true', TERM: 'dumb' }
  const running = start(['plan', directory.path], { env: terminal })
  await us.connected
  running.child.kill('SIGINT')
  const { code, stderr } = await running.ended
  assert.deepEqual([code, stderr], [130, '\n'])
})

async function silentServer() {
  const server = createServer((socket) => socket.resume().on('error', () => {}))
  const connected = once(server, 'connection')
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return {
    address: `127.0.0.1:${address.port}`,
    connected,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

test('a graph, and what a shell completes, name flows of modules by their addresses', async () => {
  using directory = folder({
    'main.hcl': `module "near" {\n  source = "./pair"\n}\n\nmodule "far" {\n  source   = "./pair"\n  for_each = ["oslo"]\n}\n`,
  })
  directory.directory('pair')
  directory.write('pair/main.hcl', valid)
  const { stdout } = await strait(['graph', '--json', directory.path])
  assertMatches('results#graph', JSON.parse(stdout))
  assert.deepEqual(
    JSON.parse(stdout).edges.map(({ lines }: { lines: string[] }) => lines),
    [['module.far["oslo"].flow.us-to-eu'], ['module.near.flow.us-to-eu']],
  )
  const completed = await strait(['names', 'address', directory.path])
  assert.deepEqual(completed.stdout.trimEnd().split('\n'), [
    'module.far[oslo].flow.us-to-eu',
    'module.near.flow.us-to-eu',
    'module.far[oslo].cluster.eu',
    'module.far[oslo].cluster.us',
    'module.near.cluster.eu',
    'module.near.cluster.us',
  ])
  const tracing = { NODE_DEBUG: 'module', XDG_CACHE_HOME: join(directory.path, 'empty') }
  const traced = await strait(['names', 'flow', directory.path], { env: tracing })
  assert.match(traced.stderr, /commander/)
  assert.equal(traced.stderr.includes('hcl2-parser/dist'), false, 'a shell does not wait for that parser')
  const unknown = await strait(['pause', 'module.mid.flow.us-to-eu', directory.path])
  assert.match(unknown.stderr, /it has: far-oslo--us-to-eu and near--us-to-eu$/m)
  const known = await strait(['pause', 'module.far[oslo].flow.us-to-eu', directory.path])
  assert.match(known.stderr, /127\.0\.0\.1:2/, 'it goes on to the target')
})

test('a list of four hundred thousand is refused, and HashiCorp’s parser is not waited for', {
  timeout: 60_000,
}, async () => {
  using directory = folder({ 'main.hcl': `locals {\n  a = [${'1,'.repeat(400_000)}]\n}\n` })
  const { code, stderr } = await strait(['validate', directory.path])
  assert.equal(code, 1)
  assert.match(stderr, /^Error\[ST128\]: Value is too large$/m)
})
