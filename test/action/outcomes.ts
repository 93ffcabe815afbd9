// What a plan says in its outputs, and what becomes of one that was reviewed on another base, for every kind of change
// that a topology can make. On two real clusters. Run by npm run test:action.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bundleFile } from '../../bundle/build-bundle.ts'
import { Lease } from '../../src/apply/lease.ts'
import { openScene, pushToMain, type Scene } from './scene.ts'
import type { Run, RunEnd } from './stage.ts'

const limit = { timeout: 240_000 }
const topic = (name: string) => ({ name, partitions: 1, replicationFactor: 1, configs: {} })
const selecting = (include: string): string => `  topics {\n    include = ${include}\n  }`

let scene: Scene
/** What main is by now. */
let main: string

/** The topology with one flow that copies what `include` says, and other blocks behind it. */
function files(include: string, more = ''): Record<string, string> {
  const { 'topology/main.hcl': text = '' } = scene.files(selecting(include))
  return { 'topology/main.hcl': `${text}\n${more}` }
}

function apply(given: Partial<Run> = {}): Promise<RunEnd> {
  return scene.run({ workflow: 'apply', event: 'push', payload: pushToMain, ...given })
}

async function copies(): Promise<string[]> {
  return (await scene.eu.topics())
    .map(({ name }) => name)
    .filter((name) => /^us\.(orders|payments|invoices)$/.test(name))
    .sort()
}

before(async () => {
  scene = await openScene()
  await scene.us.createTopics(['orders', 'payments', 'invoices'].map(topic))
  main = scene.base
})

after(() => scene[Symbol.asyncDispose]())

describe('a plan', () => {
  test(
    'is made by an action in the repository, of values in files and alone, which count over files',
    limit,
    async () => {
      const own = '.github/actions/strait'
      const pull = scene.open(20, {
        ...files('var.include', 'variable "include" {\n  type = list(string)\n}\n'),
        'values/common.straitvars': 'include = ["payments"]\n',
        'values/production.straitvars': 'include = ["payments", "invoices"]\n',
        [`${own}/action.yml`]: readFileSync(
          fileURLToPath(new URL('../../action.yml', import.meta.url)),
          'utf8',
        ),
        [`${own}/action/index.mjs`]: readFileSync(bundleFile, 'utf8'),
      })
      const edit = (text: string): string => text.replace(/kafka-strait\/strait@v0.*/, `./${own}`)
      const varFiles = { 'var-files': 'values/common.straitvars\nvalues/production.straitvars' }
      const byFiles = await scene.plan(pull, { edit, inputs: varFiles })
      assert.equal(byFiles.code, 0, byFiles.log)
      for (const [name, isThere] of [
        ['payments', true],
        ['invoices', true],
        ['orders', false],
      ] as const)
        assert.equal(byFiles.log.includes(`topic.eu["us.${name}"] will be created`), isThere, name)

      const inputs = { ...varFiles, vars: 'include=["orders"]' }
      const alone = await scene.plan(pull, { edit, inputs: { ...inputs, comment: 'never' } })
      assert.equal(alone.code, 0, alone.log)
      assert.match(alone.log, /topic\.eu\["us\.orders"\] will be created/)
      assert.doesNotMatch(alone.log, /topic\.eu\["us\.payments"\] will be created/)
      assert.equal(alone.outputs['comment_url'], undefined)
      const [told, ...more] = scene.told(pull)
      assert.deepEqual(more, [])
      assert.match(told?.body ?? '', /us\.payments/, 'comment: never leaves it as it was')

      scene.github.calls.length = 0
      const silent = await scene.plan(pull, { edit, inputs: { ...inputs, 'github-token': '' } })
      assert.equal(silent.code, 0, silent.log)
      assert.deepEqual(scene.github.calls, [])
      assert.equal(silent.outputs['fingerprint'], alone.outputs['fingerprint'])
    },
  )

  test('counts what it takes over as to_import', limit, async () => {
    main = scene.merge(scene.open(21, files('["orders"]')))
    const first = await apply({ inputs: { 'auto-approve': 'true' } })
    assert.equal(first.code, 0, first.log)
    await scene.eu.createTopics([topic('us.invoices')])
    const imports = 'import {\n  to    = flow.us-to-eu\n  topic = "us.invoices"\n}\n'
    const pull = scene.open(22, files('["orders", "payments", "invoices"]', imports), main)
    const { code, log, outputs } = await scene.plan(pull, { base: main })
    assert.equal(code, 0, log)
    assert.deepEqual([outputs['to_import'], outputs['to_add'], outputs['to_destroy']], ['1', '1', '0'])
    main = scene.merge(pull, main)
    const applied = await apply()
    assert.equal(applied.code, 0, applied.log)
    assert.deepEqual(await copies(), ['us.invoices', 'us.orders', 'us.payments'])
  })

  test('that lets go of too much is refused, unless it is allowed to the number', limit, async () => {
    const braked = 'strait {\n  deletes {\n    topics = true\n  }\n\n  brake {\n    count = 1\n  }\n}\n'
    const pull = scene.open(23, files('["orders"]', braked), main)
    for (const allowed of ['', '1', '3']) {
      const { code, log, outputs } = await scene.plan(pull, {
        base: main,
        inputs: { 'allow-destroy': allowed },
      })
      assert.equal(code, 1, log)
      assert.deepEqual([outputs['failure_reason'], outputs['to_destroy']], ['plan_refused', '2'])
      assert.match(log, /::error .*title=ST443/)
      assert.match(scene.told(pull)[0]?.body ?? '', /this plan cannot be applied[\s\S]*\*\*ST443/)
    }
    const inputs = { 'allow-destroy': '2' }
    const { code, log, outputs } = await scene.plan(pull, { base: main, inputs })
    assert.equal(code, 0, log)
    assert.deepEqual([outputs['to_destroy'], outputs['risk']], ['2', 'high'])
    assert.match(scene.told(pull)[0]?.body ?? '', /What to look at\*\*\n\n- 🔴 <code>[\s\S]*is destroyed/)
    main = scene.merge(pull, main)
    const refused = await apply()
    assert.equal(refused.outputs['failure_reason'], 'plan_refused', refused.log)
    assert.deepEqual(await copies(), ['us.invoices', 'us.orders', 'us.payments'])
    const applied = await apply({ inputs })
    assert.equal(applied.code, 0, applied.log)
    assert.deepEqual(await copies(), ['us.orders'])
  })

  test('counts a flow that goes elsewhere as to_replace', limit, async () => {
    const { 'topology/main.hcl': text = '' } = files('["orders"]')
    const turned = text.replace(
      'source = cluster.us\n  target = cluster.eu',
      'source = cluster.eu\n  target = cluster.us',
    )
    const pull = scene.open(24, { 'topology/main.hcl': turned }, main)
    const { log, outputs } = await scene.plan(pull, { base: main })
    assert.deepEqual([outputs['to_replace'], outputs['risk'], outputs['changes']], ['1', 'high', 'true'], log)
  })
})

