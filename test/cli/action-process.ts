// The action as a process, with the runner's environment.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Folder } from './strait.ts'

const mainFile = fileURLToPath(new URL('../../src/cli/action/main.ts', import.meta.url))

export interface Run {
  readonly event: string
  readonly payload: unknown
  readonly workspace: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly ref?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Outputs and summary are written into `place`, which need not be the workspace. */
export async function action(
  place: Folder,
  { event, payload, workspace, inputs = {}, ref = 'refs/heads/main', env }: Run,
) {
  for (const name of ['output', 'summary']) place.write(name, '')
  place.write('event.json', JSON.stringify(payload))
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  const child = spawn(process.execPath, [mainFile], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: place.path,
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: join(place.path, 'event.json'),
      GITHUB_REF: ref,
      GITHUB_OUTPUT: join(place.path, 'output'),
      GITHUB_STEP_SUMMARY: join(place.path, 'summary'),
      RUNNER_TEMP: place.path,
      ...Object.fromEntries(given),
      ...env,
    },
  })
  const [log, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { code, log, output: readFileSync(join(place.path, 'output'), 'utf8') }
}
