// What docs/commands shows of commands that contact nothing is what they print: each ```console block is run, in a
// directory with the ```hcl block before it as topology/main.hcl.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folder, strait } from './strait.ts'

const pages = join(import.meta.dirname, '../../docs/commands')
const offline = /^strait (?:validate|fmt|graph|explain ST)/

interface Sample {
  readonly page: string
  readonly hcl: string
  readonly command: string
  readonly output: string
}

function samplesOf(page: string): Sample[] {
  const text = readFileSync(join(pages, page), 'utf8')
  let hcl = ''
  return [...text.matchAll(/^```(hcl|console)\n([\s\S]*?)^```$/gm)].flatMap(([, kind, body = '']) => {
    if (kind === 'hcl') hcl = body
    const [, command, output] = /^\$ (.*)\n([\s\S]*)$/.exec(body) ?? []
    if (command === undefined || output === undefined || !offline.test(command)) return []
    return [{ page, hcl, command, output }]
  })
}

const samples = readdirSync(pages).flatMap(samplesOf)

test('there are samples', () => {
  assert.deepEqual(
    samples.map(({ page }) => page),
    ['explain.md', 'fmt.md', 'graph.md', 'validate.md'],
  )
})

for (const { page, hcl, command, output } of samples) {
  test(`${page}: ${command}`, async () => {
    using directory = folder({})
    directory.directory('topology')
    directory.write('topology/main.hcl', hcl)
    const [, ...args] = command.split(' ')
    const { stdout, stderr } = await strait(args, { cwd: directory.path })
    assert.equal(stdout + stderr, output)
  })
}
