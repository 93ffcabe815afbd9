// One process from start to end: how long it took, what it used.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { rounded } from './measure.ts'

export interface Run {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakRssMiB: number
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** Tells what the process has used, by itself, as it ends. */
const tell = `import { writeSync } from 'node:fs'
process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())))`
const tellingModule = `data:text/javascript,${encodeURIComponent(tell)}`

/** `node ARGS` in the root of the project. Throws where it fails, with what it said. */
export async function runOnce(args: readonly string[]): Promise<Run> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--import', tellingModule, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [output, errors, usage] = child.stdio.slice(1)
  const [[code], result, said, used] = await Promise.all([
    once(child, 'exit'),
    ...[output, errors, usage].map((stream) => text(stream as NodeJS.ReadableStream)),
  ])
  const wallMs = performance.now() - startedAt
  if (code !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${code}:\n${said}${result?.slice(-2_000)}`)
  const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(used ?? '')
  return {
    wallMs: rounded(wallMs, 0),
    cpuMs: rounded((userCPUTime + systemCPUTime) / 1000, 0),
    peakRssMiB: rounded(maxRSS / 1024, 0),
  }
}

/** The median of each figure by itself. */
export function medianRun(runs: readonly Run[]): Run {
  const middle = (of: (run: Run) => number): number => {
    const sorted = runs.map(of).sort((one, other) => one - other)
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  }
  return {
    wallMs: middle(({ wallMs }) => wallMs),
    cpuMs: middle(({ cpuMs }) => cpuMs),
    peakRssMiB: Math.max(...runs.map(({ peakRssMiB }) => peakRssMiB)),
  }
}
