import assert from 'node:assert/strict'
import { test } from 'node:test'
import { revisionFinding } from '../../src/cli/revision-finding.ts'
import type { Revision } from '../../src/mirror/control.ts'

const planned: Revision = { commit: 'aaaaaaaaaa', dirty: false, author: null, appliedBy: null }

for (const [name, was, is, summary] of [
  ['the same clean commit', planned, planned, undefined],
  ['another author', planned, { ...planned, appliedBy: 'bob' }, undefined],
  ['no git then', { ...planned, commit: null }, planned, undefined],
  ['no git now', planned, { ...planned, commit: null }, undefined],
  [
    'another commit',
    planned,
    { ...planned, commit: 'bbbbbbbbbb' },
    'The plan was made from commit aaaaaaa, the directory is at commit bbbbbbb',
  ],
  [
    'changes that were not committed',
    { ...planned, dirty: true },
    planned,
    'The plan was made from commit aaaaaaa with uncommitted changes, the directory is at commit aaaaaaa',
  ],
] as const) {
  test(`a plan that is applied at ${name}: ${summary === undefined ? 'nothing is said' : 'it is said'}`, () => {
    assert.equal(revisionFinding(was, is)?.summary, summary)
  })
}
