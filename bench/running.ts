// A contestant's process for the time of one measurement. It ends with the scope, or with this process.

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { logTail } from '../test/brokers/jvm.ts'
import { startReaper } from '../test/brokers/reaper.ts'
import type { Contestant, Course } from './contestant.ts'

const STOP_LIMIT_MS = 15_000

export interface Running extends AsyncDisposable {
  readonly pid: number
  readonly startedAt: number
  /** Throws, with the end of its logs, once the process is gone. */
  check(): Promise<void>
}

/** Starts it in a folder of its own below `course.folder`. */
export async function run(contestant: Contestant, course: Course): Promise<Running> {
  const folder = join(course.folder, contestant.name)
  await mkdir(folder, { recursive: true })
  const startedAt = performance.now()
  const child = await contestant.start({ ...course, folder })
  const { pid } = child
  if (pid === undefined) throw new Error(`${contestant.name} did not start`)
  const reaper = startReaper()
  reaper.watch(pid)
  return {
    pid,
    startedAt,
    check: async () => {
      if (!hasEnded(child)) return
      throw new Error(`${contestant.name} has ended too early.\n${await logTails(folder)}`)
    },
    [Symbol.asyncDispose]: async () => {
      await end(child)
      await reaper.close()
    },
  }
}

/** The ends of all logs in a folder. */
export async function logTails(folder: string): Promise<string> {
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'))
  return logs.map((name) => `${name}:\n${logTail(join(folder, name))}`).join('\n')
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await exited
  clearTimeout(late)
}
