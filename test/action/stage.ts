// What the workflows run on: two clusters, a repository, GitHub's server, and act with the bundle alone in a folder.

import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFile } from '../../bundle/build-bundle.ts'
import { runWorkflow, type WorkflowEnd } from './act.ts'
import { GitHubServer, type PullRequest } from './github-server.ts'
import { openRepository, type Repository } from './repository.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Stage extends AsyncDisposable {
  readonly github: GitHubServer
  readonly repository: Repository
  /** Runs a workflow on what is checked out. */
  readonly run: (given: Run) => Promise<WorkflowEnd>
  /** As GitHub tells it of a pull request whose head is `head`; checks the merge out. */
  readonly pullRequest: (pull: PullRequest, sides: Sides) => unknown
}

export interface Sides {
  readonly base: string
  readonly isFork?: boolean
}

export interface Run {
  readonly workflow: 'plan' | 'apply' | 'drift' | 'comment'
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
  return {
    github,
    repository,
    run: ({ workflow, event, payload, token = 'writer', secrets = {}, variables = {} }) => {
      writeFileSync(eventFile, JSON.stringify(payload))
      return runWorkflow(act, {
        ...{ directory: repository.path, event, eventFile, token, secrets, variables, actions, home },
        workflow: `.github/workflows/${workflow}.yml`,
        apiUrl: github.url,
        env: { ARTIFACTS: join(home, 'artifacts') },
      })
    },
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
