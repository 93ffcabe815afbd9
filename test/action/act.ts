// nektos/act, which runs workflows on this machine as GitHub's runner would, without containers. It is built by Go once
// and kept outside the work tree.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
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
  readonly code: number | null
  readonly log: string
}

/** Runs one workflow file. */
export async function runWorkflow(act: string, given: WorkflowRun): Promise<WorkflowEnd> {
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
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk
    })
  }
  const [code] = await once(child, 'close')
  return { code, log }
}
