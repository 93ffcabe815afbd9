// How often each function of src/ ran, or the most that a block in it did: what takes longer than its input grows shows
// in numbers that are the same on every machine.

import { Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const source = new URL('../src/', import.meta.url).href

/** By file and function, as `plan/routes.ts: foresee at 2041`. */
export type Operations = ReadonlyMap<string, number>

// What is forgotten, inlined or compiled for speed is not counted.
for (const flag of ['--no-flush-bytecode', '--no-opt', '--no-maglev', '--no-sparkplug'])
  setFlagsFromString(flag)
const session = new Session()
session.connect()
session.post('Profiler.enable')
// Before anything runs: a function that was compiled before is counted badly.
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

export function countOperations(run: () => void): Operations {
  takeCounts()
  run()
  return takeCounts()
}

/** Since they were taken before. */
function takeCounts(): Operations {
  const counts = new Map<string, number>()
  // Within one thread the answer is there when `post` returns.
  session.post('Profiler.takePreciseCoverage', (error, taken) => {
    if (error !== null) throw error
    for (const { url, functions } of taken.result) {
      if (!url.startsWith(source)) continue
      const file = fileURLToPath(url).slice(fileURLToPath(source).length)
      for (const { functionName, ranges } of functions) {
        const name = `${file}: ${functionName || 'function'} at ${ranges[0]?.startOffset}`
        counts.set(name, Math.max(...ranges.map(({ count }) => count)))
      }
    }
  })
  return counts
}

/** What runs more than `times` as often as before, beyond what a small input costs anyway. */
export function grownBeyond(times: number, before: Operations, after: Operations): string[] {
  const usual = 100
  return [...after].flatMap(([name, count]) => {
    const known = before.get(name) ?? 0
    return count > times * known + usual ? [`${name}: ${known}, then ${count}`] : []
  })
}