describe('a plan that was reviewed', () => {
  test('on a base that is no longer, is stale after the merge', limit, async () => {
    const late = scene.open(25, { 'topology/other.hcl': 'output "x" {\n  value = 1\n}\n' }, main)
    const pull = scene.open(26, files('["orders", "payments"]'), main)
    for (const each of [late, pull]) assert.equal((await scene.plan(each, { base: main })).code, 0)
    const former = main
    main = scene.merge(pull, former)
    assert.equal((await apply()).code, 0)
    const sneaked = scene.open(27, files('["orders", "payments", "invoices"]'), main)
    main = scene.merge(sneaked, main)
    main = scene.merge(late, main)
    const { code, log, outputs } = await apply()
    assert.deepEqual([code, outputs['failure_reason']], [1, 'stale_plan'], log)
    assert.match(scene.told(late)[0]?.body ?? '', /⛔ Not applied, the plan is outdated at/)
    assert.deepEqual(await copies(), ['us.orders', 'us.payments'])
  })

  test('of a commit that is not the last one of its pull request is none', limit, async () => {
    const pull = scene.open(28, files('["orders", "payments", "invoices"]'), main)
    assert.equal((await scene.plan(pull, { base: main })).code, 0)
    scene.repository.branch('change-28', pull.head)
    pull.head = scene.repository.commit({ 'topology/notes.txt': 'after the review\n' })
    main = scene.merge(pull, main)
    const { code, log, outputs } = await apply()
    assert.deepEqual([code, outputs['failure_reason']], [1, 'stale_plan'], log)
    assert.match(log, /the last commit of the pull request was not planned/)
    assert.deepEqual(await copies(), ['us.orders', 'us.payments'])
  })

  test('waits for another apply as long as lease-timeout says', limit, async () => {
    const timing = { timeToLiveMs: 60_000, beatIntervalMs: 200 }
    const other = { cluster: scene.eu, holder: 'ada on build-7', operation: 'apply sha256:0', timing }
    const lease = await Lease.take(other)
    const inputs = { 'auto-approve': 'true', 'lease-timeout': '2m' }
    const running = scene.start({ workflow: 'apply', event: 'push', payload: pushToMain, inputs })
    await running.said(/ada on build-7 .*has not ended; waiting for it/)
    assert.deepEqual(await copies(), ['us.orders', 'us.payments'])
    await lease.release(true)
    const { code, log } = await running.ended
    assert.equal(code, 0, log)
    assert.deepEqual(await copies(), ['us.invoices', 'us.orders', 'us.payments'])
  })

  test('goes to a branch that the workflow names, and to no other', limit, async () => {
    const release = { ...pushToMain, ref: 'refs/heads/release' }
    scene.repository.branch('release', main)
    const other = await apply({ payload: release })
    assert.deepEqual([other.code, other.outputs['failure_reason']], [1, 'not_allowed'], other.log)
    const named = await apply({ payload: release, inputs: { branch: 'release', 'auto-approve': 'true' } })
    assert.equal(named.code, 0, named.log)
  })
})
