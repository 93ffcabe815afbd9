// What a process and all its descendants have used so far, from Linux's /proc.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Usage {
  readonly userSeconds: number
  readonly systemSeconds: number
  /** Highest resident memory so far, added up over the processes alive now. */
  readonly peakRssBytes: number
}

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** Throws when `pid` is gone: a figure without its process would be silently too low. */
export function usageOf(pid: number): Usage {
  const own = readProcess(pid)
  if (own === undefined) throw new Error(`Process ${pid} has ended before it was measured`)
  return descendants(pid).reduce((sum, child) => add(sum, readProcess(child) ?? NOTHING), own)
}

export function difference(later: Usage, earlier: Usage): Usage {
  return {
    userSeconds: later.userSeconds - earlier.userSeconds,
    systemSeconds: later.systemSeconds - earlier.systemSeconds,
    peakRssBytes: later.peakRssBytes,
  }
}

export function cpuSeconds({ userSeconds, systemSeconds }: Usage): number {
  return userSeconds + systemSeconds
}

const NOTHING: Usage = { userSeconds: 0, systemSeconds: 0, peakRssBytes: 0 }

function add(one: Usage, other: Usage): Usage {
  return {
    userSeconds: one.userSeconds + other.userSeconds,
    systemSeconds: one.systemSeconds + other.systemSeconds,
    peakRssBytes: one.peakRssBytes + other.peakRssBytes,
  }
}

/** Its own time and that of children it has already waited for. */
function readProcess(pid: number): Usage | undefined {
  const fields = statFields(pid)
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]
  if (fields === undefined || peak === undefined) return undefined
  const seconds = (first: number, second: number) =>
    (Number(fields[first]) + Number(fields[second])) / TICKS_PER_SECOND
  return { userSeconds: seconds(11, 13), systemSeconds: seconds(12, 14), peakRssBytes: Number(peak) * 1024 }
}

function descendants(pid: number): number[] {
  const parents = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? Number(statFields(Number(name))?.[1]) : Number.NaN
    if (!Number.isNaN(parent)) parents.set(parent, [...(parents.get(parent) ?? []), Number(name)])
  }
  const below = (of: number): number[] => (parents.get(of) ?? []).flatMap((child) => [child, ...below(child)])
  return below(pid)
}

/** The fields of /proc/PID/stat from the third (state) on: the second holds a name that may contain spaces. */
function statFields(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
