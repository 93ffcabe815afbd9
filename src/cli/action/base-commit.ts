// The branch that a change goes to, as far as it decides what may be done with secrets: the topology's directory and the
// files of values of one commit, in a folder of their own, and the files of authorities that its clusters trust.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { SimpleGit } from 'simple-git'
import type { FileReader } from '../../live/secret-transport.ts'
import type { ClusterSpec } from '../../topology/model.ts'
import type { Session } from './session.ts'

/** A commit, or a branch whose newest commit it is. */
export type Base = { readonly sha: string } | { readonly branch: string }

export interface BaseCommit {
  readonly git: SimpleGit
  readonly sha: string
}

/** Fetches it where the checkout has it not. */
export async function openBase({ runner }: Session, base: Base): Promise<BaseCommit> {
  const { simpleGit } = await import('simple-git')
  const git = simpleGit({ baseDir: runner.workspace })
  return { git, sha: await commitOf(git, base) }
}

/** What a topology may consist of: its directory, and the files of values. Links are written as the text they are. */
export async function checkOutBase(
  { inputs, runner }: Session,
  { git, sha }: BaseCommit,
  folder: string,
): Promise<void> {
  const { simpleGit } = await import('simple-git')
  const directory = relative(runner.workspace, resolve(runner.workspace, inputs.directory))
  const below = directory === '' ? [sha] : [`--prefix=${directory}/`, `${sha}:${directory}`]
  // In an index of our own: that of the checkout is the workflow's.
  const { PATH = '', HOME = '' } = process.env
  const apart = simpleGit({ baseDir: runner.workspace, allowEnvironment: ['GIT_INDEX_FILE'] })
  apart.env({ PATH, HOME, GIT_INDEX_FILE: `${folder}.index` })
  await apart.raw(['read-tree', ...below])
  await apart.raw(['-c', 'core.symlinks=false', 'checkout-index', '--all', '--force', `--prefix=${folder}/`])
  for (const { text } of inputs.variables.varFile ?? []) {
    const file = relative('.', text)
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), await git.raw(['show', `${sha}:${file}`]))
  }
}

/**
 * Reads what the clusters of the base trust, as it is in the base. What no commit holds was put there by the workflow
 * or the machine, out of the pull request's reach, and is read from there; what only the pull request holds is refused.
 */
export async function trustedInBase(
  { runner, directory }: Session,
  { git, sha }: BaseCommit,
  clusters: readonly ClusterSpec[],
): Promise<FileReader> {
  const names = clusters.map(({ tls }) => tls?.caFile ?? tls?.truststoreFile)
  const files = new Map<string, Buffer>()
  for (const name of new Set(names.filter((each) => each !== undefined))) {
    const full = resolve(directory, name)
    const inRepository = relative(runner.workspace, full)
    const isOutside = inRepository.startsWith('..') || isAbsolute(inRepository)
    files.set(name, isOutside ? readFileSync(full) : await fileOf(inRepository, { git, sha, full }))
  }
  return (name) => files.get(name) ?? Buffer.alloc(0)
}

async function fileOf(
  path: string,
  { git, sha, full }: BaseCommit & { readonly full: string },
): Promise<Buffer> {
  if ((await git.raw(['ls-tree', sha, '--', path])) !== '') return git.showBuffer([`${sha}:${path}`])
  if ((await git.raw(['ls-files', '--', path])) === '') return readFileSync(full)
  throw new Error(`${path}, which its cluster trusts, is no file of it`)
}

async function commitOf(git: SimpleGit, base: Base): Promise<string> {
  if ('branch' in base) {
    if (base.branch === '') throw new Error('the event does not name the default branch')
    await git.raw(['fetch', '--no-tags', '--depth=1', 'origin', `refs/heads/${base.branch}`])
    return (await git.raw(['rev-parse', 'FETCH_HEAD'])).trim()
  }
  const known = await git.raw(['cat-file', '-e', `${base.sha}^{commit}`]).then(
    () => true,
    () => false,
  )
  if (!known) await git.raw(['fetch', '--no-tags', '--depth=1', 'origin', base.sha])
  return base.sha
}
