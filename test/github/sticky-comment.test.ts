import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type GitHub, openGitHub } from '../../src/github/api.ts'
import { markerLine } from '../../src/github/marker.ts'
import { findSticky, writeSticky } from '../../src/github/sticky-comment.ts'
import { bot, GitHubServer } from '../action/github-server.ts'

const topic = { pullRequest: 3, kind: 'plan', key: 'topology' } as const
const marker = { v: 1, key: 'topology', head: 'abc', fp: 'sha256:1' } as const
const body = `${markerLine('plan', marker)}\nthe plan`

let server: GitHubServer
let github: GitHub
const notes: string[] = []

before(async () => {
  server = await GitHubServer.start()
  github = openGitHub({
    token: 'writer',
    apiUrl: server.url,
    repository: 'o/r',
    note: (text) => void notes.push(text),
  })
})

after(() => server[Symbol.asyncDispose]())

beforeEach(() => {
  server.comments.length = 0
  server.calls.length = 0
  notes.length = 0
})

function writes(): string[] {
  return server.calls
    .filter(({ method, path }) => method !== 'GET' && path !== '/graphql')
    .map(({ method }) => method)
}

test('the comment is found behind three pages of others', async () => {
  for (let index = 0; index < 250; index += 1) server.comment(3, 'ada', `comment ${index}`)
  const own = server.comment(3, bot, body)
  const found = await findSticky(github, topic)
  assert.equal(found?.post.id, own.id)
  assert.deepEqual(found?.marker, marker)
})

test('a marker counts in a comment of our own, for its own topology, on its own pull request', async () => {
  server.comment(3, 'eve', body)
  server.comment(3, bot, `quoted:\n${body}`)
  server.comment(3, bot, `${markerLine('plan', { ...marker, key: 'other' })}\n`)
  server.comment(3, bot, `${markerLine('validation', marker)}\n`)
  server.comment(4, bot, body)
  assert.equal(await findSticky(github, topic), undefined)
})

test('a comment is written over, and made where there is none', async () => {
  const made = await writeSticky(github, topic, { body, found: undefined })
  const found = await findSticky(github, topic)
  assert.equal(found?.post.id, made.id)
  await writeSticky(github, topic, { body: `${body} again`, found })
  assert.deepEqual(
    server.comments.map((comment) => [comment.author, comment.body]),
    [[bot, `${body} again`]],
  )
  assert.deepEqual(writes(), ['POST', 'PATCH'])
})

test('a comment that GitHub made before it failed is not made twice', async () => {
  server.faults.push({ method: 'POST', path: /comments$/, status: 502, carriedOut: true })
  await writeSticky(github, topic, { body, found: undefined })
  assert.equal(server.comments.length, 1)
})

test('a comment that GitHub did not make is made by the next try', async () => {
  server.faults.push({ method: 'POST', path: /comments$/, status: 503 })
  await writeSticky(github, topic, { body, found: undefined })
  assert.equal(server.comments.length, 1)
  assert.deepEqual(writes(), ['POST', 'POST'])
})

test('a secondary rate limit is waited for as long as it asks', async () => {
  const found = { post: { ...server.comment(3, bot, body), url: '' }, marker }
  server.faults.push({
    method: 'PATCH',
    path: /comments/,
    status: 403,
    headers: { 'retry-after': '1' },
    message: 'You have exceeded a secondary rate limit',
  })
  const start = performance.now()
  await writeSticky(github, topic, { body: `${body} later`, found })
  assert.ok(performance.now() - start >= 1_000)
  assert.match(notes.join(), /GitHub asks to wait 1 s before PATCH/)
  assert.equal(server.comments[0]?.body, `${body} later`)
})

test('an answer of 5xx to a read is asked again', async () => {
  server.comment(3, bot, body)
  server.faults.push({ method: 'GET', path: /comments$/, status: 500 })
  assert.notEqual(await findSticky(github, topic), undefined)
})

test('a token that may not write is told so, with the permission that is missing', async () => {
  server.tokens.set('reader', bot)
  server.readOnly.add('reader')
  const reader = openGitHub({ token: 'reader', apiUrl: server.url, repository: 'o/r', note: () => {} })
  await assert.rejects(writeSticky(reader, topic, { body, found: undefined }), {
    code: 'ST612',
    message: /GitHub answered 403 to POST \/repos\/o\/r\/issues\/3\/comments: .*`pull-requests: write`/,
  })
})
