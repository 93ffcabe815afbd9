import assert from 'node:assert/strict'
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openAcceptedFiles } from '../../src/cli/accepted-files.ts'
import { openGatekeeper } from '../../src/cli/gatekeeper.ts'
import { folder, strait, topologyText } from './strait.ts'

test('a text that was accepted is known to the next run, and no other text is', () => {
  using cache = folder({})
  const path = join(cache.path, 'strait', 'accepted-hcl')
  openAcceptedFiles(path).add(['a = 1\n'])
  const next = openAcceptedFiles(path)
  assert.deepEqual([next.has('a = 1\n'), next.has('a = 2\n')], [true, false])
})

test('a verdict does not outlive the version that gave it', () => {
  using cache = folder({})
  const path = join(cache.path, 'accepted-hcl')
  openAcceptedFiles(path, 'strait 1').add(['a = 1\n'])
  assert.equal(openAcceptedFiles(path, 'strait 1').has('a = 1\n'), true)
  assert.equal(openAcceptedFiles(path, 'strait 2').has('a = 1\n'), false)
})

test('the oldest texts make room for new ones, and a text is kept once', () => {
  using cache = folder({})
  const path = join(cache.path, 'accepted-hcl')
  const texts = Array.from({ length: 1_200 }, (_, at) => `a = ${at}\n`)
  openAcceptedFiles(path).add(texts)
  openAcceptedFiles(path).add(['a = 1100\n'])
  assert.equal(readFileSync(path, 'utf8').length, 1_000 * 65)
  const next = openAcceptedFiles(path)
  assert.deepEqual(
    [next.has('a = 199\n'), next.has('a = 200\n'), next.has('a = 1100\n')],
    [false, true, true],
  )
})

test('the cache is the user’s alone, and leaves no half-written file', () => {
  using cache = folder({})
  const path = join(cache.path, 'strait', 'accepted-hcl')
  openAcceptedFiles(path).add(['a = 1\n'])
  assert.deepEqual(readdirSync(join(cache.path, 'strait')), ['accepted-hcl'])
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(statSync(join(cache.path, 'strait')).mode & 0o777, 0o700)
})

test('a cache that others may write is not believed', () => {
  using cache = folder({})
  const path = join(cache.path, 'accepted-hcl')
  openAcceptedFiles(path).add(['a = 1\n'])
  chmodSync(path, 0o622)
  assert.equal(openAcceptedFiles(path).has('a = 1\n'), false)
})

test('a damaged cache is read as far as it holds hashes', () => {
  using cache = folder({ 'accepted-hcl': '\u0000garbage\nffff\n' })
  assert.equal(openAcceptedFiles(join(cache.path, 'accepted-hcl')).has('a = 1\n'), false)
})

test('where no cache can be made, nothing fails', () => {
  openAcceptedFiles('/proc/strait/nowhere/accepted-hcl').add(['a = 1\n'])
  assert.equal(existsSync('/proc/strait'), false)
})

test('what HashiCorp refuses is refused again on every run', async () => {
  using cache = folder({})
  const path = join(cache.path, 'strait', 'accepted-hcl')
  const files = [
    { filename: 'fine.hcl', text: 'a = 1\n' },
    { filename: 'refused.hcl', text: 'a = = 1\n' },
  ]
  for (const known of [false, true]) {
    const accepted = openAcceptedFiles(path)
    assert.deepEqual(
      files.map(({ text }) => accepted.has(text)),
      [known, false],
    )
    await using gatekeeper = openGatekeeper(accepted)
    const found = await gatekeeper.refusals(files)
    assert.deepEqual(
      found.map(({ code, subject }) => [code, subject?.filename]),
      [['ST110', 'refused.hcl']],
    )
  }
})

test('validate starts no second parser for files that it has accepted before', async () => {
  const topics = '  topics {\n    include = ["orders"]\n  }'
  const text = topologyText({ us: ['127.0.0.1:1'], eu: ['127.0.0.1:2'], flow: topics })
  using cache = folder({})
  using directory = folder({ 'main.hcl': text })
  const env = { XDG_CACHE_HOME: cache.path, NODE_DEBUG: 'worker' }
  const first = await strait(['validate', directory.path], { env })
  const second = await strait(['validate', directory.path], { env })
  assert.deepEqual([first.code, second.code], [0, 0])
  assert.match(first.stderr, /WORKER/)
  assert.equal(/WORKER/.test(second.stderr), false)
})
