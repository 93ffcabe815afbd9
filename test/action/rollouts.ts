// What becomes of a reviewed plan: carried out as it is, refused with its reason where people look, cut off in the
// middle and finished by the next run. On two real clusters, the target behind a proxy that can hold things up. Run by
// npm run test:action.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Lease } from '../../src/apply/lease.ts'
import { loadPlan } from '../../src/cli/saved-plan.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import type { PullRequest } from './github-server.ts'
import { openScene, pushToMain, type Scene } from './scene.ts'
import type { Run } from './stage.ts'

const limit = { timeout: 240_000 }
/** Several steps of an apply, and more than a comment can show whole. */
const many = Array.from({ length: 260 }, (_, at) => `many.${String(at).padStart(3, '0')}.${'x'.repeat(120)}`)

let proxy: FaultProxy
let scene: Scene

const selecting = (...patterns: readonly string[]): string =>
  `  topics {\n    include = ${JSON.stringify(patterns)}\n  }`
const topic = (name: string) => ({ name, partitions: 1, replicationFactor: 1, configs: {} })

function apply(given: Partial<Run> = {}) {
  return scene.run({ workflow: 'apply', event: 'push', payload: pushToMain, ...given })
}

function said(pull: PullRequest): string {
  const [comment, ...more] = scene.told(pull)
  assert.deepEqual(more, [], 'one comment per topology')
  return comment?.body ?? ''
}

async function copies(): Promise<string[]> {
  const names = (await scene.eu.topics()).map(({ name }) => name)
  return names.filter((name) => /^us\.(orders|payments|many)/.test(name)).sort()
}

before(async () => {
  proxy = await startProxy()
  scene = await openScene({ proxy })
  await scene.us.createTopics(['orders', 'payments', ...many].map(topic))
})

after(async () => {
  await scene[Symbol.asyncDispose]()
  await proxy.close()
})

describe('a saved plan', () => {
  let pull: PullRequest
  let planFile: string

  before(async () => {
    pull = scene.open(1, scene.files(selecting('orders')))
    const { code, log, outputs } = await scene.plan(pull)
    assert.equal(code, 0, log)
    const { fingerprint = '', json_plan_path, text_plan_path, comment_url, ...counts } = outputs
    assert.deepEqual(counts, {
      changes: 'true',
      to_add: '9',
      to_change: '0',
      to_destroy: '0',
      to_replace: '0',
      to_import: '0',
      drift: 'false',
      risk: 'low',
      bytes_to_copy: '0',
      groups_affected: '0',
    })
    assert.match(fingerprint, /^sha256:[0-9a-f]{64}$/)
    assert.match(comment_url ?? '', /^https:\/\/github\.com\/o\/r\/1#/)
    assert.match(text_plan_path ?? '', /strait-plan\.txt$/)
    const text = readFileSync(join(scene.artifacts, 'strait-plan.txt'), 'utf8')
    assert.match(text, /^Plan: 9 to add, 0 to change, 0 to destroy\.$/m)
    planFile = join(scene.artifacts, 'strait-plan.json')
    assert.equal(loadPlan(planFile).plan.fingerprint.hash, fingerprint)
    assert.notEqual(json_plan_path, undefined)
    scene.merge(pull)
  })

  test(
    'waits for nobody who is applying: who that is, is in the comment and in lock_info',
    limit,
    async () => {
      const holder = 'ada on build-7, process 4711 (9f3a)'
      await scene.eu.createTopics([
        { ...topic('strait.control.internal'), configs: { 'cleanup.policy': 'compact' } },
      ])
      const timing = { timeToLiveMs: 60_000, beatIntervalMs: 200 }
      const lease = await Lease.take({ cluster: scene.eu, holder, operation: 'apply sha256:0', timing })
      const { code, log, outputs } = await apply({ inputs: { 'auto-approve': 'true' } })
      await lease.release(true)
      assert.equal(code, 1, log)
      assert.equal(outputs['failure_reason'], 'lease_held')
      const { since, ...info } = JSON.parse(outputs['lock_info'] ?? '{}')
      assert.deepEqual(info, { cluster: 'eu', holder, operation: 'apply sha256:0' })
      assert.ok(Date.parse(since) > 0)
      assert.match(said(pull), /⛔ Not applied at .*\n\n> \[!CAUTION\]\n> \*\*ST451\*\*\n> .*process 4711/)
      assert.deepEqual(await copies(), [])
    },
  )

  test('is refused where what it was decided on changed, and the comment names what', limit, async () => {
    // The control topic is there by now.
    const { code, log, outputs } = await apply({ inputs: { 'plan-file': planFile } })
    assert.equal(code, 1, log)
    assert.equal(outputs['failure_reason'], 'stale_plan')
    assert.match(said(pull), /⛔ Not applied, the plan is outdated at .* in \[this job\]/)
    assert.match(said(pull), /> \*\*ST450\*\*\n> .*the saved plan is stale: .*strait\.control\.internal/)
    assert.deepEqual(await copies(), [])
  })

  test('that was reviewed is what is applied, however the clusters look by then', limit, async () => {
    assert.equal((await scene.plan(pull)).code, 0)
    scene.merge(pull)
    // Not among what the plan is about.
    await scene.us.createTopics([topic('unrelated')])
    const { code, log, outputs } = await apply({ inputs: { 'plan-file': planFile, comment: 'always' } })
    assert.equal(code, 0, log)
    assert.deepEqual(await copies(), ['us.orders'])
    assert.match(said(pull), /✅ Applied at .*: 8 done\n/)
    assert.deepEqual(
      [outputs['changes'], outputs['to_add'], outputs['failure_reason'], outputs['fingerprint']],
      ['true', '8', undefined, loadPlan(planFile).plan.fingerprint.hash],
    )
  })
})

describe('with comment: changes-only', () => {
  const inputs = { comment: 'changes-only' }

  test('a plan without changes makes no comment, and keeps one true that is there', limit, async () => {
    const pull = scene.open(2, { ...scene.files(selecting('orders')), 'topology/notes.txt': 'a\n' })
    const quiet = await scene.plan(pull, { inputs })
    assert.equal(quiet.code, 0, quiet.log)
    assert.deepEqual(scene.told(pull), [])
    assert.deepEqual([quiet.outputs['changes'], quiet.outputs['comment_url']], ['false', undefined])

    scene.repository.branch('change-2', pull.head)
    pull.head = scene.repository.commit(scene.files(selecting('orders', 'payments')))
    // GitHub is not well either: an answer of 5xx to a read, and a limit that names a second.
    const spent = { 'retry-after': '1' }
    const limited = 'You have exceeded a secondary rate limit'
    scene.github.faults.push(
      { method: 'GET', path: /comments$/, status: 502 },
      { method: 'POST', path: /comments$/, status: 403, headers: spent, message: limited },
    )
    const loud = await scene.plan(pull, { inputs })
    assert.equal(loud.code, 0, loud.log)
    assert.deepEqual(scene.github.faults, [])
    assert.match(loud.log, /GitHub asks to wait 1 s before POST/)
    assert.match(said(pull), /### 📋 Strait plan: 1 to add, 1 to change, 0 to destroy/)

    scene.repository.branch('change-2', pull.head)
    pull.head = scene.repository.commit(scene.files(selecting('orders')))
    const back = await scene.plan(pull, { inputs })
    assert.equal(back.code, 0, back.log)
    assert.match(said(pull), /### ✅ Strait: no changes/)
    assert.match(said(pull), /2 changes went away/)
  })
})
