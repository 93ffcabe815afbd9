// Command lines that cannot be understood: what is said, and that a next step is named.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { before, describe, test } from 'node:test'
import { commands } from '../../src/cli/command-table.ts'
import { notYet } from '../../src/cli/not-yet.ts'
import { type Ended, mainFile, strait } from './strait.ts'

const mistakes: readonly { readonly line: string; readonly says: RegExp }[] = [
  {
    line: 'valdate',
    says: /^Error\[ST640\]: strait has no command "valdate"\nDid you mean strait validate\?\n\nstrait --help shows every command\.\n$/,
  },
  { line: 'help plna', says: /^Error\[ST640\]: strait has no command "plna"\nDid you mean strait plan\?/ },
  { line: 'import mm3 x', says: /^Error\[ST640\]: .*"import mm3"\nDid you mean strait import mm2\?/ },
  {
    line: 'import',
    says: /^Error\[ST600\]: strait import is not a whole command; there is strait import mm2/,
  },
  {
    line: 'plan --jsn',
    says: /^Error\[ST641\]: strait plan has no flag --jsn\nDid you mean --json\?\n\nstrait plan --help /,
  },
  { line: '--versoin', says: /^Error\[ST641\]: strait has no flag --versoin\nDid you mean --version\?/ },
  { line: '--color never plan --detaled', says: /^Error\[ST641\]: .*\nDid you mean --detailed-exitcode\?/ },
  { line: 'status --out x', says: /^Error\[ST641\]: .*; it belongs to strait plan, strait import mm2/ },
  {
    line: 'graph --format svgg',
    says: /^Error\[ST600\]: --format is mermaid or svg, not "svgg"\nDid you mean svg\?/,
  },
  { line: 'plan --allow-destroy x', says: /^Error\[ST600\]: --allow-destroy does not take "x"/ },
  { line: 'plan --out', says: /^Error\[ST600\]: --out wants a value: --out <file>/ },
  { line: 'plan one two', says: /^Error\[ST600\]: strait plan takes \[dir\], and no more/ },
  { line: 'gaps', says: /^Error\[ST600\]: <flow> is missing: strait gaps <flow> \[dir\]/ },
  { line: 'completion bsh', says: /^Error\[ST600\]: .*"bsh"; did you mean bash\?/ },
  { line: 'plan exampels', says: /^Error\[ST602\]: there is no directory exampels; did you mean examples\?/ },
  { line: 'apply plan.jso', says: /^Error\[ST602\]: there is no directory and no saved plan plan\.jso/ },
  { line: 'show plan.jso', says: /^Error\[ST602\]: there is no plan file .*plan\.jso/ },
  {
    line: 'pause us-to-e examples/active-passive',
    says: /^Error\[ST550\]: this directory has no flow "us-to-e"; did you mean "us-to-eu"\?/,
  },
  {
    line: 'failover us-to-eu',
    says: /^Error\[ST642\]: strait failover is not in this version yet\. Until then: /,
  },
  { line: 'help verify', says: /^Error\[ST642\]: strait verify is not in this version yet/ },
  { line: 'acl print', says: /^Error\[ST642\]: strait acl print is not / },
  { line: 'agent --listen 1:2', says: /^Error\[ST642\]: strait agent --listen is not / },
]

describe('a wrong command line', () => {
  const answers = new Map<string, Ended>()
  before(async () => {
    const all = mistakes.map(async ({ line }) => [line, await strait(line.split(' '))] as const)
    for (const [line, ended] of await Promise.all(all)) answers.set(line, ended)
  })
  for (const { line, says } of mistakes) {
    test(`strait ${line}`, () => {
      const { code, stdout, stderr = '' } = answers.get(line) ?? {}
      assert.deepEqual([code, stdout], [1, ''])
      assert.match(stderr, says)
    })
  }
})

test('with --json the mistake is a document too', async () => {
  const { stdout } = await strait(['plan', '--json', '--jsn'])
  const { failure_reason, error } = JSON.parse(stdout)
  assert.deepEqual([failure_reason, error.code], ['invalid_usage', 'ST641'])
})

test('what is said to be missing is missing', () => {
  const there = commands.flatMap(({ name, flags }) => [
    name,
    ...flags.map(({ flag }) => `${name} ${flag.split(' ')[0]}`),
  ])
  assert.deepEqual(
    notYet.filter(({ name }) => there.includes(name)),
    [],
  )
})

test('help fits a narrow window', async () => {
  const script = `stty cols 60; '${process.execPath}' '${mainFile}' --help; '${process.execPath}' '${mainFile}' plan --help`
  const { stdout } = spawnSync('script', ['-qec', `sh -c "${script}"`, '/dev/null'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  assert.match(stdout, /Write and review:/)
  assert.match(stdout, /--detailed-exitcode/)
  assert.deepEqual(
    stdout.split(/\r?\n/).filter((line) => line.length > 60 && !/^ {2}strait /.test(line)),
    [],
  )
})
