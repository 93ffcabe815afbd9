// Runs the real command line, as a user would. Children live in process groups of their own, so that Ctrl-C
// reaches the demo alone and everything ends in order; if the demo is killed, they end with it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { logTail } from '../test/brokers/jvm.ts'
import { startReaper } from '../test/brokers/reaper.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const STOP_LIMIT_MS = 20_000

/** Its output goes straight to the terminal. Throws where the exit code is not 0. */
export async function runStrait(args: readonly string[]): Promise<void> {
  const child = start(args, { stdout: 'inherit', stderr: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`strait ${args[0]} ended with ${code}`)
}

/** The JSON that it answers, whose shape the command's documentation fixes. */
export async function askStrait<Answer>(args: readonly string[]): Promise<Answer> {
  const child = start([...args, '--json'], { stdout: 'pipe', stderr: 'ignore' })
  const ended = once(child, 'exit')
  const text: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => text.push(piece))
  const [code] = await ended
  if (code !== 0) throw new Error(`strait ${args[0]} ended with ${code}:\n${text.join('')}`)
  return JSON.parse(text.join('')) as Answer
}

export interface Agent extends AsyncDisposable {
  readonly pid: number
  /** Rejects, with the end of its log, when it ends without being asked. */
  readonly failed: Promise<never>
  /** SIGTERM; answers the exit code once what it has fetched is written. */
  stop(): Promise<number | null>
}

/** A long-lived agent whose log goes to a file. */
export function startAgent(args: readonly string[], logFile: string): Agent {
  const log = openSync(logFile, 'w')
  const child = start(['agent', ...args], { stdout: log, stderr: log })
  let stopping = false
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const failed = exited.then((code) => {
    if (stopping) return new Promise<never>(() => {})
    throw new Error(`The agent has ended with ${code}. The end of its log:\n${logTail(logFile)}`)
  })
  failed.catch(() => {})
  const stop = async () => {
    stopping = true
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    const code = await exited
    clearTimeout(late)
    return code
  }
  return {
    pid: child.pid ?? 0,
    failed,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

type Output = 'inherit' | 'ignore' | 'pipe' | number

function start(
  args: readonly string[],
  { stdout, stderr }: { readonly stdout: Output; readonly stderr: Output },
): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: ROOT,
    stdio: ['ignore', stdout, stderr],
    detached: true,
    // The demo's own folder is where paths are seen from, whatever npm was called in.
    env: { ...process.env, INIT_CWD: ROOT },
  })
  const reaper = startReaper()
  reaper.watch(child.pid)
  child.once('exit', () => {
    reaper.watch(undefined)
    void reaper.close()
  })
  return child
}
