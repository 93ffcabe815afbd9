// The action as a process, with the runner's environment: what it refuses, and what it prints.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openLog } from '../../src/cli/action/log.ts'
import { redactor } from '../../src/github/redact.ts'
import { action, type Run } from './action-process.ts'
import { folder } from './strait.ts'

const main = { repository: { default_branch: 'main' } }
const refusals: readonly (Omit<Run, 'workspace'> & { readonly name: string; readonly says: RegExp })[] = [
  {
    name: 'pull_request_target',
    event: 'pull_request_target',
    payload: {},
    says: /pull_request_target runs with the repository's secrets on the say of strangers/,
  },
  { name: 'issue_comment', event: 'issue_comment', payload: {}, says: /issue_comment runs with/ },
  {
    name: 'apply on a pull request',
    event: 'pull_request',
    payload: {
      pull_request: {
        number: 1,
        head: { sha: 'a', repo: { full_name: 'o/r' } },
        base: { sha: 'b', ref: 'main', repo: { full_name: 'o/r' } },
      },
    },
    inputs: { command: 'apply' },
    says: /apply does not run on a pull request; merge it first/,
  },
  {
    name: 'apply on a branch that is not its own',
    event: 'push',
    payload: main,
    ref: 'refs/heads/side',
    inputs: { command: 'apply' },
    says: /apply is for the default branch, and this is side/,
  },
  {
    name: 'a command that is not known',
    event: 'push',
    payload: main,
    inputs: { command: 'destroy' },
    says: /the input command is one of plan, apply, validate, drift, comment; it is "destroy"/,
  },
]

for (const { name, says, ...run } of refusals) {
  test(`${name} is refused, and the job says why`, async () => {
    using place = folder({ 'main.hcl': 'cluster "us" {\n  bootstrap = ["127.0.0.1:1"]\n}\n' })
    const { code, log, output } = await action(place, { ...run, workspace: place.path })
    assert.equal(code, 1)
    assert.match(log, says)
    assert.match(output, /failure_reason<<(\S+)\n(not_allowed|invalid_usage)\n\1\n/)
  })
}

for (const [target, kind] of [
  ['/etc/hostname', 'a file of the runner'],
  ['.git/config', 'what git keeps'],
] as const) {
  test(`a link to ${kind} is not read, and so not shown`, async () => {
    using place = folder({ 'main.hcl': 'cluster "us" {\n  bootstrap = ["127.0.0.1:1"]\n}\n' })
    const workspace = join(place.path, 'ws')
    mkdirSync(join(workspace, '.git'), { recursive: true })
    writeFileSync(join(workspace, '.git', 'config'), 'token canary-77')
    symlinkSync(target.startsWith('/') ? target : join(workspace, target), join(workspace, 'x.hcl'))
    const run = { event: 'push', payload: main, workspace, inputs: { command: 'validate' } }
    const { code, log } = await action(place, run)
    assert.equal(code, 1)
    assert.match(log, /x\.hcl leads out of the repository; the action reads nothing else/)
    assert.doesNotMatch(log, /canary/)
  })
}

test('a topology at the root of a repository cannot show what git keeps', async () => {
  using place = folder({
    'main.hcl': 'cluster "us" {\n  bootstrap = [file(".git/config")]\n}\n',
  })
  mkdirSync(join(place.path, '.git'))
  place.write('.git/config', 'canary-78')
  const run = { event: 'push', payload: main, workspace: place.path, inputs: { command: 'validate' } }
  const { code, log } = await action(place, run)
  assert.equal(code, 1)
  assert.match(log, /file: .*what git keeps is no part of a topology/)
  assert.doesNotMatch(log, /canary/)
})

for (const [directory, what] of [
  ['.', 'there are no *.hcl files in .'],
  ['topology', 'there is no directory topology'],
] as const) {
  test(`a topology that a commit took away is told to go on: ${what}`, async () => {
    using place = folder({ 'README.md': 'moved\n' })
    const run = { event: 'push', payload: main, workspace: place.path, inputs: { directory } }
    const { code, log, output } = await action(place, run)
    assert.equal(code, 1)
    assert.ok(log.includes(`::error title=ST602::${what}`), log)
    assert.match(
      log,
      /what was applied from it goes on all the same: to stop it, leave the clusters, take the/,
    )
    assert.match(output, /failure_reason<<(\S+)\ninvalid_usage\n\1\n/)
    assert.match(readFileSync(join(place.path, 'summary'), 'utf8'), /^### ❌ Strait: files cannot be read\n/)
  })
}

test('a line that looks like a command is text, a command of ours is one, and a secret is neither', () => {
  let written = ''
  const log = openLog((piece) => {
    written += piece
  })
  log.redactWith(redactor(['hunter2']))
  log.terminal.print('a\n::error::forged\u001b[31m\n##[error]forged hunter2')
  log.command('::error::ours hunter2')
  log.close()
  const [, token = ''] = /^::stop-commands::(\S+)$/m.exec(written) ?? []
  assert.equal(
    written.replaceAll(token, 'T'),
    [
      '::stop-commands::T',
      'a',
      '::error::forged<U+001B>[31m',
      '##<U+005B>error]forged ***',
      '::T::',
      '::error::ours ***',
      '::stop-commands::T',
      '::T::',
      '',
    ].join('\n'),
  )
})
