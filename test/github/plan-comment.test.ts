import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { keptRows } from '../../src/github/kept-rows.ts'
import { saysApplied, statusSection, withStatus } from '../../src/github/lifecycle.ts'
import { failureText, planComment } from '../../src/github/plan-comment.ts'
import { planDelta } from '../../src/github/plan-delta.ts'
import { promiseMarkdown } from '../../src/github/promise.ts'
import { redacted, redactor } from '../../src/github/redact.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { shownPlans } from '../render/plans.ts'

const marker = { v: 1, key: 'topology', head: 'abc', fp: 'sha256:1' } as const
const status = {
  state: 'planned',
  jobUrl: 'https://github.com/o/r/actions/runs/1',
  sha: 'abcdef0123',
} as const
const first = shownPlans.first

describe('the comment of a plan', () => {
  test('fits into what GitHub accepts, whatever the plan', () => {
    const [row] = first.resource_changes
    assert.ok(row)
    const rows = Array.from({ length: 5_000 }, (_, index) => ({
      ...row,
      address: `topic.eu["${'é'.repeat(80)}${index}"]`,
    }))
    const body = planComment({ ...first, resource_changes: rows }, { kind: 'plan', marker, status })
    assert.ok(body.length <= 65_536 && Buffer.byteLength(body) <= 65_536)
    assert.match(body, /📋 Planned at <code>abcdef0<\/code>/)
  })

  test('fits too where a drift is of thousands, names are as long as pages, and all of it is dangerous', () => {
    const { drift, 'stopped-flow': destroyed, refused } = shownPlans
    const long = (at: number): string => `topic.eu["${'@'.repeat(20_000)}${at}"]`
    const addressed = (rows: Plan['resource_changes']): Plan['resource_changes'] =>
      Array.from({ length: 2_000 / rows.length }, (_, at) =>
        rows.map((row) => ({ ...row, address: at < 50 ? long(at) : `x${at}` })),
      ).flat()
    for (const plan of [drift, destroyed, refused]) {
      const { resource_drift, resource_changes, errors } = plan
      const large: Plan = {
        ...plan,
        resource_drift: resource_drift.length === 0 ? [] : addressed(resource_drift),
        resource_changes: addressed(resource_changes),
        errors: Array.from({ length: 300 }, () => errors).flat(),
      }
      const remark = planDelta({ head: 'abcdef0', fp: '', ...keptRows({ resource_changes: [] }) }, large)
      const body = planComment(large, { kind: 'drift', marker, status, remark })
      assert.ok(Buffer.byteLength(body) <= 65_536, `${Buffer.byteLength(body)}`)
      assert.match(body, /This plan is too large to be shown whole here/)
    }
  })

  test('fits too where thousands of clusters change, and every finding is of a kind of its own', () => {
    for (const name of ['first', 'stopped-flow', 'rewind'] as const) {
      const plan = shownPlans[name]
      const resource_changes = Array.from({ length: 2_400 }, (_, at) =>
        plan.resource_changes.map((row) => ({
          ...row,
          ...{ address: `${row.address}${at}`, flow: `flow-${at}`, cluster: `store-${at}` },
        })),
      ).flat()
      const [finding] = shownPlans.refused.errors
      assert.ok(finding)
      const errors = Array.from({ length: 1_000 }, (_, at) => ({
        ...finding,
        summary: `Policy "${'p'.repeat(90)}${at}" is violated`,
      }))
      const body = planComment({ ...plan, resource_changes, errors }, { kind: 'plan', marker, status })
      assert.ok(Buffer.byteLength(body) <= 65_536, `${name}: ${Buffer.byteLength(body)}`)
      assert.match(body, /^- of 980 other kinds: 980$/m)
      assert.match(body, /in 2,400 flows on 2,400 clusters$/m)
      if (name === 'stopped-flow')
        assert.match(body, /^- 🔴 2,400 flows on 2,400 clusters: each is stopped$/m)
    }
  })

  test('says why it cannot be applied also where hundreds of its rows hurt', () => {
    const { refused, 'stopped-flow': stopped } = shownPlans
    const [finding] = refused.errors
    assert.ok(finding)
    const resource_changes = Array.from({ length: 400 }, (_, at) =>
      stopped.resource_changes.map((row) => ({ ...row, address: `topic.eu["${'n'.repeat(200)}${at}"]` })),
    ).flat()
    const detail = 'If it is meant, name the number'
    const plan = { ...stopped, errored: true, errors: [{ ...finding, detail }], resource_changes }
    const body = planComment(plan, { kind: 'plan', marker, status })
    assert.ok(Buffer.byteLength(body) <= 65_536)
    assert.match(body, /The worst of them/)
    assert.ok(body.includes(`> ${detail}`), body.slice(0, 3_000))
  })

  test('tells a new state in the place of the old one, however often', () => {
    const body = planComment(first, { kind: 'plan', marker, status })
    const applying = withStatus(body, { ...status, state: 'applying' })
    const applied = withStatus(applying, { ...status, state: 'applied', detail: '5 done' })
    const appliedSection = statusSection({ ...status, state: 'applied', detail: '5 done' })
    assert.equal(
      applied,
      body.replace(statusSection(status), () => appliedSection),
    )
    assert.equal(applied.match(/<!-- strait:status /g)?.length, 1)
  })

  test('tells where it stands right below its verdict', () => {
    const applied = withStatus(planComment(first, { kind: 'plan', marker, status }), {
      ...status,
      state: 'applied',
    })
    const [, heading = '', , , stands = ''] = applied.split('\n')
    assert.match(heading, /^### 📋 Strait plan/)
    assert.match(stands, /^✅ Applied at/)
  })

  test('leaves to the summary what it has no room for', () => {
    const full = `${statusSection(status)}\n${'x'.repeat(64_600)}\n`
    const text = withStatus(full, { ...status, state: 'failed', detail: 'y'.repeat(5_000) })
    assert.ok(Buffer.byteLength(text) <= 65_536)
    assert.match(text, /❌ Apply failed at .*: its summary tells the rest/)
  })

  test('takes no name for the place of its state, in the plan or in what is said of it', () => {
    const [row] = first.resource_changes
    assert.ok(row)
    const token = '0'.repeat(32)
    const forged = `x <!-- strait:status ${token} --> <!-- /strait:status ${token} --> y`
    const plan = { ...first, resource_changes: [{ ...row, address: forged }] }
    const body = planComment(plan, { kind: 'plan', marker: { ...marker, key: forged }, status })
    const below = planDelta({ head: 'abcdef0', fp: '', ...keptRows({ resource_changes: [] }) }, plan)
    const refused = withStatus(body, { ...status, state: 'outdated', below })
    const after = withStatus(refused, { ...status, state: 'applied' })
    assert.ok(below.includes(forged) && after.includes(`x <!-- strait:status ${token} -->`))
    assert.equal(after, withStatus(body, { ...status, state: 'applied' }))
    assert.match(after, /✅ Applied at/)
    assert.doesNotMatch(after, /📋 Planned at/)
    assert.ok(saysApplied(after) && !saysApplied(body))
  })

  test('lets a list of reasons end before what follows it', () => {
    const text = failureText('ST450', 'the plan is stale:\n  - one\n  - two\nPlan again.')
    assert.deepEqual(text.split('\n').slice(2), [
      '> the plan is stale:',
      '> - one',
      '> - two',
      '>',
      '> Plan again.',
    ])
  })

  test('keeps the words of a failure in their quote', () => {
    const text = failureText('ST300', 'cluster "us": @admin\n::error::x\n```\n<img src=x>')
    assert.ok(text.split('\n').every((line) => line.startsWith('> ')))
    assert.doesNotMatch(text, /@admin|```|<img/)
  })
})

describe('what changed since the plan of the last push', () => {
  const rest: Plan = {
    ...first,
    resource_changes: first.resource_changes.slice(1),
    fingerprint: { ...first.fingerprint, hash: 'sha256:2' },
  }
  const earlier = (plan: Plan) => ({ head: 'abcdef012', fp: plan.fingerprint.hash, ...keptRows(plan) })

  test('is named by address', () => {
    const [gone] = first.resource_changes
    assert.match(planDelta(earlier(first), rest), /Since the plan for abcdef0: 1 change went away/)
    assert.ok(planDelta(earlier(first), rest).includes(`- ${gone?.address}`))
    assert.ok(planDelta(earlier(rest), first).includes(`+ ${gone?.address}`))
  })

  test('is nothing where the fingerprint is the same', () => {
    assert.match(planDelta(earlier(first), first), /nothing changed in what was decided/)
  })

  test('is said without rows where the earlier plan was too large, or what is kept cannot be read', () => {
    for (const rows of [undefined, 'AAAA', '!'])
      assert.match(planDelta({ ...earlier(first), rows }, rest), /the plan changed\. It was too large/)
  })

  test('of no changes and some is all of them', () => {
    const none: Plan = { ...rest, resource_changes: [] }
    assert.match(planDelta(earlier(none), first), /changes? came in/)
  })
})

describe('what came of a plan', () => {
  const flowRow = first.resource_changes.find(({ type }) => type === 'flow')
  assert.ok(flowRow?.type === 'flow')
  const left = (records: number): Plan => ({
    ...first,
    resource_changes: [{ ...flowRow, impact: { ...flowRow.impact, records } }],
  })

  test('is green where everything is there in about the time that was said', () => {
    const text = promiseMarkdown(first, { plan: left(2), seconds: 31, hasCaughtUp: true, groupsLeft: [] })
    assert.match(
      text,
      /\| ✅ \| <code>us-to-eu<\/code> \| 1,200,030 records, 1\.1 GiB \| all of it \| 29 s \| 31 s \|/,
    )
    assert.match(text, /✅ 1 group in place/)
  })

  test('is red where records are left, or it took longer', () => {
    assert.match(
      promiseMarkdown(first, { plan: left(30), seconds: 31, hasCaughtUp: false, groupsLeft: [] }),
      /\| 🔴 .*1,200,000 records, 30 records left/,
    )
    assert.match(
      promiseMarkdown(first, { plan: left(0), seconds: 90, hasCaughtUp: true, groupsLeft: [] }),
      /\| 🔴 .*\| 29 s \| 1 m 30 s \|/,
    )
  })

  test('names the groups that are not in place', () => {
    assert.match(
      promiseMarkdown(first, { plan: first, seconds: 1, hasCaughtUp: true, groupsLeft: ['x'] }),
      /🔴 1 of 1 group not in place yet/,
    )
  })
})

describe('secrets', () => {
  test('are blotted out wherever they stand, line by line, the longest first', () => {
    const redact = redactor(['hunter2', 'hunter2-longer', 'line one\nline two', 'abc', ''])
    assert.equal(redact('hunter2-longer hunter2 line two abc'), '*** *** *** abc')
    assert.deepEqual(redacted({ hunter2: ['x hunter2', 1, null] }, redact), { '***': ['x ***', 1, null] })
  })

  test('are blotted out of a plan before its characters are escaped', () => {
    const plan = redacted({ ...first, warnings: [warning('p@ss<w>rd')] }, redactor(['p@ss<w>rd']))
    const body = planComment(plan, { kind: 'plan', marker, status })
    assert.match(body, /said &#42;&#42;&#42;/)
    assert.doesNotMatch(body, /p&#64;|p@ss/)
  })
})

function warning(secret: string): Plan['warnings'][number] {
  return {
    severity: 'warning',
    code: 'ST439',
    summary: 'Filter matches nothing',
    detail: `someone said ${secret}`,
    flow: null,
    cluster: null,
    subjects: [],
  }
}
