// What is done where GitHub asks to come back later, against a server that answers as GitHub documents it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openGitHub } from '../../src/github/api.ts'
import { bot, type Fault, GitHubServer, type Written } from '../action/github-server.ts'

let server: GitHubServer
let comment: Written

before(async () => {
  server = await GitHubServer.start()
  comment = server.comment(1, bot, 'old')
})

after(() => server[Symbol.asyncDispose]())

async function update(body: string, fault: Pick<Fault, 'headers' | 'message'>) {
  const notes: string[] = []
  server.faults.push({ method: 'PATCH', path: /comments/, status: 403, ...fault })
  const options = { token: 'writer', apiUrl: server.url, repository: 'o/r' }
  const github = openGitHub({ ...options, note: (text) => void notes.push(text) })
  const failed = await github.updateComment(comment.id, body).then(
    () => undefined,
    (error: Error) => error.message,
  )
  return { notes, failed, body: comment.body }
}

test('a short wait is told and waited for', async () => {
  const message = 'You have exceeded a secondary rate limit'
  const { notes, failed, body } = await update('new', { headers: { 'retry-after': '1' }, message })
  assert.deepEqual([failed, body], [undefined, 'new'])
  assert.match(notes.join(), /^GitHub asks to wait 1 s before PATCH /)
})

test('nobody waits for an hour, and a limit is no want of permissions', async () => {
  const reset = String(Math.floor(Date.now() / 1000) + 3_600)
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
  const { notes, failed, body } = await update('newer', { headers, message: 'API rate limit exceeded' })
  assert.equal(body, 'new')
  assert.match(failed ?? '', /^GitHub answered 403 to PATCH .*: API rate limit exceeded(?!.*permissions)/)
  assert.match(notes.join(), /^GitHub asks to wait \d+ s before PATCH .*: that is not waited for$/)
})

test('what GraphQL refuses, by an answer of 200, is a refusal of GitHub as any other', async () => {
  const errors = [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }]
  server.faults.push({ method: 'POST', path: /graphql/, status: 200, body: { data: null, errors } })
  const options = { token: 'writer', apiUrl: server.url, repository: 'o/r', note: () => {} }
  await assert.rejects(openGitHub(options).login(), {
    code: 'ST612',
    message: /^GitHub refused POST \/graphql: .*Resource not accessible by integration/s,
  })
})
