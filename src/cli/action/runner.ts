// What GitHub's runner tells a step about the job, and where a step may leave something.

import { randomUUID } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { readTrigger, type Trigger } from '../../github/event.ts'
import { fileEntry } from '../../github/workflow-command.ts'

export interface Runner {
  /** The root of the checkout. */
  readonly workspace: string
  readonly repository: string
  readonly apiUrl: string
  readonly jobUrl: string
  readonly sha: string
  readonly trigger: Trigger
  /** A folder of the job's own. */
  readonly temporary: string
  readonly output: (name: string, value: string) => void
  /** Markdown for the job's page. */
  readonly summary: (markdown: string) => void
}

type Environment = Readonly<Record<string, string | undefined>>

export function readRunner(env: Environment): Runner {
  const text = (name: string, otherwise = ''): string => env[`GITHUB_${name}`] || otherwise
  const append = (file: string, entry: string): void => {
    if (file !== '') appendFileSync(file, entry)
  }
  const sha = text('SHA')
  const event = { name: text('EVENT_NAME', 'unknown'), ref: text('REF'), sha }
  return {
    workspace: text('WORKSPACE', process.cwd()),
    repository: text('REPOSITORY'),
    apiUrl: text('API_URL', 'https://api.github.com'),
    jobUrl: `${text('SERVER_URL', 'https://github.com')}/${text('REPOSITORY')}/actions/runs/${text('RUN_ID', '0')}`,
    sha,
    trigger: readTrigger({ ...event, payload: readPayload(text('EVENT_PATH')) }),
    temporary: env['RUNNER_TEMP'] || process.cwd(),
    output: (name, value) => append(text('OUTPUT'), fileEntry(name, value, `strait-${randomUUID()}`)),
    summary: (markdown) => append(text('STEP_SUMMARY'), `${markdown}\n`),
  }
}

function readPayload(file: string): unknown {
  return file === '' ? {} : JSON.parse(readFileSync(file, 'utf8'))
}
