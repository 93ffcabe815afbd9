// What code that nobody merged yet may do with secrets, where nobody wrote it down: what the branch that it goes to
// does with them. That commit's topology is evaluated with the same values, and each secret is bound to the brokers,
// the cluster id and the way there (TLS, its authorities, the login) that it has there. A pull request that sends a
// known secret elsewhere or less safely, or asks for a secret that the base does not use, is refused before anything
// is connected.
//
// Only the default branch (or the one that the workflow names) is believed: whoever may push can make any other one,
// and open a pull request against it.

import { mkdtempSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { codes } from '../../errors/codes.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { StraitError } from '../../errors/strait-error.ts'
import type { Trigger } from '../../github/event.ts'
import {
  bindingsFrom,
  formatSecretBindings,
  type SecretBindings,
  secretRefsOf,
} from '../../live/secret-bindings.ts'
import { errorText } from '../../std/error-text.ts'
import type { Topology } from '../../topology/model.ts'
import { originOf } from '../../topology/origins.ts'
import { readTopology, type WholeTopology } from '../load-topology.ts'
import { bindingsVariable, unboundUses } from '../secrets.ts'
import { type Base, checkOutBase, openBase, trustedInBase } from './base-commit.ts'
import type { Session } from './session.ts'

/**
 * Binds secrets for this process: by the workflow's list where it has one, else by the base, outside of the branch
 * itself. Answers each use of a secret that is not meant, at its line. Throws ST610 where the base cannot tell, ST611
 * for a list that cannot be read.
 */
export async function bindSecrets(
  session: Session,
  { topology, origins }: WholeTopology,
): Promise<Diagnostic[]> {
  await setBindings(session, topology)
  return unboundUses(Object.values(topology.clusters), session.directory).map(({ code, message, facts }) => {
    const origin = originOf(origins, String(facts['path'] ?? ''))
    return {
      severity: 'error',
      code,
      summary: codes[code].summary,
      detail: message,
      ...(origin === undefined ? {} : { subject: origin.range }),
    }
  })
}

async function setBindings(session: Session, topology: Topology): Promise<void> {
  const { inputs, runner } = session
  if (inputs.secretBindings !== '') process.env[bindingsVariable] = inputs.secretBindings
  if ((process.env[bindingsVariable] ?? '').trim() !== '') return
  const base = baseOf(runner.trigger, inputs.branch)
  const clusters = Object.values(topology.clusters)
  if (base === undefined || clusters.flatMap(secretRefsOf).length === 0) return
  const bindings = await bindingsOfBase(session, base)
  // A base without secrets binds none; an empty text would bind nothing at all.
  process.env[bindingsVariable] = formatSecretBindings(bindings) || 'none = no.host.invalid'
}

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

async function bindingsOfBase(session: Session, base: Base): Promise<SecretBindings> {
  const { inputs, runner } = session
  const folder = mkdtempSync(join(runner.temporary, 'strait-base-'))
  try {
    const commit = await openBase(session, base)
    await checkOutBase(session, commit, folder)
    const path = (given: string): string => resolve(folder, given)
    const context = { ...session.context, path, shown: (full: string) => relative(folder, full) || '.' }
    const { topology, diagnostics } = await readTopology(context, path(inputs.directory), inputs.variables)
    if (topology !== undefined) {
      const clusters = Object.values(topology.clusters)
      return bindingsFrom(clusters, await trustedInBase(session, commit, clusters))
    }
    const [first] = diagnostics.filter(({ severity }) => severity === 'error')
    throw new Error(`the topology of the base is not valid (${first?.code ?? 'a variable has no value'})`)
  } catch (cause) {
    const why = errorText(cause)
    throw new StraitError(
      'ST610',
      `what the base branch does with secrets cannot be told: ${why}. Nothing was connected. Name the hosts in the input secret-bindings`,
      { cause },
    )
  } finally {
    for (const made of [folder, `${folder}.index`]) rmSync(made, { recursive: true, force: true })
  }
}
