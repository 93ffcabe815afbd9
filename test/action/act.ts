// nektos/act, which runs workflows on this machine as GitHub's runner would, without containers. It is built by Go once
// and kept outside the work tree.

import { execFile, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { MissingTool } from '../brokers/java.ts'

const actVersion = 'v0.2.89'
const run = promisify(execFile)

/** The path of act's binary. Throws MissingTool without Go. */
export async function installAct(tell: (step: string) => void): Promise<string> {
  const folder = join(homedir(), '.cache', 'strait', `act-${actVersion}`)
  const binary = join(folder, 'act')
  if (existsSync(binary)) return binary
  const go = await run('go', ['version']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )
  if (go === undefined) {
    throw new MissingTool(
      'npm run test:action builds act (github.com/nektos/act) and needs Go 1.24 or newer on the PATH: https://github.com/golang/go/wiki',
    )
  }
  tell(`building act ${actVersion} with ${go}`)
  await mkdir(folder, { recursive: true })
  const env = { ...process.env, GOBIN: folder, GOFLAGS: '' }
  await run('go', ['install', `github.com/nektos/act@${actVersion}`], { env, maxBuffer: 64 << 20 })
  return binary
}

export interface WorkflowRun {
  /** The checkout. */
  readonly directory: string
  readonly event: string
  readonly eventFile: string
  /** From the root of the checkout. */
  readonly workflow: string
  readonly apiUrl: string
  readonly token: string
  readonly secrets?: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** `owner/name@ref` → folder that is taken for it. */
  readonly actions: Readonly<Record<string, string>>
  /** act's own folder. */
  readonly home: string
}

export interface WorkflowEnd {
  /** Null where a signal ended it. */
  readonly code: number | null
  readonly log: string
}

export interface RunningWorkflow {
  readonly ended: Promise<WorkflowEnd>
  /** Resolves once `pattern` is in the log. */
  readonly said: (pattern: RegExp) => Promise<void>
  /** To the process of the action, as GitHub's runner cancels a job. */
  readonly cancel: (signal: NodeJS.Signals) => Promise<void>
  /** The action and act at once and without a word, as when the machine goes away. */
  readonly kill: () => Promise<void>
}

/** Starts one workflow file. */
export function startWorkflow(act: string, given: WorkflowRun): RunningWorkflow {
  const pairs = (flag: string, values: Readonly<Record<string, string>> = {}): string[] =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`])
  const args = [
    given.event,
    ...['-W', given.workflow, '-e', given.eventFile, '-P', 'ubuntu-latest=-self-hosted'],
    ...['--no-cache-server', '--action-offline-mode', '-s', `GITHUB_TOKEN=${given.token}`],
    ...pairs('-s', given.secrets),
    ...pairs('--var', given.variables),
    ...pairs('--env', { ...given.env, GITHUB_API_URL: given.apiUrl, GITHUB_REPOSITORY: 'o/r' }),
    ...pairs('--local-repository', given.actions),
  ]
  const { PATH, TMPDIR } = process.env
  const env = { PATH, HOME: given.home, ...(TMPDIR !== undefined && { TMPDIR }) }
  const child = spawn(act, args, { cwd: given.directory, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const heard = new EventEmitter()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk
      heard.emit('more')
    })
  }
  const ended = once(child, 'close').then(([code]): WorkflowEnd => ({ code, log }))
  const actionPid = async (): Promise<number> => {
    const found = (await descendants(child.pid ?? 0)).find(({ command }) =>
      command.includes('action/index.mjs'),
    )
    if (found === undefined) throw new Error(`the action does not run:\n${log}`)
    return found.pid
  }
  return {
    ended,
    said: async (pattern) => {
      while (!pattern.test(log)) {
        const end = await Promise.race([once(heard, 'more').then(() => undefined), ended])
        if (end !== undefined && !pattern.test(log)) throw new Error(`ended without ${pattern}:\n${log}`)
      }
    },
    cancel: async (signal) => void process.kill(await actionPid(), signal),
    kill: async () => {
      const pid = await actionPid()
      child.kill('SIGKILL')
      process.kill(pid, 'SIGKILL')
      await ended
    },
  }
}

interface Descendant {
  readonly pid: number
  readonly command: string
}

async function descendants(root: number): Promise<Descendant[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args='])
  const all = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  })
  const below = (parent: number): Descendant[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)])
  return below(root)
}
