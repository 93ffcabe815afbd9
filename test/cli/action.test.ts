// The action as a process, with the runner's environment: what it refuses, what it prints, and what a shallow checkout
// does to secrets.

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openLog } from '../../src/cli/action/log.ts'
import { redactor } from '../../src/github/redact.ts'
import { type Folder, folder } from './strait.ts'

const mainFile = fileURLToPath(new URL('../../src/cli/action/main.ts', import.meta.url))

interface Run {
  readonly event: string
  readonly payload: unknown
  readonly workspace: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly ref?: string
  readonly env?: Readonly<Record<string, string>>
}

async function action(
  place: Folder,
  { event, payload, workspace, inputs = {}, ref = 'refs/heads/main', env }: Run,
) {
  for (const name of ['output', 'summary']) place.write(name, '')
  place.write('event.json', JSON.stringify(payload))
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  const child = spawn(process.execPath, [mainFile], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: place.path,
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: join(place.path, 'event.json'),
      GITHUB_REF: ref,
      GITHUB_OUTPUT: join(place.path, 'output'),
      GITHUB_STEP_SUMMARY: join(place.path, 'summary'),
      RUNNER_TEMP: place.path,
      ...Object.fromEntries(given),
      ...env,
    },
  })
  const [log, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { code, log, output: readFileSync(join(place.path, 'output'), 'utf8') }
}

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
        base: { sha: 'b', repo: { full_name: 'o/r' } },
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

test('a shallow checkout fetches the base commit to learn what it does with secrets', async () => {
  using place = folder({})
  const origin = join(place.path, 'origin')
  const git = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd,
      encoding: 'utf8',
    }).trim()
  git(place.path, 'init', '-q', '-b', 'main', origin)
  const commit = (host: string): string => {
    writeFileSync(join(origin, 'main.hcl'), secured(host))
    git(origin, 'add', '-A')
    git(origin, 'commit', '-q', '-m', host)
    return git(origin, 'rev-parse', 'HEAD')
  }
  const base = commit('us.example.com:9092')
  const head = commit('evil.example.net:9092')
  git(place.path, 'clone', '-q', '--depth=1', `file://${origin}`, 'shallow')
  const repo = { full_name: 'o/r' }
  const payload = { pull_request: { number: 1, head: { sha: head, repo }, base: { sha: base, repo } } }
  const workspace = join(place.path, 'shallow')
  const env = { US_PASSWORD: 'canary-1', EU_PASSWORD: 'canary-2' }
  const { code, log, output } = await action(place, { event: 'pull_request', payload, workspace, env })
  assert.equal(code, 1)
  assert.match(
    log,
    /would send env\("US_PASSWORD"\) to evil\.example\.net:9092, but that secret is bound to us\.example\.com:9092/,
  )
  assert.match(output, /secret_not_bound/)

  git(workspace, 'remote', 'set-url', 'origin', `file://${place.path}/gone`)
  const unknown = { pull_request: { ...payload.pull_request, base: { sha: 'f'.repeat(40), repo } } }
  const lost = await action(place, { event: 'pull_request', payload: unknown, workspace, env })
  assert.equal(lost.code, 1)
  assert.match(lost.log, /ST610.*what the base branch does with secrets cannot be told/)
})

function secured(host: string): string {
  const cluster = (name: string, address: string): string => `cluster "${name}" {
  bootstrap = ["${address}"]

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = env("${name.toUpperCase()}_PASSWORD")
  }
}
`
  return `${cluster('us', host)}
${cluster('eu', 'eu.example.com:9092')}
flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}
`
}
