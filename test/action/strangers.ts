// Pull requests of strangers, and those that would do something with a secret that nobody meant: what they say is shown,
// and nothing is connected. Run by npm run test:action.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { PullRequest } from './github-server.ts'
import { openStage, type Stage } from './stage.ts'

/** What a terminal acts on. */
const acting = /(?!\n)[\p{Cc}\p{Cf}]/u

let stage: Stage
let base: string

before(async () => {
  stage = await openStage()
  base = stage.repository.commit({ 'README.md': 'a repository\n' })
})

after(() => stage[Symbol.asyncDispose]())

const orders = `  topics {
    include = ["orders.*"]
  }`

/** What a runner would take for a command, of those that we do not mean. */
function forgedIn(log: string): string[] {
  return log.split('\n').filter((line) => /❗|🚧|💬|⚙|❓/u.test(line) && line.includes('forged'))
}

describe('a pull request', () => {
  async function listening<Result>(
    work: (port: number, seen: () => number) => Promise<Result>,
  ): Promise<Result> {
    let connections = 0
    const listener = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    await once(listener.listen(0, '127.0.0.1'), 'listening')
    try {
      return await work((listener.address() as AddressInfo).port, () => connections)
    } finally {
      listener.close()
    }
  }

  const secured = (host: string, tls = ''): Record<string, string> => {
    const cluster = (name: string, address: string): string =>
      `cluster "${name}" {\n  bootstrap = ["${address}"]\n${tls}\n  sasl {\n    mechanism = "scram-sha-512"\n    username  = "strait"\n    password  = env("${name.toUpperCase()}_PASSWORD")\n  }\n}\n`
    const flow = `flow "us-to-eu" {\n  source = cluster.us\n  target = cluster.eu\n\n${orders}\n}\n`
    return { 'topology/main.hcl': `${cluster('us', host)}\n${cluster('eu', 'eu.example.com:9092')}\n${flow}` }
  }
  const secrets = { US_PLAN_PASSWORD: 'canary-us-7c1e', EU_PLAN_PASSWORD: 'canary-eu-41aa' }

  test('of a fork is checked offline, and what was found is told by a workflow of main', () =>
    listening(async (port, seen) => {
      stage.github.tokens.set('reader', 'github-actions[bot]')
      stage.github.readOnly.add('reader')
      stage.repository.branch('fork', base)
      const head = stage.repository.commit(secured(`127.0.0.1:${port}`))
      const pull: PullRequest = {
        number: 8,
        head,
        from: 'eve:change',
        files: ['topology/main.hcl'],
        mergeSha: null,
      }
      stage.github.pullRequests.push(pull)
      const payload = stage.pullRequest(pull, { base, isFork: true })
      stage.github.calls.length = 0
      const { code, log } = await stage.run({
        workflow: 'plan',
        event: 'pull_request',
        payload,
        token: 'reader',
      })
      assert.equal(code, 0, log)
      assert.equal(seen(), 0)
      assert.deepEqual(
        stage.github.calls.filter(({ method }) => method !== 'GET'),
        [],
      )
      assert.match(log, /Summary - ### ✅ Strait: the topology is valid/)

      stage.repository.branch('main', base)
      const run = { id: 1, event: 'pull_request', head_sha: head, head_branch: 'change' }
      const from = { full_name: 'eve/r', owner: { login: 'eve' } }
      const second = { workflow_run: { ...run, head_repository: from }, repository: { full_name: 'o/r' } }
      const told = await stage.run({ workflow: 'comment', event: 'workflow_run', payload: second })
      assert.equal(told.code, 0, told.log)
      const [comment] = stage.github.of(8)
      assert.match(comment?.body ?? '', /### ✅ Strait: the topology is valid/)
      assert.match(comment?.body ?? '', /a pull request of a fork gets no secrets/)
    }))

  test('of a fork may hold anything: it is shown as text, reads nothing of the runner, and connects to nobody', () =>
    listening(async (port, seen) => {
      const evil = '@admin <img src=x> [x](https://evil.example.net) \u001b[31m\u202e'
      stage.repository.branch('hostile', base)
      const path = stage.repository.path
      mkdirSync(join(path, 'topology'), { recursive: true })
      const { 'topology/main.hcl': good = '' } = secured(`127.0.0.1:${port}`)
      const wrong = [
        `locals {\n  a = file("../.git/config")\n  b = file("/etc/passwd")\n  c = env("EU_PASSWORD")\n}`,
        `flow "${evil}\\n::error::forged" {\n  "${evil}" = 1\n}`,
        '```\n::set-output name=changes::true\n##[error]forged',
        `output "deep" {\n  value = ${'['.repeat(300)}\n}`,
      ]
      const written = Object.fromEntries(wrong.map((text, at) => [`topology/wrong-${at}.hcl`, text]))
      const head = stage.repository.commit({ 'topology/main.hcl': good, ...written })
      const pull = { number: 12, head, from: 'eve:hostile', files: Object.keys(written), mergeSha: null }
      stage.github.pullRequests.push(pull)
      stage.github.tokens.set('reader', 'github-actions[bot]')
      stage.github.readOnly.add('reader')
      const payload = stage.pullRequest(pull, { base, isFork: true })
      const given = { workflow: 'plan', event: 'pull_request', payload, token: 'reader', secrets } as const
      const { code, log, outputs } = await stage.run(given)
      assert.deepEqual(
        [code, outputs['failure_reason'], outputs['changes']],
        [1, 'invalid_topology', 'false'],
      )
      assert.equal(seen(), 0)
      assert.doesNotMatch(log, /canary|repositoryformatversion|root:.*:0:0/)
      assert.equal(log.includes('\u001b[31m') || log.includes('\u202e'), false)
      assert.deepEqual(
        forgedIn(log).filter((line) => !/::(?:error|warning) file=/.test(line)),
        [],
      )

      stage.repository.branch('main', base)
      const run = { id: 1, event: 'pull_request', head_sha: head, head_branch: 'hostile' }
      const from = { full_name: 'eve/r', owner: { login: 'eve' } }
      const second = { workflow_run: { ...run, head_repository: from }, repository: { full_name: 'o/r' } }
      const told = await stage.run({ workflow: 'comment', event: 'workflow_run', payload: second })
      assert.equal(told.code, 0, told.log)
      const [{ body = '' } = {}] = stage.github.of(12)
      assert.match(body, /### ❌ Strait: \d+ errors/)
      const shown = body.slice(body.indexOf('\n'))
      assert.doesNotMatch(shown, /@admin|<img|\]\(https:\/\/evil|^::/m)
      assert.doesNotMatch(shown, acting)

      mkdirSync(join(path, 'topology'), { recursive: true })
      symlinkSync('/etc/passwd', join(path, 'topology', 'linked.hcl'))
      const linked = await stage.run(given)
      assert.match(linked.log, /topology\/linked\.hcl leads out of the repository/)
      assert.doesNotMatch(linked.log, /root:.*:0:0/)
      rmSync(join(path, 'topology', 'linked.hcl'))
    }))

  test('that keeps host and secret and drops TLS, or brings authorities of its own, is refused at the line', () =>
    listening(async (port, seen) => {
      const tls = (file: string): string => `\n  tls {${file}}\n`
      stage.repository.branch('secured', base)
      const securedBase = stage.repository.commit(secured(`127.0.0.1:${port}`, tls('')))
      for (const [number, way, line, why] of [
        [13, '', 1, /would send env\("US_PASSWORD"\) in clear, but that secret is bound to TLS/],
        [14, tls('\n    ca_file = "mine.pem"\n  '), 5, /to whoever the CA file [0-9a-f]{64} vouches for/],
      ] as const) {
        stage.repository.branch('weaker', securedBase)
        const files = { ...secured(`127.0.0.1:${port}`, way), 'topology/mine.pem': 'mine\n' }
        const pull = {
          number,
          head: stage.repository.commit(files),
          from: 'o:weaker',
          files: [],
          mergeSha: null,
        }
        stage.github.pullRequests.push(pull)
        const payload = stage.pullRequest(pull, { base: securedBase })
        const { code, log, outputs } = await stage.run({
          workflow: 'plan',
          event: 'pull_request',
          payload,
          secrets,
        })
        assert.deepEqual([code, outputs['failure_reason']], [1, 'secret_not_bound'], log)
        assert.match(log, new RegExp(`::error file=topology/main\\.hcl,line=${line},.*title=ST610`))
        assert.match(log, why)
        const [comment] = stage.github.of(number)
        assert.match(comment?.body ?? '', /### ❌ Strait: a secret is not meant for this cluster/)
        assert.match(comment?.body ?? '', new RegExp(`\\n +${line}: `))
        assert.doesNotMatch(log + comment?.body, /canary/)
      }
      assert.equal(seen(), 0)
    }))

  test('that sends a known secret to another host is refused before anything is connected', () =>
    listening(async (port, seen) => {
      stage.repository.branch('secured', base)
      const securedBase = stage.repository.commit(secured('us.example.com:9092'))
      const head = stage.repository.commit(secured(`127.0.0.1:${port}`))
      const pull: PullRequest = {
        number: 9,
        head,
        from: 'o:steal',
        files: ['topology/main.hcl'],
        mergeSha: null,
      }
      stage.github.pullRequests.push(pull)
      const payload = stage.pullRequest(pull, { base: securedBase })
      const { code, log } = await stage.run({ workflow: 'plan', event: 'pull_request', payload, secrets })
      assert.equal(code, 1, log)
      assert.match(
        log,
        /ST610.*would send env\("US_PASSWORD"\) to 127\.0\.0\.1:\d+, but that secret is bound to us\.example\.com:9092/,
      )
      assert.equal(seen(), 0)
      const [comment] = stage.github.of(9)
      assert.match(comment?.body ?? '', /### ❌ Strait: a secret is not meant for this cluster/)
      assert.doesNotMatch(log + comment?.body, /canary/)

      const bound = { STRAIT_SECRET_BINDINGS: 'US_PASSWORD = us.example.com; EU_PASSWORD = *.example.com' }
      const again = await stage.run({
        workflow: 'plan',
        event: 'pull_request',
        payload,
        secrets,
        variables: bound,
      })
      assert.equal(again.code, 1)
      assert.match(again.log, /ST610.*that secret is bound to us\.example\.com;/)
      assert.equal(seen(), 0)
    }))
})
