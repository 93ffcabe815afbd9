// `npm run bench:start`: how long commands that contact nothing take, from the start of the process to its end; prints
// one JSON document. `package` is dist/, what the npm package carries, which the script builds first; `checkout` runs
// the sources. Option: --runs 10.
//
// first: a machine's first run, with home and temporary folder empty: neither compiled code nor HashiCorp's verdict on
// the files is cached; only the system has read the files before. later: the second run. afterInstall: the first run of a
// checkout after what `npm ci` runs last (bundle/prepare.js). bare: `node` with an empty script, which nothing here can
// go below.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.ts'
import { rounded } from './measure.ts'

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '10' } } })
const runs = Number(options.runs)
const root = fileURLToPath(new URL('..', import.meta.url))
const mains = { package: 'dist/cli/main.js', checkout: 'src/cli/main.ts' }

interface Spread {
  readonly minMs: number
  readonly medianMs: number
  readonly maxMs: number
}

function timed(args: readonly string[], cache: string): number {
  // Not by NODE_COMPILE_CACHE, which Node also gives to threads that do not ask for it.
  const { NODE_COMPILE_CACHE: _, ...inherited } = process.env
  const env = { ...inherited, XDG_CACHE_HOME: cache, TMPDIR: cache }
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })
  const ms = performance.now() - startedAt
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`)
  return ms
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number): number =>
    rounded(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN, 0)
  return { minMs: at(0), medianMs: at(0.5), maxMs: at(1) }
}

function repeated(run: () => number): Spread {
  return spread(Array.from({ length: runs }, run))
}

/** With a cache of its own, so that the user's is neither used nor filled. */
function withCache<Result>(use: (cache: string) => Result): Result {
  const cache = mkdtempSync(join(tmpdir(), 'strait-start-'))
  try {
    return use(cache)
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
}

interface Measured {
  readonly package: { readonly first: Spread; readonly later: Spread }
  readonly checkout: { readonly first: Spread; readonly afterInstall: Spread }
}

/** `installed`: the cache that the preparation of a checkout has filled. */
function measure(args: readonly string[], installed: string): Measured {
  const first = (main: string): Spread => repeated(() => withCache((cache) => timed([main, ...args], cache)))
  const later = (main: string, cache: string): Spread => repeated(() => timed([main, ...args], cache))
  return {
    package: {
      first: first(mains.package),
      later: withCache((cache) => {
        timed([mains.package, ...args], cache)
        return later(mains.package, cache)
      }),
    },
    checkout: { first: first(mains.checkout), afterInstall: later(mains.checkout, installed) },
  }
}

/** A topology of its own for everyone: nothing that was prepared knows its files. */
function largeTopology(flows: number): string {
  const clusters = ['us', 'eu'].map(
    (name) => `cluster "${name}" {\n  bootstrap = ["${name}.example.com:9092"]\n}\n`,
  )
  const each = Array.from({ length: flows }, (_, index) =>
    [
      `flow "team-${index}" {`,
      '  source = cluster.us',
      '  target = cluster.eu',
      '',
      '  topics {',
      `    include = ["team-${index}\\\\..*"]`,
      '  }',
      '}',
      '',
    ].join('\n'),
  )
  return [...clusters, ...each].join('\n')
}

const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join('examples', name))
  .sort()

const measured = withCache((installed) => {
  timed(['bundle/prepare.js'], installed)
  const large = join(installed, 'large')
  mkdirSync(large)
  const text = largeTopology(300)
  writeFileSync(join(large, 'main.hcl'), text)
  const all = (commands: readonly (readonly string[])[]): Record<string, Measured> =>
    Object.fromEntries(
      commands.map((args) => [args.join(' ').replace(large, 'LARGE'), measure(args, installed)]),
    )
  return {
    ...all(examples.map((directory) => ['validate', directory])),
    ...all([
      ['--version'],
      ['--help'],
      ['fmt', '--check', 'examples/active-passive'],
      ['completion', 'bash'],
      ['names', 'flow', 'examples/active-passive'],
      ['names', 'flow', 'examples/regions'],
    ]),
    largeLines: text.split('\n').length - 1,
    ...all([['validate', large]]),
  }
})
const bare = withCache((cache) => repeated(() => timed(['-e', '0'], cache)))
console.log(JSON.stringify({ machine: await describeMachine(), runs, bare, ...measured }, null, 2))
