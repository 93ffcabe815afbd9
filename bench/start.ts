// `npm run bench:start`: how long `strait validate` takes on each example, from the start of the process to its
// end, and prints one JSON document. Options: --runs 10, --main FILE (src/cli/main.ts for a checkout's sources; else
// dist/cli/main.js, what the npm package carries, which the script builds first).
//
// cold: a machine's first run, with home and temporary folder empty: neither compiled code nor HashiCorp's verdict on
// the files is cached. warm: the second run. bare: `node` with an empty script, which nothing here can go below.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.ts'
import { rounded } from './measure.ts'

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '10' }, main: { type: 'string', default: 'dist/cli/main.js' } },
})
const runs = Number(options.runs)
const root = fileURLToPath(new URL('..', import.meta.url))

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

function measureExample(name: string): { readonly warm: Spread; readonly cold: Spread } {
  const validate = [options.main, 'validate', join('examples', name)]
  const cold = repeated(() => withCache((cache) => timed(validate, cache)))
  const warm = withCache((cache) => {
    timed(validate, cache)
    return repeated(() => timed(validate, cache))
  })
  return { warm, cold }
}

const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
const bare = withCache((cache) => repeated(() => timed(['-e', '0'], cache)))
const validate = Object.fromEntries(examples.map((name) => [name, measureExample(name)]))
console.log(
  JSON.stringify({ machine: await describeMachine(), main: options.main, runs, bare, validate }, null, 2),
)
