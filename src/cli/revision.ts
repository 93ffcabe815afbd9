// Where a topology comes from: the git commit it was read at, whether its files differ from that commit, who
// wrote the commit and who applies it. A directory outside git has no commit; that is not an error.

import { userInfo } from 'node:os'
import type { SimpleGit } from 'simple-git'
import type { Revision } from '../mirror/control.ts'

/** Reads the revision of a topology directory. Asks git; never fails. */
export async function readRevision(directory: string): Promise<Revision> {
  const { simpleGit } = await import('simple-git')
  const git = simpleGit({ baseDir: directory, trimmed: true })
  const [user, commit] = await Promise.all([
    process.env['GITHUB_ACTOR'] ?? answerOf(git, 'config', 'user.email'),
    answerOf(git, 'rev-parse', 'HEAD'),
  ])
  const appliedBy = user ?? localUser()
  if (commit === undefined) return { commit: null, dirty: false, author: null, appliedBy }
  const [author, changed] = await Promise.all([
    answerOf(git, 'log', '-1', '--format=%an <%ae>'),
    answerOf(git, 'status', '--porcelain', '--untracked-files=all', '--', '*.hcl'),
  ])
  return { commit, dirty: changed !== undefined, author: author ?? null, appliedBy }
}

/** What git printed; undefined where it printed nothing or failed. */
async function answerOf(git: SimpleGit, ...command: string[]): Promise<string | undefined> {
  const text = await git.raw(command).catch(() => '')
  return text === '' ? undefined : text
}

function localUser(): string | null {
  try {
    return userInfo().username
  } catch {
    return null
  }
}
