// What started the workflow, as far as it decides what may be done: a pull request of a fork may connect nowhere, and
// an event that runs with secrets on someone else's say may not either.

import * as z from 'zod'

export type Trigger =
  | PullRequestTrigger
  /** Code that is on a branch already. */
  | BranchTrigger
  | WorkflowRunTrigger
  /** Runs with the repository's secrets, started by whoever may write a comment or open a pull request. */
  | { readonly kind: 'untrusted'; readonly event: string }

export interface BranchTrigger {
  readonly kind: 'branch'
  readonly branch: string
  readonly sha: string
  readonly isDefault: boolean
  readonly defaultBranch: string | undefined
}

export interface PullRequestTrigger {
  readonly kind: 'pull_request'
  readonly number: number
  readonly headSha: string
  readonly baseSha: string
  /** The name of the branch that it asks to be merged into. */
  readonly baseBranch: string
  /** Undefined where the event does not name it. */
  readonly defaultBranch: string | undefined
  /** The head stands in another repository: no secrets, and a token that can only read. */
  readonly isFork: boolean
}

/** After a workflow of a pull request; runs code of the default branch. */
export interface WorkflowRunTrigger {
  readonly kind: 'workflow_run'
  readonly headSha: string
  /** As GitHub looks pull requests up by: `owner:branch`. */
  readonly head: string
}

const repository = z.object({ full_name: z.string() })
const home = z.object({ default_branch: z.string() })

const payloads = {
  pull_request: z.object({
    pull_request: z.object({
      number: z.number().int(),
      head: z.object({ sha: z.string(), repo: repository.nullish() }),
      base: z.object({ sha: z.string(), ref: z.string(), repo: repository.nullish() }),
    }),
    repository: home.optional(),
  }),
  workflow_run: z.object({
    workflow_run: z.object({
      head_sha: z.string(),
      head_branch: z.string().nullable(),
      head_repository: z.object({ owner: z.object({ login: z.string() }) }),
    }),
  }),
  branch: z.object({ repository: home.optional() }),
} as const

/** Events whose code went through review or was started by someone who may write to the repository. */
const onBranch = new Set(['push', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'merge_group'])

export interface RunnerEvent {
  readonly name: string
  readonly payload: unknown
  /** `refs/heads/main`. */
  readonly ref: string
  readonly sha: string
}

/** What is not known is not trusted. Throws ZodError for a payload that is not GitHub's. */
export function readTrigger({ name, payload, ref, sha }: RunnerEvent): Trigger {
  if (name === 'pull_request') {
    const { pull_request, repository: own } = payloads.pull_request.parse(payload)
    const { number, head, base } = pull_request
    const isFork =
      head.repo === undefined || head.repo === null || head.repo.full_name !== base.repo?.full_name
    return {
      kind: 'pull_request',
      number,
      headSha: head.sha,
      baseSha: base.sha,
      baseBranch: base.ref,
      defaultBranch: own?.default_branch,
      isFork,
    }
  }
  if (name === 'workflow_run') {
    const run = payloads.workflow_run.parse(payload).workflow_run
    const head = `${run.head_repository.owner.login}:${run.head_branch ?? ''}`
    return { kind: 'workflow_run', headSha: run.head_sha, head }
  }
  if (!onBranch.has(name)) return { kind: 'untrusted', event: name }
  const branch = ref.replace(/^refs\/heads\//, '')
  const defaultBranch = payloads.branch.parse(payload).repository?.default_branch
  const isDefault = defaultBranch === undefined || defaultBranch === branch
  return { kind: 'branch', branch, sha, isDefault, defaultBranch }
}
