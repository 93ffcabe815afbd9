// What the workflows run on: two clusters, a repository, GitHub's server, and act with the bundle alone in a folder.

import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFile } from '../../bundle/build-bundle.ts'
import { type RunningWorkflow, startWorkflow, type WorkflowEnd } from './act.ts'
import { GitHubServer, type PullRequest } from './github-server.ts'
import { openRepository, type Repository } from './repository.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Stage extends AsyncDisposable {
  readonly github: GitHubServer
  readonly repository: Repository
  /** Runs a workflow on what is checked out. */
  readonly run: (given: Run) => Promise<RunEnd>
  readonly start: (given: Run) => StartedRun
  /** Where the workflows leave artifacts. */
  readonly artifacts: string
  /** As GitHub tells it of a pull request whose head is `head`; checks the merge out. */
  readonly pullRequest: (pull: PullRequest, sides: Sides) => unknown
}

export interface Sides {
  readonly base: string
  readonly isFork?: boolean
}

export interface RunEnd extends WorkflowEnd {
  /** Of the action, as a later step of the workflow sees them. */
  readonly outputs: Readonly<Record<string, string>>
}

export interface StartedRun extends RunningWorkflow {
  readonly ended: Promise<RunEnd>
}

export interface Run {
  readonly workflow: 'plan' | 'apply' | 'drift' | 'comment'
  /** Of the action, beside those that the workflow gives; they count over them. */
  readonly inputs?: Readonly<Record<string, string>>
  /** What else is different in the workflow. */
  readonly edit?: (text: string) => string
  readonly event: string
  readonly payload: unknown
  readonly token?: string
  readonly secrets?: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, string>>
}

export async function openStage(): Promise<Stage> {
  const act = process.env['STRAIT_TEST_ACT']
  if (act === undefined) throw new Error('run this by npm run test:action')
  const home = mkdtempSync(join(tmpdir(), 'strait-act-'))
  const github = await GitHubServer.start()
  const repository = openRepository()
  const actions = writeActions(home)
  const eventFile = join(home, 'event.json')
  const artifacts = join(home, 'artifacts')
  const outputsFile = join(home, 'outputs.json')
  const start = (given: Run): StartedRun => {
    const { event, payload, token = 'writer', secrets = {}, variables = {} } = given
    writeFileSync(eventFile, JSON.stringify(payload))
    rmSync(outputsFile, { force: true })
    const running = startWorkflow(act, {
      ...{ directory: repository.path, event, eventFile, token, secrets, variables, actions, home },
      workflow: watchedWorkflow(repository.path, given),
      apiUrl: github.url,
      env: { ARTIFACTS: artifacts, OUTPUTS_FILE: outputsFile },
    })
    const ended = running.ended.then((end) => {
      const outputs = existsSync(outputsFile) ? JSON.parse(readFileSync(outputsFile, 'utf8')) : {}
      return { ...end, outputs }
    })
    return { ...running, ended }
  }
  return {
    github,
    repository,
    artifacts,
    start,
    run: (given) => start(given).ended,
    pullRequest: (pull, { base, isFork = false }) => {
      repository.merge(base, pull.head)
      const repo = (name: string) => ({ full_name: name, owner: { login: name.split('/')[0] } })
      return {
        action: 'synchronize',
        number: pull.number,
        pull_request: {
          number: pull.number,
          head: { sha: pull.head, ref: 'change', repo: repo(isFork ? 'eve/r' : 'o/r') },
          base: { sha: base, ref: 'main', repo: repo('o/r') },
        },
        repository: { full_name: 'o/r', default_branch: 'main' },
      }
    },
    [Symbol.asyncDispose]: async () => {
      await github[Symbol.asyncDispose]()
      repository[Symbol.dispose]()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The workflow as it is committed, with the given inputs, and a last step that writes down what a step can see. */
function watchedWorkflow(repository: string, { workflow, inputs = {}, edit = (text) => text }: Run): string {
  const file = join('.github', 'workflows', `${workflow}.yml`)
  const committed = readFileSync(join(repository, file), 'utf8')
  const given = Object.entries(inputs).map(([name, value]) => `          ${name}: ${JSON.stringify(value)}\n`)
  const names = new RegExp(`^ {10}(?:${Object.keys(inputs).join('|') || '(?!)'}):.*\n`, 'gm')
  const [before = '', after = ''] = edit(committed).split(/(?<=uses: (?:kafka-strait\/strait@|\.\/).*\n)/)
  const step = after
    .replace(/^ {8}id: strait\n/m, '')
    .replace(names, '')
    .replace(/^ {8}with:\n/m, `        id: strait\n        with:\n${given.join('')}`)
  const watched = join('.github', 'workflows', 'watched.yml')
  const seen = (expression: string): string => ['$', `{{ ${expression} }}`].join('')
  const last = `      - if: always()
        shell: bash
        env:
          OUTPUTS: ${seen('toJSON(steps.strait.outputs)')}
          TEXT: ${seen('steps.strait.outputs.text_plan_path')}
        run: |
          printf '%s' "$OUTPUTS" > "$OUTPUTS_FILE"
          if [ -n "$TEXT" ]; then cp "$TEXT" "$ARTIFACTS"; fi
`
  writeFileSync(join(repository, watched), `${before}${step}${last}`)
  return watched
}

/** The action without anything beside its one file; artifacts go to a folder instead of GitHub's store. */
function writeActions(home: string): Record<string, string> {
  const own = join(home, 'strait')
  mkdirSync(join(own, 'action'), { recursive: true })
  cpSync(join(root, 'action.yml'), join(own, 'action.yml'))
  copyFileSync(bundleFile, join(own, 'action', 'index.mjs'))
  const store = (name: string, command: string): string => {
    const file = join(home, name, 'action.yml')
    mkdirSync(dirname(file))
    const inputs = ['name', 'path', 'run-id', 'github-token'].map(
      (input) => `  ${input}: { description: x }\n`,
    )
    const step = `    - shell: bash\n      run: ${command}\n`
    const steps = `runs:\n  using: composite\n  steps:\n${step}`
    writeFileSync(file, `name: ${name}\ndescription: x\ninputs:\n${inputs.join('')}${steps}`)
    return dirname(file)
  }
  const path = ['$', '{{ inputs.path }}'].join('')
  return {
    'kafka-strait/strait@v0': own,
    'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f': store(
      'upload',
      `mkdir -p "$ARTIFACTS" && cp "${path}" "$ARTIFACTS"`,
    ),
    'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c': store(
      'download',
      `mkdir -p "${path}" && cp "$ARTIFACTS"/* "${path}"`,
    ),
  }
}
