// A git repository as the action finds it: main, a pull request's branch, and the commit that merges the two.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const workflows = fileURLToPath(new URL('../../docs/workflows', import.meta.url))

export interface Repository extends Disposable {
  readonly path: string
  /** Writes files on the branch that is checked out and commits them. Answers the commit. */
  readonly commit: (files: Readonly<Record<string, string>>) => string
  /** Makes or resets a branch and checks it out. */
  readonly branch: (name: string, at: string) => void
  /** Merges two commits as GitHub does for a pull request, checks the merge out and answers it. */
  readonly merge: (base: string, head: string) => string
}

/** With the workflows of docs/workflows on main. */
export function openRepository(): Repository {
  const path = mkdtempSync(join(tmpdir(), 'strait-repository-'))
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  git('init', '-q', '-b', 'main')
  // What tests put beside the workflows is nobody's commit.
  writeFileSync(join(path, '.git', 'info', 'exclude'), 'watched.yml\n')
  cpSync(workflows, join(path, '.github', 'workflows'), { recursive: true })
  return {
    path,
    commit: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true })
        writeFileSync(join(path, name), text)
      }
      git('add', '-A')
      git('commit', '-q', '--allow-empty', '-m', 'change')
      return git('rev-parse', 'HEAD')
    },
    branch: (name, at) => void git('checkout', '-q', '-B', name, at),
    merge: (base, head) => {
      git('checkout', '-q', '--detach', base)
      git('merge', '-q', '--no-ff', '-m', 'merge', head)
      return git('rev-parse', 'HEAD')
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}
