// What people see on GitHub of a plan, looked at as their browser gets it: names from clusters are text there, whatever
// they hold, pictures are ones that mermaid draws, and a plan of thousands of changes fits. Run by npm run test:action.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { diagnosticsMarkdown } from '../../src/github/diagnostics-markdown.ts'
import { keptRows } from '../../src/github/kept-rows.ts'
import { withStatus } from '../../src/github/lifecycle.ts'
import { failureComment, failureText, planComment } from '../../src/github/plan-comment.ts'
import { planDelta } from '../../src/github/plan-delta.ts'
import { promiseMarkdown } from '../../src/github/promise.ts'
import { validationMarkdown } from '../../src/github/validation-markdown.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts'
import { assertProperty } from '../fuzz.ts'
import { hostileName } from '../github/hostile-pieces.ts'
import { named } from '../github/named-plan.ts'
import { guardPlans } from '../render/guard-plans.ts'
import { shownPlans } from '../render/plans.ts'
import { loadMarkdownTools, type PageElement } from './markdown-tools.ts'

const { render, parse, parseDiagram } = await loadMarkdownTools(process.env['STRAIT_TEST_MARKDOWN'] ?? '')

const jobUrl = 'https://github.com/o/r/actions/runs/1'
const status = { state: 'planned', jobUrl, sha: 'abcdef0123' } as const
const marker = { v: 1, key: 'topology', head: 'abc', fp: 'sha256:1' } as const

/** Together they have every kind of row and of finding. */
const { first, hostile, drift, 'group-move': moved } = shownPlans
const guarded = Object.entries(guardPlans).filter(([name]) => /destroyed|braked/.test(name))
const kinds = [first, hostile, drift, moved, ...guarded.map(([, plan]) => plan)]

/** What a comment of ours consists of. */
const elements =
  'a,blockquote,body,br,code,details,h3,head,html,li,p,pre,strong,sub,summary,table,tbody,td,th,thead,tr,ul'.split(
    ',',
  )

const hostileNames: readonly string[] = [
  '@admin',
  'see #1 and GH-2 and org/repo#3',
  'https://evil.example.net www.evil.example.net',
  'mail@evil.example.net',
  '[click](javascript:alert(1))',
  '![x](https://evil.example.net/x.png)',
  '<img src=x onerror=alert(1)>',
  '</code></summary></details><script>alert(1)</script>',
  `--> <!-- strait:status ${'0'.repeat(32)} -->\nx`,
  '`a``b```c````d',
  '```\nclosed',
  '~~~\nclosed',
  '"]; click c0 "javascript:alert(1)"',
  'a"--x-->b%%{init: {}}%%',
  'end\nsubgraph x',
  '| a | b |',
  '# heading\n- item\n> quote\n1. one\n+ plus\n---\n===',
  '--- setext',
  '12) twelve',
  '**bold** _it_ ~~gone~~ $x^2$ :tada:',
  '&lt;b&gt; &#64;admin',
  '\u202Eright to left\u0007\u001b[31m',
  '\u{1F480}'.repeat(60),
  ' leading, trailing and\ttab ',
  '',
]

