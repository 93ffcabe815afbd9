// The one file that GitHub runs: it is what the sources make, and needs nothing beside it.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as nativeCrc from '@node-rs/crc32'
import * as nativeLz4 from 'lz4-napi'
import * as nativeSnappy from 'snappy'
import { buildBundle, bundleFile, licencesFile } from '../../bundle/build-bundle.ts'
import * as portable from '../../bundle/native.ts'

const run = promisify(execFile)
const examples = fileURLToPath(new URL('../../examples', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'strait-bundle-'))
copyFileSync(bundleFile, join(folder, 'index.mjs'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function action(inputs: Readonly<Record<string, string>>, workspace: string) {
  const [output, summary, event] = ['output', 'summary', 'event'].map((name) => join(folder, name))
  for (const file of [output, summary]) writeFileSync(file ?? '', '')
  writeFileSync(event ?? '', '{"repository":{"default_branch":"main"}}')
  const env = {
    PATH: process.env['PATH'],
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: event,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: folder,
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  }
  const ended = await run(process.execPath, [join(folder, 'index.mjs')], { env, cwd: workspace }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => error,
  )
  return {
    ...ended,
    output: readFileSync(output ?? '', 'utf8'),
    summary: readFileSync(summary ?? '', 'utf8'),
  }
}

test('the committed bundle is the one that the sources make (npm run bundle writes it)', async () => {
  const { code, licences } = await buildBundle()
  assert.ok(code === readFileSync(bundleFile, 'utf8'), 'it is not; run npm run bundle and commit')
  assert.ok(
    licences === readFileSync(licencesFile, 'utf8'),
    'its licences are not; run npm run bundle and commit',
  )
  for (const name of ['kafkajs', 'hcl2-parser', '@octokit/core'])
    assert.ok(licences.includes(`\n${name} `), name)
})

test('the bundle checks every example alone, the thread of the reference parser included', async () => {
  cpSync(examples, join(folder, 'examples'), { recursive: true })
  for (const name of ['active-active', 'active-passive', 'fan-out', 'hub-and-spoke', 'secured']) {
    const { code, stdout, output } = await action(
      { command: 'validate', directory: `examples/${name}` },
      folder,
    )
    assert.equal(code, 0, stdout)
    assert.match(stdout, /the topology is valid/)
    assert.match(output, /^changes<<(strait-[0-9a-f-]{36})\nfalse\n\1\n/)
  }
})

test('the bundle loads its Kafka clients: brokers that are not there are named, and the job says why it failed', async () => {
  cpSync(join(examples, 'active-passive'), join(folder, 'topology'), { recursive: true })
  const vars = 'us_bootstrap=127.0.0.1:1\neu_bootstrap=127.0.0.1:2'
  const { code, stdout, output, summary } = await action(
    { command: 'plan', directory: 'topology', vars },
    folder,
  )
  assert.equal(code, 1, stdout)
  assert.match(
    stdout,
    /^::error title=ST300::2 clusters cannot be read:%0A {2}cluster "(us|eu)": .*%0A {2}cluster "(?!\1)(us|eu)": /m,
  )
  assert.match(output, /failure_reason<<(\S+)\nunreachable\n\1/)
  assert.match(summary, /### ❌ Strait: a cluster cannot be reached/)
})

test('the bundle says what it needs where a Node that is too old is told to run it', async () => {
  const old = "data:text/javascript,Object.defineProperty(process,'version',{value:'v20.20.2'})"
  const ended = await run(process.execPath, ['--import', old, join(folder, 'index.mjs')]).then(
    () => assert.fail('it ran'),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
  assert.deepEqual([ended.code, ended.stderr], [1, ''])
  assert.match(
    ended.stdout,
    /^::error title=Strait::this action needs Node 22 or newer and was started with v20\.20\.2 .*\n$/,
  )
})

test('what stands in for native modules in the bundle agrees with them', () => {
  for (const body of [
    Buffer.alloc(0),
    Buffer.from('x'),
    Buffer.alloc(300_000, 'strait '),
    randomBytes(70_000),
  ]) {
    assert.equal(portable.crc32c(body), nativeCrc.crc32c(body))
    assert.deepEqual(portable.decompressFrameSync(nativeLz4.compressFrameSync(body)), body)
    assert.deepEqual(nativeLz4.decompressFrameSync(portable.compressFrameSync(body)), body)
    assert.deepEqual(portable.uncompressSync(nativeSnappy.compressSync(body)), body)
    assert.deepEqual(nativeSnappy.uncompressSync(portable.compressSync(body), { asBuffer: true }), body)
  }
})
