// The real command line as a child process, as a user or a pipeline runs it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const mainFile: string = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves with everything that stderr holds so far, once `pattern` is in it. */
  readonly said: (pattern: RegExp) => Promise<string>
  /** The same of stdout. */
  readonly printed: (pattern: RegExp) => Promise<string>
}

/** Without the colour and workflow variables of whoever runs the tests; stdin is empty. */
export function start(args: readonly string[], { cwd, env = {} }: RunOptions = {}): Running {
  const { NO_COLOR: _no, FORCE_COLOR: _force, npm_lifecycle_event: _npm, ...others } = process.env
  const { GITHUB_ACTIONS: _on, GITHUB_ACTOR: _actor, ...inherited } = others
  const child = spawn(process.execPath, [mainFile, ...args], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  const text = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk
  })
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, ...text }))
  const heard = (name: 'stdout' | 'stderr') => async (pattern: RegExp) => {
    const stream = child[name]
    while (!pattern.test(text[name])) {
      const more = stream === null ? Promise.reject(new Error(`no ${name}`)) : once(stream, 'data')
      const end = await Promise.race([more.then(() => undefined), ended])
      if (end !== undefined && !pattern.test(text[name])) {
        throw new Error(`ended (${end.code ?? end.signal}) without ${pattern}:\n${end.stderr}`)
      }
    }
    return text[name]
  }
  return { child, ended, said: heard('stderr'), printed: heard('stdout') }
}

/** A process whose reader goes away after the first piece of stdout, as `| head -1` does. */
export async function unread(args: readonly string[]): Promise<Pick<Ended, 'code' | 'stderr'>> {
  const child = spawn(process.execPath, [mainFile, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const [code] = await once(child, 'close')
  return { code, stderr }
}

export function strait(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(args, options).ended
}

export interface Folder extends Disposable {
  readonly path: string
  readonly write: (name: string, text: string) => void
  readonly directory: (name: string) => void
}

/** A directory with files in it, removed when it is disposed. */
export function folder(files: Readonly<Record<string, string>>): Folder {
  const path = mkdtempSync(join(tmpdir(), 'strait-cli-'))
  const write = (name: string, text: string): void => writeFileSync(join(path, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  const directory = (name: string): void => mkdirSync(join(path, name))
  return { path, write, directory, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** A topology of one flow from us to eu. */
export function topologyText({ us, eu, flow }: { us: string[]; eu: string[]; flow: string }): string {
  return `cluster "us" {
  bootstrap = ${JSON.stringify(us)}
}

cluster "eu" {
  bootstrap = ${JSON.stringify(eu)}
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu

${flow}
}
`
}