/** Asserts that nothing but our own Markdown acts, and that pictures can be drawn. Answers what is read. */
async function look(markdown: string): Promise<string> {
  assert.ok(markdown.length <= 65_536 && Buffer.byteLength(markdown) <= 65_536, `${markdown.length}`)
  const page = parse(render(markdown))
  for (const element of page.querySelectorAll('*')) {
    assert.ok(elements.includes(element.localName), `<${element.localName}> in\n${markdown}`)
    for (const { name, value } of element.attributes)
      assert.ok(isOurs(element, name, value), `${name}=${value}`)
  }
  const pictures = [...page.querySelectorAll('code.language-mermaid')]
  for (const { textContent } of pictures) await parseDiagram(textContent)
  const text = page.body.textContent
  for (const code of page.querySelectorAll('code')) code.remove()
  // GitHub looks for these in the text that is left.
  assert.doesNotMatch(page.body.textContent, /@\w|(?<!\w)#\d|GH-\d|https?:\/\/|www\./i)
  return text
}

function isOurs({ localName }: PageElement, name: string, value: string): boolean {
  if (localName === 'a') return name === 'href' && value === jobUrl
  return localName === 'code' && name === 'class' && /^language-(diff|hcl|mermaid|text)$/.test(value)
}

describe('on the page of a pull request', () => {
  for (const [name, plan] of Object.entries(shownPlans)) {
    test(`the plan "${name}" is what we wrote, and mermaid draws its picture`, async () => {
      const text = await look(planComment(plan, { kind: 'plan', marker, status }))
      assert.match(text, /^\s*(📋|⚠️|✅|❌) Strait/u)
    })
  }

  for (const name of hostileNames) {
    test(`${JSON.stringify(name.slice(0, 40))} is a name like any other`, async () => {
      for (const plan of kinds) {
        const now = named(plan, name)
        const remark = planDelta({ head: 'abcdef0', fp: '', ...keptRows(named(first, 'x')) }, now)
        await look(planComment(now, { kind: 'plan', marker: { ...marker, key: name }, status, remark }))
      }
      const title = 'a cluster cannot be reached'
      const body = failureText('ST300', `cluster "us": ${name} said ${name}`)
      await look(failureComment({ title, body }, { kind: 'plan', marker: { ...marker, key: name }, status }))
      const diagnostic = { severity: 'error', code: 'ST160', summary: name, detail: name } as const
      await look(diagnosticsMarkdown([diagnostic], new Map(), 60_000))
      await look(diagnosticsMarkdown([diagnostic], new Map(), 60))
    })
  }
})

test('no name that is put together from such pieces is more than a name, in any text', async () => {
  const all: Plan = {
    ...first,
    resource_changes: kinds.flatMap(({ resource_changes }) => resource_changes),
    resource_drift: kinds.flatMap(({ resource_drift }) => resource_drift),
    errors: shownPlans.refused.errors,
    warnings: kinds.flatMap(({ warnings }) => warnings),
  }
  const property = fc.asyncProperty(hostileName, async (name) => {
    const now = named(all, name)
    const own = { ...marker, key: name }
    const remark = planDelta({ head: 'abcdef0', fp: '', ...keptRows(named(first, 'x')) }, now)
    const body = planComment(now, { kind: 'plan', marker: own, status, remark })
    await look(body)
    const failure = failureText('ST300', `cluster "us": ${name}\n- ${name}\nsaid ${name}`)
    await look(withStatus(body, { ...status, state: 'outdated', below: `${failure}\n\n${remark}` }))
    await look(failureComment({ title: 'x', body: failure }, { kind: 'drift', marker: own, status }))
    await look(renderPlanMarkdown(now, { bytesMax: 4_000, topology: name }))
    const promised = { plan: now, seconds: 1, hasCaughtUp: false, groupsLeft: [name] }
    await look(promiseMarkdown(now, promised))
    const subject = {
      filename: name,
      start: { line: 1, column: 1, byte: 0 },
      end: { line: 1, column: 2, byte: 1 },
    }
    const diagnostic = { severity: 'error', code: 'ST160', summary: name, detail: name, subject } as const
    for (const bytesMax of [60_000, 300, 1])
      await look(diagnosticsMarkdown([diagnostic], new Map([[name, name]]), bytesMax))
    const { summary, severity } = diagnostic
    const told = { severity, code: name, summary, range: subject }
    const answer = { valid: false, error_count: 1, warning_count: 0, diagnostics: [told] }
    for (const bytesMax of [60_000, 1]) await look(validationMarkdown(answer, name, bytesMax))
  })
  await assertProperty(property, { numRuns: 60 })
})

describe('a plan of thousands of changes', () => {
  const rowsOf = (times: number, evil: string): Plan => {
    const rows = kinds.flatMap(({ resource_changes }) => resource_changes)
    const copies = Array.from({ length: times }, (_, at) => {
      const text = JSON.stringify(rows)
        .replaceAll('orders', `orders-${at}`)
        .replaceAll('us-to-eu', `flow-${at % 40}`)
      return JSON.parse(text) as Plan['resource_changes']
    })
    return named({ ...first, resource_changes: copies.flat() }, evil)
  }

  for (const [times, evil] of [
    [40, ''],
    [200, '"]; --> @admin </details>'],
  ] as const) {
    test(`shows ${times} times every kind of change by what it has room for, and what can hurt first`, async () => {
      const plan = rowsOf(times, evil)
      const text = await look(planComment(plan, { kind: 'plan', marker, status }))
      assert.match(text, /^\s*📋 Strait plan: /u)
      const destroyed = plan.resource_changes.filter(({ change: { actions } }) =>
        actions.includes('delete' as never),
      )
      assert.ok(destroyed.length >= times)
      const [top = ''] = text.split('flowchart')
      assert.match(top, /What to look at\s+🔴/u)
      assert.match(text, /^[^\n]*\n+📋 Planned at abcdef0 in this job\s/u)
      const summary = renderPlanMarkdown(plan, { bytesMax: 1_000_000 })
      assert.ok(Buffer.byteLength(summary) <= 1_000_000)
      assert.ok(summary.length > text.length, 'the summary has room for more')
    })
  }
})
