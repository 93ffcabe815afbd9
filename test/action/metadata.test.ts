// action.yml, what the action reads and writes, and its page say the same.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { filesUnder } from '../tidy/source-tree.ts'

const textOf = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const metadata = textOf('action.yml')
const page = textOf('docs/github-action.md')
const sources = filesUnder('src/cli/action').map(textOf).join('\n')

function namesIn(section: string): string[] {
  const body = new RegExp(`^${section}:\\n((?:  .*\\n|\\n)+)`, 'm').exec(metadata)?.[1] ?? ''
  return [...body.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name = '']) => name)
}

test('every input of action.yml is read, and no other', () => {
  const read = [...textOf('src/cli/action/inputs.ts').matchAll(/\btext\('([\w-]+)'\)/g)].map(
    ([, name = '']) => name,
  )
  assert.deepEqual([...new Set(read)].sort(), namesIn('inputs').sort())
})

test('every output of action.yml is written', () => {
  const outputs = namesIn('outputs')
  assert.ok(outputs.length > 10)
  assert.deepEqual(
    outputs.filter((name) => !new RegExp(`\\b${name}\\b`).test(sources)),
    [],
  )
})

const tested = ['workflows', 'rollouts', 'outcomes', 'strangers']
  .map((name) => textOf(`test/action/${name}.ts`))
  .join('\n')
const examples = filesUnder('docs/workflows').map(textOf).join('\n')

/** What the workflows of the page give is given in every run of theirs. */
test('every input is given in a workflow that is run, and every output is looked at there', () => {
  const isGiven = (name: string): boolean =>
    new RegExp(`^ {10}${name}: `, 'm').test(examples) || new RegExp(`['" ]${name}'?: `).test(tested)
  assert.deepEqual(
    namesIn('inputs').filter((name) => !isGiven(name)),
    [],
  )
  assert.deepEqual(
    namesIn('outputs').filter((name) => !new RegExp(`\\b${name}\\b`).test(tested)),
    [],
  )
})

test('the page names every input and every output', () => {
  const named = [...namesIn('inputs'), ...namesIn('outputs')]
  assert.deepEqual(
    named.filter((name) => !page.includes(`\`${name}\``)),
    [],
  )
})

test('the workflows ask for no permission beyond theirs, and pin what they run', () => {
  for (const path of filesUnder('docs/workflows')) {
    const text = textOf(path)
    const granted = [...text.matchAll(/^ {2}([\w-]+): (read|write)$/gm)].map(([line]) => line.trim()).sort()
    const allowed = ['actions: read', 'contents: read', 'issues: write', 'pull-requests: write']
    assert.ok(
      granted.length > 0 && granted.every((each) => allowed.includes(each)),
      `${path}: ${granted.join()}`,
    )
    assert.doesNotMatch(text, /pull_request_target/)
    for (const [, action = '', ref = ''] of text.matchAll(/uses: ([\w./-]+)@(\S+)/g)) {
      if (action.startsWith('actions/')) assert.match(ref, /^[0-9a-f]{40}$/, `${path}: ${action}`)
    }
  }
})
