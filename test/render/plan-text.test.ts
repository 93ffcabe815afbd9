// The plan as people see it, in a terminal and on a pull request, to the letter; and that no name in it can act.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts'
import { renderPlan } from '../../src/render/plan-text.ts'
import { displayWidth } from '../../src/std/display-width.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import { assertProperty } from '../fuzz.ts'
import {
  appliedFlow,
  clusterOf,
  commit,
  context,
  controlTopics,
  flowOf,
  groupOf,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from '../plan/fixtures.ts'
import { situation } from '../plan/situations.ts'
import { guardPlans } from './guard-plans.ts'
import { convergedPlan, firstPlan, flow, hostilePlan, shownPlans } from './plans.ts'
import { caseFile } from './write-cases.ts'

const plain = { color: false, width: 100 }
const ansi = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')

describe('the expected text of a plan', () => {
  for (const [name, plan] of Object.entries(shownPlans)) {
    test(`${name}, in a terminal`, () => {
      assert.equal(`${renderPlan(plan, plain)}\n`, readFileSync(caseFile(name, 'txt'), 'utf8'))
    })
    test(`${name}, on a pull request`, () => {
      assert.equal(renderPlanMarkdown(plan), readFileSync(caseFile(name, 'md'), 'utf8'))
    })
  }
})

test('every expected file belongs to a plan', () => {
  const names = readdirSync(new URL('./cases', import.meta.url)).map((file) => file.replace(/\.\w+$/, ''))
  assert.deepEqual([...new Set(names)].sort(), Object.keys(shownPlans).sort())
})

const spec = flowOf({ limits: { bytesPerSecond: 1000 } })
const changes: Readonly<Record<string, Partial<FlowSpec>>> = {
  start: { start: 'latest' },
  delivery: { delivery: 'at_least_once' },
  on_gap: { onGap: 'record' },
  replication_factor: { replicationFactor: 3 },
  refresh_interval: { refreshIntervalMs: 7000 },
  'topics exclude': { topics: { ...spec.topics, exclude: ['x'] } },
  'groups include': { groups: { ...spec.groups, include: ['x'] } },
  'configs sync': { configs: { ...spec.configs, sync: false } },
  'configs steps_above': { configs: { ...spec.configs, stepsAboveBytes: 5 } },
  'acls sync': { acls: { sync: false } },
  'offsets interval': { offsets: { ...spec.offsets, intervalMs: 7000 } },
  'offsets on_conflict': { offsets: { ...spec.offsets, onConflict: 'rewind' } },
  heartbeats: { heartbeats: { emit: true, intervalMs: 1000 } },
  checkpoints: { checkpoints: { emit: false, intervalMs: 7000 } },
  'offset_syncs location': { offsetSyncs: { emit: false, location: 'target' } },
  limits: { limits: {} },
  'lifecycle protect': { lifecycle: { protect: true } },
  'lifecycle ignore_changes': { lifecycle: { protect: false, ignoreChanges: ['x'] } },
  'lifecycle drift': { lifecycle: { protect: false, drift: 'report' } },
}

for (const [what, change] of Object.entries(changes)) {
  test(`a change of ${what} is shown, and not only counted`, () => {
    const eu = clusterOf('eu', {
      topics: [...controlTopics, topicOf('us.orders')],
      control: [appliedFlow(spec)],
    })
    const snapshot = snapshotOf(clusterOf('us', { topics: [topicOf('orders')] }), eu)
    const text = renderPlan(makePlan(topologyOf([{ ...spec, ...change }]), snapshot, context), plain)
    const block = /^ {2}~ flow "us-to-eu" \{\n(.*?)^ {4}\}/ms.exec(text)?.[1] ?? ''
    assert.match(block, /^ +[-+] \w|^ +~ \w+ += .* -> |^ +[-+] "/m)
  })
}

test('colour adds escape sequences and changes nothing else', () => {
  const options = { color: true, width: 100 }
  const withRules = new Set(
    Object.values(shownPlans).filter(({ errors, warnings }) => errors.length + warnings.length > 0),
  )
  for (const plan of Object.values(shownPlans)) {
    const colored = renderPlan(plan, options)
    assert.match(colored, ansi)
    if (!withRules.has(plan)) assert.equal(colored.replaceAll(ansi, ''), renderPlan(plan, plain))
  }
})

test('prose calls repeated clusters and flows, and those of modules, by their addresses', () => {
  const addresses = { 'cluster.eu': 'cluster.spoke["eu"]', 'flow.audit': 'module.books.flow.audit' }
  const text = (name: string): string => {
    const plan = guardPlans[name] ?? firstPlan
    return renderPlan({ ...plan, configuration: { ...plan.configuration, addresses } }, plain)
  }
  const behind = text('left-behind')
  assert.match(behind, /^1 topic on cluster\.spoke\["eu"\] belongs to no flow and is left alone$/m)
  assert.match(behind, /^2 topics that Strait made on cluster\.spoke\["eu"\] are left behind/m)
  assert.match(behind, /^left alone on cluster\.spoke\["eu"\]: 2 configs/m)
  assert.match(behind, /^ {2}# \(what it copied stays on cluster\.spoke\["eu"\]\)$/m)
  assert.match(behind, /^ {6}- target += cluster\.spoke\["eu"\] -> null$/m)
  assert.match(text('destroyed'), /^ {2}# \(because module\.books\.flow\.audit is not in configuration\)$/m)
})

test('sizes that brokers do not tell are no zeros', () => {
  const logs = { latest: 12, sizeBytes: 0 }
  const live = snapshotOf(
    { ...clusterOf('us', { topics: [topicOf('orders', logs)] }), sizesKnown: false },
    clusterOf('eu'),
  )
  const plan = makePlan(
    topologyOf([flow, { ...flow, name: 'two', naming: { kind: 'prefix', separator: '_' } }]),
    live,
    context,
  )
  const text = renderPlan(plan, plain)
  assert.match(text, /\(the copy of orders on us; 12 records of unknown size to copy\)/)
  assert.match(renderPlanMarkdown(plan), /records of unknown size to copy/)
  assert.doesNotMatch(text + renderPlanMarkdown(plan), /\b0 B\b/)
})

test('an empty plan begins with the words that scripts look for', () => {
  assert.match(renderPlan(convergedPlan, plain), /^No changes\./)
})

test('a plan with changes ends with its counts', () => {
  assert.equal(renderPlan(firstPlan, plain).split('\n').at(-1), 'Plan: 4 to add, 0 to change, 0 to destroy.')
})

test('no name can act on a terminal, forge a line or start a workflow command', () => {
  const names = fc.string({
    unit: fc.constantFrom(
      '\u001b[2J',
      '\n',
      '\r',
      '::error::',
      ' ',
      '##[',
      '\u202e',
      '\u0085',
      '\u2028',
      '\ud800',
      'a',
      '"',
      '`',
      '|',
      '<',
      '@x',
      '${',
      'é',
      '字',
    ),
  })
  const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
  assertProperty(
    fc.property(names, names, (group, principal) => {
      const plan = makePlan(
        topologyOf([{ ...flow, groups: { include: ['(?s).*'], exclude: [] } }]),
        snapshotOf(
          clusterOf('us', {
            topics: [topicOf('orders'), topicOf('payments')],
            groups: [groupOf(group, [commit('orders', 0, 1)])],
            acls: [readAcl('orders', principal)],
          }),
          clusterOf('eu', { acls: [], topics: controlTopics }),
        ),
        context,
      )
      assert.ok(plan.resource_changes.some(({ name }) => name === group))
      for (const text of [renderPlan(plan, plain), renderPlanMarkdown(plan)]) {
        for (const line of text.split('\n')) {
          assert.doesNotMatch(line, controls)
          assert.doesNotMatch(line, /^\s*::|##\[/)
        }
      }
    }),
  )
})

test('no line of a plan is wider than the terminal, names that are longer themselves aside', () => {
  assertProperty(
    fc.property(situation, fc.constantFrom(60, 80, 100, 140), ({ topology, snapshot }, width) => {
      const text = renderPlan(makePlan(topology, snapshot, context), { color: false, width })
      const tooWide = text.split('\n').filter((line) => displayWidth(line) > width)
      assert.deepEqual(
        tooWide.filter((line) => !isOneWord(line)),
        [],
      )
    }),
    { numRuns: 30 },
  )
})

/** Nothing in it can be broken: signs, a word, an opening brace. */
function isOneWord(line: string): boolean {
  return /^[\s#+~-]*\S+(?: [{[])?$/.test(line)
}

test('wide names stand in columns that are as wide as they are', () => {
  const names = ['請求書-集計', 'a-group']
  const plan = makePlan(
    topologyOf([flow]),
    snapshotOf(
      clusterOf('us', {
        topics: [topicOf('orders'), topicOf('payments')],
        groups: names.map((name) => groupOf(name, [commit('orders', 0, 1)])),
      }),
      clusterOf('eu', { acls: [], topics: controlTopics }),
    ),
    context,
  )
  const lines = renderPlan(plan, plain).split('\n')
  const columns = names.map((name) => {
    const line = lines.find((one) => one.startsWith(`  + ${name} `)) ?? ''
    return displayWidth(line.slice(0, line.indexOf('comes in')))
  })
  assert.deepEqual(columns, [17, 17])
})

test('the end of a long plan repeats what must not be missed', () => {
  const configs = { 'retention.ms': '3600000' }
  const topics = Array.from({ length: 21 }, (_, at) => topicOf(`orders.${at}`, { configs }))
  const held = topicOf('us.orders.7', { configs: { 'retention.ms': '7200000' } })
  const plan = makePlan(
    topologyOf([{ ...flow, topics: { include: ['orders.*', 'none'], exclude: [] } }]),
    snapshotOf(clusterOf('us', { topics }), clusterOf('eu', { topics: [...controlTopics, held] })),
    context,
  )
  assert.match(
    renderPlan(plan, plain),
    /\n\n1 warning at the top of this plan\.\n\nHigh risk: topic_config\.eu\["us\.orders\.7"\]\.\n\nPlan: /,
  )
})

const [stopped] = shownPlans['stopped-flow'].resource_changes.filter(({ type }) => type === 'flow')
assert.ok(stopped)

describe('Markdown', () => {
  test('keeps names from formatting, mentioning or closing anything outside a fence', () => {
    const outside = renderPlanMarkdown(hostilePlan).replaceAll(/^(`{3,}).*?^\1$/gms, '')
    assert.doesNotMatch(outside, /@admin|<\/code>\||::error/)
  })

  test('goes down by level of detail, never cutting, and keeps what is dangerous', () => {
    const topics = Array.from({ length: 400 }, (_, index) => topicOf(`orders.${index}`))
    const plan = makePlan(
      {
        ...topologyOf([{ ...flow, topics: { include: ['orders.*'], exclude: [] } }]),
        deletes: { configs: true },
      },
      snapshotOf(
        clusterOf('us', { topics }),
        clusterOf('eu', {
          topics: [
            ...controlTopics,
            topicOf('us.orders.7', { configs: { 'cleanup.policy': 'compact', 'retention.ms': '5' } }),
          ],
        }),
      ),
      context,
    )
    const shown = [200_000, 70_000, 40_000, 10_000].map((bytesMax) => {
      const text = renderPlanMarkdown(plan, { bytesMax })
      assert.ok(Buffer.byteLength(text) <= bytesMax, `${Buffer.byteLength(text)} of ${bytesMax}`)
      assert.match(text, /topic&#95;config\.eu&#91;&#34;us\.orders\.7&#34;&#93;/)
      assert.match(text, /fingerprint [0-9a-f]{12}/)
      return [
        text.includes('+ topic "us.orders.399" {'),
        text.includes('! topic_config "us.orders.7" {'),
        text.includes('  # topic.eu["us.orders.399"] will be created'),
        text.includes('+ topic.eu["us.orders.399"] will be created'),
        text.includes('default takes over'),
      ]
        .map((has) => (has ? 'x' : '-'))
        .join('')
    })
    assert.deepEqual(shown, ['xxxxx', '-xxxx', '---xx', '----x'])
  })

  test('names every destroyed thing while there is room, and counts them where there is none', () => {
    const flows = Array.from({ length: 3_000 }, (_, index) => ({ ...stopped, name: `f${index}` }))
    const rows = flows.map((row) => ({ ...row, flow: row.name, address: `flow.${row.name}` }))
    const plan: Plan = { ...shownPlans['stopped-flow'], resource_changes: rows }
    const whole = renderPlanMarkdown(plan, { bytesMax: 1_000_000 })
    assert.match(whole, /🔴 <code>flow\.f2999<\/code> is stopped/)
    const short = renderPlanMarkdown(plan)
    assert.ok(Buffer.byteLength(short) <= 60_000)
    assert.match(short, /- 🔴 3,000 flows on eu: each is stopped/)
    assert.match(short, /The worst of them[\s\S]*<code>flow\.f19<\/code> is stopped/)
    assert.match(short, /\| <code>eu<\/code> \| 0 \| 0 \| 3,000 \|/)
    assert.match(short, /too large to be shown whole here/)
    const open = whole.slice(0, whole.indexOf('<details>'))
    assert.ok(open.includes('flow&#46;f19') || open.includes('flow.f19'))
    assert.ok(!open.includes('flow.f20<'), 'twenty stand open')
  })
})
