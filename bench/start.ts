// `npm run bench:start`: how long `strait validate` takes on each example, from the start of the process to its
// end, and prints one JSON document. Options: --runs 10, --main FILE (dist/cli/main.js after `npm run build`).
//
// warm: as a user's second run is, caches filled. cold: nothing cached, neither compiled code nor HashiCorp's
// verdict on the files. bare: `node` with an empty script, which nothing here can go below.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.ts'
import { rounded } from './measure.ts'

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '10' }, main: { type: 'string', default: 'src/cli/main.ts' } },
})
const runs = Number(options.runs)
const root = fileURLToPath(new URL('..', import.meta.url))

interface Spread {
  readonly minMs: number
  readonly medianMs: number
  readonly maxMs: number
}

function timed(args: readonly string[], cache: string): number {
  const env = { ...process.env, XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: join(cache, 'compiled') }
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
