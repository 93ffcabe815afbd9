import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTrigger, type Trigger } from '../../src/github/event.ts'

const main = { repository: { default_branch: 'main' } }
const pull = (head: unknown) => ({
  pull_request: {
    number: 7,
    head: { sha: 'a', repo: head },
    base: { sha: 'b', ref: 'main', repo: { full_name: 'o/r' } },
  },
  ...main,
})
const known = {
  kind: 'pull_request',
  number: 7,
  headSha: 'a',
  baseSha: 'b',
  baseBranch: 'main',
  defaultBranch: 'main',
} as const

const cases: readonly {
  readonly name: string
  readonly event: string
  readonly payload: unknown
  readonly ref?: string
  readonly expected: Trigger
}[] = [
  {
    name: 'a pull request from a branch of the repository',
    event: 'pull_request',
    payload: pull({ full_name: 'o/r' }),
    expected: { ...known, isFork: false },
  },
  {
    name: 'a pull request from another repository is of a fork',
    event: 'pull_request',
    payload: pull({ full_name: 'eve/r' }),
    expected: { ...known, isFork: true },
  },
  {
    name: 'a pull request from a repository that is gone is of a fork',
    event: 'pull_request',
    payload: pull(null),
    expected: { ...known, isFork: true },
  },
  {
    name: 'a push to the default branch',
    event: 'push',
    payload: main,
    expected: { kind: 'branch', branch: 'main', sha: 's', isDefault: true, defaultBranch: 'main' },
  },
  {
    name: 'a push to another branch',
    event: 'push',
    payload: main,
    ref: 'refs/heads/side',
    expected: { kind: 'branch', branch: 'side', sha: 's', isDefault: false, defaultBranch: 'main' },
  },
  {
    name: 'pull_request_target runs with secrets on the say of a stranger',
    event: 'pull_request_target',
    payload: pull({ full_name: 'eve/r' }),
    expected: { kind: 'untrusted', event: 'pull_request_target' },
  },
  {
    name: 'an event that is not known is not trusted',
    event: 'issue_comment',
    payload: {},
    expected: { kind: 'untrusted', event: 'issue_comment' },
  },
]

for (const { name, event, payload, ref = 'refs/heads/main', expected } of cases) {
  test(name, () => {
    assert.deepEqual(readTrigger({ name: event, payload, ref, sha: 's' }), expected)
  })
}
