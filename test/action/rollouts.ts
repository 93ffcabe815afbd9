// What becomes of a reviewed plan: carried out as it is, refused with its reason where people look, cut off in the
// middle and finished by the next run. On two real clusters, the target behind a proxy that can hold things up. Run by
// npm run test:action.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Lease } from '../../src/apply/lease.ts'
import { loadPlan } from '../../src/cli/saved-plan.ts'
import { readMarker } from '../../src/github/marker.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import type { PullRequest } from './github-server.ts'
import { openScene, pushToMain, type Scene } from './scene.ts'
import type { Run } from './stage.ts'

const limit = { timeout: 240_000 }
const createTopicsKey = 19
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

function said(pull: PullRequest, key = 'topology'): string {
  const own = scene.told(pull).filter(({ body }) => readMarker('plan', body)?.key === key)
  assert.ok(own.length < 2, 'one comment per topology')
  return own[0]?.body ?? ''
}

/** Its plan, held up on its way to the target until `proxy.pass()`. */
async function planHeldUp(pull: PullRequest) {
  const held = once(proxy, 'held')
  proxy.set({ holdAt: () => true })
  const running = scene.start({
    workflow: 'plan',
    event: 'pull_request',
    payload: scene.pullRequest(pull, { base: scene.base }),
  })
  await held
  return running
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
      assert.match(
        said(pull),
        /⛔ Not applied at .*\n\n> \[!CAUTION\]\n> \*\*ST451 [^*]+\*\*\n> .*process 4711/,
      )
      assert.deepEqual(await copies(), [])
    },
  )

  test('is refused where what it was decided on changed, and the comment names what', limit, async () => {
    // The control topic is there by now.
    const { code, log, outputs } = await apply({ inputs: { 'plan-file': planFile } })
    assert.equal(code, 1, log)
    assert.equal(outputs['failure_reason'], 'stale_plan')
    assert.match(said(pull), /⛔ Not applied, the plan is outdated at .* in \[this job\]/)
    assert.match(
      said(pull),
      /> \*\*ST450 [^*]+\*\*\n> .*the saved plan is stale: .*strait\.control\.internal/,
    )
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

describe('an apply that is cut off', () => {
  let pull: PullRequest
  const start = () => scene.start({ workflow: 'apply', event: 'push', payload: pushToMain })
  const untilIn = async (name: string): Promise<void> => {
    const held = once(proxy, 'held')
    const isCreation = (request: Buffer): boolean => request.readInt16BE(4) === createTopicsKey
    proxy.set({ holdAt: (_, chunk) => chunk.includes(`us.${name}`) && isCreation(chunk) })
    await held
  }

  before(async () => {
    pull = scene.open(3, { ...scene.files(selecting('orders', 'many.*')), ...scene.lonely('other') })
  })

  test(
    'was reviewed in a comment that leaves out detail, and no change, where there is too much',
    limit,
    async () => {
      const { code, log, outputs } = await scene.plan(pull)
      assert.equal(code, 0, log)
      assert.equal(outputs['to_add'], String(many.length))
      const body = said(pull)
      assert.ok(body.length <= 65_536)
      for (const name of many) assert.ok(body.includes(`+ topic.eu["us.${name}"] will be created`), name)
      assert.doesNotMatch(body, /Full plan/)
      // What the summary has room for.
      assert.match(log, /Summary - ### 📋[\s\S]*Full plan[\s\S]*replication_factor/)
    },
  )

  test('is not the only topology of its repository: each has its own comment', limit, async () => {
    const before = said(pull)
    for (const inputs of [{ directory: './other/' }, { directory: 'other', label: 'again' }]) {
      const { code, log } = await scene.plan(pull, { inputs })
      assert.equal(code, 0, log)
    }
    assert.match(said(pull, 'other'), /### ✅ Strait: no changes/)
    assert.match(said(pull, 'other (again)'), /### ✅ Strait: no changes/)
    assert.equal(said(pull), before)
    assert.equal(scene.told(pull).length, 3)
  })

  test(
    'by cancelling its job says what is done and what is not, and lets go of its lease',
    limit,
    async () => {
      scene.merge(pull)
      const running = start()
      await untilIn('many.070')
      await running.cancel('SIGINT')
      await running.said(/Interrupted: finishing the step at hand/)
      // As the runner does, while the step is still at hand.
      await running.cancel('SIGTERM')
      proxy.pass()
      const { code, log, outputs } = await running.ended
      assert.equal(code, 1, log)
      assert.equal(outputs['failure_reason'], 'interrupted')
      const [, done, left] =
        /⚠️ Apply was interrupted at .*: (\d+) done, (\d+) not started\n/.exec(said(pull)) ?? []
      assert.equal((await copies()).filter((name) => name.includes('many')).length, Number(done))
      assert.equal(Number(done) + Number(left), many.length + 1)
      const control = await scene.eu.readTopic('strait.control.internal')
      const { beatAt, expiresAt } = JSON.parse(
        String(control.findLast(({ key }) => String(key).includes('lease'))?.value),
      )
      assert.ok(Date.parse(expiresAt) < Date.parse(beatAt), 'its last beat ends the lease')
    },
  )

  test(
    'by a runner that goes away is finished by the next run, and what is left was reviewed',
    limit,
    async () => {
      const running = start()
      await untilIn('many.170')
      await running.kill()
      proxy.drop()
      proxy.pass()
      assert.match(said(pull), /⏳ Applying at/)
      const before = await copies()
      assert.ok(before.length > 100 && before.length < many.length, `${before.length}`)

      const { code, log, outputs } = await apply()
      assert.equal(code, 0, log)
      assert.equal((await copies()).length, many.length + 1)
      assert.match(said(pull), /✅ Applied at .*: \d+ done\n/)
      assert.equal(outputs['failure_reason'], undefined)
    },
  )

  test('leaves nothing to another plan once it is finished', limit, async () => {
    const { code, log, outputs } = await apply()
    assert.equal(code, 0, log)
    assert.equal(outputs['changes'], 'false')
    assert.match(said(pull), /✅ Applied at/)
  })
})

describe('a pull request', () => {
  test(
    'has ten of its mistakes at their lines, which is what GitHub shows, and all in the comment',
    limit,
    async () => {
      const mistakes = Array.from({ length: 12 }, (_, at) => `  wrong_${at} = 1`).join('\n')
      const pull = scene.open(4, scene.files(`${mistakes}\n${selecting('orders')}`))
      const { code, log, outputs } = await scene.plan(pull)
      assert.equal(code, 1, log)
      assert.equal(outputs['failure_reason'], 'invalid_topology')
      const lines = [
        ...log.matchAll(/::error file=topology\/main\.hcl,line=(\d+),endLine=\1,col=3,endColumn=\d+,/g),
      ]
      assert.deepEqual(
        lines.map(([, line]) => Number(line)),
        Array.from({ length: 10 }, (_, at) => 13 + at),
      )
      assert.match(log, /::notice title=Strait::and 2 more, see the summary of this job/)
      for (let at = 0; at < 12; at += 1) assert.ok(said(pull).includes(`wrong_${at} = 1`), `${at}`)
    },
  )

  test('that got a newer commit while it was planned keeps its comment for that one', limit, async () => {
    const pull = scene.open(6, scene.files(selecting('orders', 'many.*')))
    const running = await planHeldUp(pull)
    pull.head = 'f'.repeat(40)
    proxy.pass()
    const { code, log, outputs } = await running.ended
    assert.equal(code, 0, log)
    assert.match(log, /The pull request is at fffffff by now/)
    assert.deepEqual(scene.told(pull), [])
    assert.notEqual(outputs['fingerprint'], undefined)
  })

  test(
    'whose comment GitHub does not take keeps its plan in the summary and in all outputs',
    limit,
    async () => {
      const pull = scene.open(7, scene.files(selecting('orders', 'many.*')))
      const message = 'Resource not accessible by integration'
      scene.github.faults.push({ method: 'POST', path: /comments$/, status: 403, message })
      const { code, log, outputs } = await scene.plan(pull)
      assert.equal(code, 1, log)
      assert.match(log, /::error title=ST612::GitHub answered 403 to POST .*`pull-requests: write`/)
      assert.match(log, /Summary - ### (?:📋|✅) Strait[\s\S]*\*\*ST612 /u)
      const { failure_reason, comment_url, fingerprint, json_plan_path, text_plan_path } = outputs
      assert.deepEqual([failure_reason, comment_url], ['github_failed', undefined])
      assert.match(fingerprint ?? '', /^sha256:/)
      for (const path of [json_plan_path, text_plan_path]) assert.match(path ?? '', /strait-plan/)
    },
  )

  test('whose comment is deleted while it is planned gets a new one', limit, async () => {
    const pull = scene.open(8, scene.files(selecting('orders', 'many.*')))
    assert.equal((await scene.plan(pull)).code, 0)
    const running = await planHeldUp(pull)
    const at = scene.github.comments.findIndex(({ number }) => number === pull.number)
    const [deleted] = scene.github.comments.splice(at, 1)
    proxy.pass()
    const { code, log } = await running.ended
    assert.equal(code, 0, log)
    assert.deepEqual(
      scene.told(pull).map(({ id }) => id === deleted?.id),
      [false],
    )
  })

  test('by pull_request_target reaches nothing, whoever it is from', limit, async () => {
    const pull = scene.open(5, scene.files(selecting('orders')))
    const before = proxy.opened
    scene.github.calls.length = 0
    const { code, log, outputs } = await scene.plan(pull, {
      event: 'pull_request_target',
      edit: (text) => text.replace('pull_request:', 'pull_request_target:'),
    })
    assert.equal(code, 1, log)
    assert.equal(outputs['failure_reason'], 'not_allowed')
    assert.match(log, /pull_request_target runs with the repository's secrets on the say of strangers/)
    assert.deepEqual([proxy.opened, scene.github.calls], [before, []])
  })
})
