// The few calls of GitHub's REST API that the action makes, each of them repeated where GitHub says to come back: on
// 5xx by plugin-retry, on rate limits after the time that the answer names by plugin-throttling.

import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { Octokit } from '@octokit/rest'
import { StraitError } from '../errors/strait-error.ts'

export interface Post {
  readonly id: number
  readonly body: string
  /** Undefined for a deleted account. */
  readonly author: string | undefined
  readonly url: string
}

export interface Issue extends Post {
  readonly number: number
}

export interface PullRequest {
  readonly number: number
  readonly headSha: string
  readonly mergeSha: string | null
  readonly isMerged: boolean
}

export interface GitHub {
  /** The login that this token writes as. */
  login(): Promise<string>
  /** All of them, oldest first. */
  comments(pullRequest: number): Promise<Post[]>
  /** Not repeated on 5xx: GitHub may have written it. */
  createComment(pullRequest: number, body: string): Promise<Post>
  updateComment(id: number, body: string): Promise<Post>
  /** Paths that the pull request touches, from the root of the repository. */
  changedFiles(pullRequest: number): Promise<string[]>
  /** The newest commit of the pull request. */
  headOf(pullRequest: number): Promise<string>
  /** Pull requests that a commit came from. */
  pullRequestsOf(sha: string): Promise<PullRequest[]>
  /** Open pull requests from `owner:branch`. */
  pullRequestsFrom(head: string): Promise<PullRequest[]>
  openIssuesBy(author: string): Promise<Issue[]>
  /** Not repeated on 5xx: GitHub may have written it. */
  createIssue(issue: { readonly title: string; readonly body: string }): Promise<Issue>
  updateIssue(number: number, change: { readonly body?: string; readonly state?: 'closed' }): Promise<Issue>
  commentOnIssue(number: number, body: string): Promise<void>
}

export interface GitHubOptions {
  readonly token: string
  readonly apiUrl: string
  /** `owner/name`. */
  readonly repository: string
  /** Told when a call has to wait. */
  readonly note: (text: string) => void
}

const retriesMax = 3
/** A job that stands still costs money, and an apply that waits to tell of itself holds its lease. */
const waitSecondsMax = 120
const ResilientOctokit = Octokit.plugin(retry, throttling)

type Waits = (seconds: number, call: { method: string; url: string }, tries: number) => boolean

/** Whether a call that GitHub puts off is made again. */
function waitsShortly(note: GitHubOptions['note']): Waits {
  return (seconds, { method, url }, tries) => {
    const isShort = seconds <= waitSecondsMax
    note(
      `GitHub asks to wait ${seconds} s before ${method} ${url}${isShort ? '' : ': that is not waited for'}`,
    )
    return isShort && tries < retriesMax
  }
}

/** Sends nothing yet. Every method throws StraitError ST612 naming the call and GitHub's answer. */
export function openGitHub({ token, apiUrl, repository, note }: GitHubOptions): GitHub {
  const [owner = '', repo = ''] = repository.split('/')
  const at = { owner, repo }
  const waits = waitsShortly(note)
  const octokit = new ResilientOctokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent: 'strait',
    log: { debug: silent, info: silent, warn: silent, error: silent },
    retry: { retries: retriesMax },
    throttle: {
      fallbackSecondaryRateRetryAfter: 20,
      onRateLimit: (seconds, options, _, tries) => waits(seconds, options, tries),
      onSecondaryRateLimit: (seconds, options, _, tries) => waits(seconds, options, tries),
    },
  })
  const { issues, pulls, repos } = octokit.rest
  const once = { request: { retries: 0 } }
  return {
    login: () => loginOf(octokit),
    comments: (number) =>
      named(async () =>
        (await octokit.paginate(issues.listComments, { ...at, issue_number: number, per_page: 100 })).map(
          postOf,
        ),
      ),
    createComment: (number, body) =>
      named(async () =>
        postOf((await issues.createComment({ ...at, ...once, issue_number: number, body })).data),
      ),
    updateComment: (id, body) =>
      named(async () => postOf((await issues.updateComment({ ...at, comment_id: id, body })).data)),
    changedFiles: (number) =>
      named(async () =>
        (await octokit.paginate(pulls.listFiles, { ...at, pull_number: number, per_page: 100 })).map(
          ({ filename }) => filename,
        ),
      ),
    headOf: (number) => named(async () => (await pulls.get({ ...at, pull_number: number })).data.head.sha),
    pullRequestsOf: (sha) =>
      named(async () =>
        (await repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: sha })).data.map(
          pullRequestOf,
        ),
      ),
    pullRequestsFrom: (head) =>
      named(async () => (await pulls.list({ ...at, head, state: 'open' })).data.map(pullRequestOf)),
    openIssuesBy: (author) =>
      named(async () => {
        const open = { ...at, state: 'open', creator: author, per_page: 100 } as const
        const found = await octokit.paginate(issues.listForRepo, open)
        return found.filter(({ pull_request }) => pull_request === undefined).map(issueOf)
      }),
    createIssue: (issue) =>
      named(async () => issueOf((await issues.create({ ...at, ...once, ...issue })).data)),
    updateIssue: (number, change) =>
      named(async () => issueOf((await issues.update({ ...at, issue_number: number, ...change })).data)),
    commentOnIssue: (number, body) =>
      named(async () => void (await issues.createComment({ ...at, ...once, issue_number: number, body }))),
  }
}

/** The answer of GraphQL holds for every kind of token; REST knows no user for the token of a workflow. */
async function loginOf(octokit: Octokit): Promise<string> {
  return named(async () => {
    const answer = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }')
    return answer.viewer.login
  })
}

interface RawPost {
  readonly id: number
  readonly body?: string | null
  readonly user?: { readonly login: string } | null
  readonly html_url: string
}

function postOf({ id, body, user, html_url }: RawPost): Post {
  return { id, body: body ?? '', author: user?.login, url: html_url }
}

function issueOf(raw: RawPost & { readonly number: number }): Issue {
  return { ...postOf(raw), number: raw.number }
}

interface RawPullRequest {
  readonly number: number
  readonly head: { readonly sha: string }
  readonly merge_commit_sha?: string | null
  readonly merged_at?: string | null
}

function pullRequestOf({ number, head, merge_commit_sha, merged_at }: RawPullRequest): PullRequest {
  return {
    number,
    headSha: head.sha,
    mergeSha: merge_commit_sha ?? null,
    isMerged: typeof merged_at === 'string',
  }
}

async function named<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (cause) {
    throw adopt(cause)
  }
}

function adopt(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause
  // GraphQL answers 200 whatever it has to say.
  if (cause.name === 'GraphqlResponseError') {
    return new StraitError('ST612', `GitHub refused POST /graphql: ${cause.message}`, { cause })
  }
  if (!('status' in cause)) return cause
  const status = Number(cause.status)
  const request = 'request' in cause ? (cause.request as { method?: string; url?: string }) : {}
  const what = `${request.method ?? 'request'} ${request.url === undefined ? '' : new URL(request.url).pathname}`
  const hint =
    (status === 403 && !/rate limit/i.test(cause.message)) || status === 404
      ? '; does the job have the permissions of the examples, as `pull-requests: write`?'
      : ''
  return new StraitError('ST612', `GitHub answered ${status} to ${what}: ${cause.message}${hint}`, {
    cause,
    facts: { status },
  })
}

function silent(): void {}
