// What code that nobody merged yet may do with secrets, where nobody wrote it down: what the branch that it goes to
// does with them. That commit's topology is evaluated with the same values, and each secret is bound to the brokers,
// and the cluster id, that it is used for there. A pull request that sends a known secret elsewhere, or asks for a
// secret that the base does not use, is refused before anything is connected.
//
// Only the default branch (or the one that the workflow names) is believed: whoever may push can make any other one,
// and open a pull request against it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { SimpleGit } from 'simple-git'
import { StraitError } from '../../errors/strait-error.ts'
import type { Trigger } from '../../github/event.ts'
import { bindingsFrom, formatSecretBindings, secretRefsOf } from '../../live/secret-bindings.ts'
import type { Topology } from '../../topology/model.ts'
import { readTopology } from '../load-topology.ts'
import { bindingsVariable } from '../secrets.ts'
import type { Session } from './session.ts'

/** The bindings of the workflow where it has any, else those of the base, outside of the branch itself. Throws ST610. */
export async function bindSecrets(session: Session, topology: Topology): Promise<void> {
  const { inputs, runner } = session
  if (inputs.secretBindings !== '') process.env[bindingsVariable] = inputs.secretBindings
  if ((process.env[bindingsVariable] ?? '').trim() !== '') return
  const base = baseOf(runner.trigger, inputs.branch)
  const clusters = Object.values(topology.clusters)
  if (base === undefined || clusters.flatMap(secretRefsOf).length === 0) return
  const bindings = bindingsFrom(await baseClusters(session, base))
  // A base without secrets binds none; an empty text would bind nothing at all.
  process.env[bindingsVariable] = formatSecretBindings(bindings) || 'none = no.host.invalid'
}

/** A commit, or a branch whose newest commit it is. */
type Base = { readonly sha: string } | { readonly branch: string }

/** Undefined for the code of the branch itself. */
function baseOf(trigger: Trigger, named: string): Base | undefined {
  if (trigger.kind !== 'pull_request' && trigger.kind !== 'branch') return undefined
  const own = named || trigger.defaultBranch
  if (trigger.kind === 'branch') {
    const isOwn = named === '' ? trigger.isDefault : trigger.branch === named
    return isOwn ? undefined : { branch: own ?? '' }
  }
  return trigger.baseBranch === own ? { sha: trigger.baseSha } : { branch: own ?? '' }
}

async function baseClusters(session: Session, base: Base): Promise<Topology['clusters'][string][]> {
  const { inputs, runner } = session
  const folder = mkdtempSync(join(runner.temporary, 'strait-base-'))
  try {
    await checkOut(session, base, folder)
    const path = (given: string): string => resolve(folder, given)
    const context = { ...session.context, path, shown: (full: string) => relative(folder, full) || '.' }
    const { topology, diagnostics } = await readTopology(context, path(inputs.directory), inputs.variables)
    if (topology !== undefined) return Object.values(topology.clusters)
    const [first] = diagnostics.filter(({ severity }) => severity === 'error')
    throw new Error(`the topology of the base is not valid (${first?.code ?? 'a variable has no value'})`)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StraitError(
      'ST610',
      `what the base branch does with secrets cannot be told: ${why}. Nothing was connected. Name the hosts in the input secret-bindings`,
      { cause },
    )
  } finally {
    for (const made of [folder, `${folder}.index`]) rmSync(made, { recursive: true, force: true })
  }
}

/** What a topology may consist of: its directory, and the files of values. Links are written as the text they are. */
async function checkOut({ inputs, runner }: Session, base: Base, folder: string): Promise<void> {
  const { simpleGit } = await import('simple-git')
  const git = simpleGit({ baseDir: runner.workspace })
  const sha = await commitOf(git, base)
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
