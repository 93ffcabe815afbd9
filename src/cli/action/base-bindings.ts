// What a pull request may do with secrets, where nobody wrote it down: what the base branch does with them. The base
// commit's topology is evaluated with the same values, and each secret is bound to the brokers that it is used for
// there. A pull request that sends a known secret to another host, or asks for a secret that the base does not use, is
// refused before anything is connected.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { StraitError } from '../../errors/strait-error.ts'
import { bindingsFrom, formatSecretBindings, secretRefsOf } from '../../live/secret-bindings.ts'
import type { Topology } from '../../topology/model.ts'
import { readTopology } from '../load-topology.ts'
import { bindingsVariable } from '../secrets.ts'
import type { Session } from './session.ts'

/** The bindings of the workflow where it has any, and of the base branch in a pull request. Throws ST610. */
export async function bindSecrets(session: Session, topology: Topology): Promise<void> {
  const { inputs, runner } = session
  if (inputs.secretBindings !== '') process.env[bindingsVariable] = inputs.secretBindings
  if ((process.env[bindingsVariable] ?? '').trim() !== '' || runner.trigger.kind !== 'pull_request') return
  const clusters = Object.values(topology.clusters)
  if (clusters.flatMap(secretRefsOf).length === 0) return
  const bindings = bindingsFrom(await baseClusters(session, runner.trigger.baseSha))
  // A base without secrets binds none; an empty text would bind nothing at all.
  process.env[bindingsVariable] = formatSecretBindings(bindings) || 'none = no.host.invalid'
}

async function baseClusters(session: Session, baseSha: string): Promise<Topology['clusters'][string][]> {
  const { inputs, runner } = session
  const folder = mkdtempSync(join(runner.temporary, 'strait-base-'))
  try {
    await checkOut(session, baseSha, folder)
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
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The files that a topology may consist of, from the base commit; it is fetched where the checkout is shallow. */
async function checkOut({ inputs, runner }: Session, sha: string, folder: string): Promise<void> {
  const { simpleGit } = await import('simple-git')
  const git = simpleGit({ baseDir: runner.workspace })
  const known = await git.raw(['cat-file', '-e', `${sha}^{commit}`]).then(
    () => true,
    () => false,
  )
  if (!known) await git.raw(['fetch', '--no-tags', '--depth=1', 'origin', sha])
  const files = (await git.raw(['ls-tree', '-r', '-z', '--name-only', '--full-tree', sha])).split('\0')
  const directory = relative(runner.workspace, resolve(runner.workspace, inputs.directory))
  const named = new Set((inputs.variables.varFile ?? []).map(({ text }) => relative('.', text)))
  const needed = files.filter(
    (file) =>
      file.endsWith('.hcl') || named.has(file) || directory === '' || file.startsWith(`${directory}/`),
  )
  for (const file of needed.filter((name) => name !== '')) {
    const target = join(folder, file)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, await git.raw(['show', `${sha}:${file}`]))
  }
}
