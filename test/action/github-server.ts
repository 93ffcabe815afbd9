// The part of GitHub that the action speaks to, on a loopback port: pull requests, comments, issues, who a token is and
// what it may do. Pages, refusals and limits are as GitHub documents them.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export const bot = 'github-actions[bot]'
const bodyCharactersMax = 65_536

export interface PullRequest {
  readonly number: number
  head: string
  /** `owner:branch`. */
  readonly from: string
  files: string[]
  mergeSha: string | null
}

export interface Written {
  readonly id: number
  /** Of the issue or pull request. */
  readonly number: number
  readonly author: string
  body: string
}

export interface Issue extends Written {
  readonly title: string
  state: 'open' | 'closed'
}

export interface Call {
  readonly method: string
  readonly path: string
}

/** Answered instead of the next call that fits. */
export interface Fault {
  readonly method: string
  readonly path: RegExp
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly message?: string
  /** Instead of a message. */
  readonly body?: unknown
  /** The call is carried out all the same, as by a server that fails after it. */
  readonly carriedOut?: boolean
}

export class GitHubServer implements AsyncDisposable {
  readonly pullRequests: PullRequest[] = []
  readonly comments: Written[] = []
  readonly issues: Issue[] = []
  readonly calls: Call[] = []
  readonly faults: Fault[] = []
  /** Token → login. A token that is not here is refused. */
  readonly tokens = new Map([['writer', bot]])
  /** Tokens that may only read. */
  readonly readOnly = new Set<string>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  #ids = 1

  static async start(): Promise<GitHubServer> {
    const server = new GitHubServer()
    await once(server.#server.listen(0, '127.0.0.1'), 'listening')
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** As someone would write it on the page. */
  comment(number: number, author: string, body: string): Written {
    const made = { id: this.#ids++, number, author, body }
    this.comments.push(made)
    return made
  }

  of(number: number): Written[] {
    return this.comments.filter((comment) => comment.number === number)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request
    const url = new URL(request.url ?? '/', this.url)
    const given = await text(request)
    this.calls.push({ method, path: url.pathname })
    const send = (status: number, body: unknown, more: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...more })
      response.end(JSON.stringify(body))
    }
    const token = /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    const login = this.tokens.get(token)
    if (login === undefined) return send(401, { message: 'Bad credentials' })
    if (method !== 'GET' && url.pathname !== '/graphql' && this.readOnly.has(token)) {
      return send(403, { message: 'Resource not accessible by integration' })
    }
    const at = this.faults.findIndex((each) => each.method === method && each.path.test(url.pathname))
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1)
    if (fault !== undefined) {
      if (fault.carriedOut) this.#route(method, url, { given, login })
      return send(fault.status, fault.body ?? { message: fault.message ?? 'Server Error' }, fault.headers)
    }
    const { status, body } = this.#route(method, url, { given, login })
    if (!Array.isArray(body)) return send(status, body)
    const { items, link } = paged(body, url)
    return send(status, items, link === undefined ? {} : { link })
  }

  #route(
    method: string,
    url: URL,
    { given, login }: { given: string; login: string },
  ): { status: number; body: unknown } {
    const json = given === '' ? {} : JSON.parse(given)
    if (typeof json.body === 'string' && json.body.length > bodyCharactersMax) {
      return {
        status: 422,
        body: { message: 'Validation Failed: body is too long (maximum is 65536 characters)' },
      }
    }
    const [, path = ''] = /^\/repos\/[^/]+\/[^/]+\/(.*)$/.exec(url.pathname) ?? []
    const call = `${method} ${path.replaceAll(/\d+(?=\/|$)/g, 'N')}`
    const number = Number(/\d+/.exec(path)?.[0])
    const ok = (body: unknown) => ({ status: 200, body })
    if (url.pathname === '/graphql') return ok({ data: { viewer: { login } } })
    if (/^commits\/[^/]+\/pulls$/.test(path)) return ok(this.#mergedAt(path.split('/')[1] ?? ''))
    switch (call) {
      case 'GET issues/N/comments':
        return ok(this.of(number).map(shown))
      case 'POST issues/N/comments':
        return { status: 201, body: shown(this.comment(number, login, json.body)) }
      case 'PATCH issues/comments/N':
        return this.#edit(
          this.comments.find(({ id }) => id === number),
          json,
        )
      case 'GET pulls/N/files':
        return ok((this.pullRequests.find((each) => each.number === number)?.files ?? []).map(fileShown))
      case 'GET pulls/N': {
        const found = this.pullRequests.find((each) => each.number === number)
        return found === undefined
          ? { status: 404, body: { message: 'Not Found' } }
          : ok(pullRequestShown(found))
      }
      case 'GET pulls': {
        const from = url.searchParams.get('head')
        return ok(this.pullRequests.filter((each) => each.from === from).map(pullRequestShown))
      }
      case 'GET issues': {
        const creator = url.searchParams.get('creator')
        const found = this.issues.filter(({ state, author }) => state === 'open' && author === creator)
        return ok(found.map(shown))
      }
      case 'POST issues': {
        const id = this.#ids++
        const issue: Issue = {
          id,
          number: 1000 + id,
          author: login,
          state: 'open',
          title: json.title,
          body: json.body,
        }
        this.issues.push(issue)
        return { status: 201, body: shown(issue) }
      }
      case 'PATCH issues/N':
        return this.#edit(
          this.issues.find((issue) => issue.number === number),
          json,
        )
      default:
        return { status: 404, body: { message: `Not Found: ${call}` } }
    }
  }

  #edit(written: Written | undefined, change: Partial<Issue>): { status: number; body: unknown } {
    if (written === undefined) return { status: 404, body: { message: 'Not Found' } }
    Object.assign(written, change)
    return { status: 200, body: shown(written) }
  }

  #mergedAt(sha: string): unknown[] {
    return this.pullRequests
      .filter(({ mergeSha, head }) => mergeSha === sha || head === sha)
      .map(pullRequestShown)
  }
}

function shown({ id, number, author, body, ...rest }: Written): unknown {
  return {
    ...rest,
    id,
    number,
    body,
    user: { login: author },
    html_url: `https://github.com/o/r/${number}#${id}`,
  }
}

function fileShown(filename: string): unknown {
  return { filename, status: 'modified' }
}

function pullRequestShown({ number, head, mergeSha }: PullRequest): unknown {
  return {
    number,
    head: { sha: head },
    merge_commit_sha: mergeSha,
    merged_at: mergeSha === null ? null : '2026-01-01T00:00:00Z',
  }
}

function paged(all: readonly unknown[], url: URL): { items: readonly unknown[]; link?: string } {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
  const page = Number(url.searchParams.get('page') ?? 1)
  const items = all.slice((page - 1) * size, page * size)
  if (page * size >= all.length) return { items }
  const next = new URL(url)
  next.searchParams.set('page', String(page + 1))
  return { items, link: `<${next.href}>; rel="next"` }
}
