// The topology as every command of the action reads it: mistakes go to the log, to the lines of the pull request and
// into the summary; secrets are known from here on, so that none of them is written anywhere.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { printDiagnostics } from '../../errors/print-diagnostic.ts'
import { StraitError } from '../../errors/strait-error.ts'
import { annotations } from '../../github/annotation.ts'
import { redactor } from '../../github/redact.ts'
import { workflowCommand } from '../../github/workflow-command.ts'
import { secretRefsOf } from '../../live/secret-bindings.ts'
import type { LoadedTopology } from '../../topology/load-topology.ts'
import type { SecretRef, Topology } from '../../topology/model.ts'
import { readTopology } from '../load-topology.ts'
import type { Session } from './session.ts'
import { refuseStrayLinks } from './stray-links.ts'

export async function loadForAction(session: Session, withoutValues: boolean): Promise<LoadedTopology> {
  const { context, directory, inputs } = session
  refuseStrayLinks(session)
  const flags = { ...inputs.variables, withoutValues }
  const loaded = await readTopology(context, directory, flags).catch((error: unknown) => {
    throw isNoTopology(error) ? new StraitError('ST602', `${error.message}. ${goesOn}`) : error
  })
  if (loaded.topology !== undefined) hideSecrets(session, loaded.topology)
  await tellDiagnostics(session, loaded.diagnostics, loaded.sources)
  return loaded
}

/** Of whoever takes a topology out of a repository and believes that this ends it. */
const goesOn =
  'Where a commit took it away, what was applied from it goes on all the same: to stop it, leave the clusters, take the flows out, and apply that first'

function isNoTopology(error: unknown): error is StraitError {
  return error instanceof StraitError && error.code === 'ST602' && 'directory' in error.facts
}

/** In the log, and at their lines. */
export async function tellDiagnostics(
  session: Session,
  diagnostics: readonly Diagnostic[],
  sources: LoadedTopology['sources'],
): Promise<void> {
  if (diagnostics.length === 0) return
  const text = printDiagnostics(diagnostics, { sources, color: false, width: 100 })
  session.log.terminal.print(text.trimEnd())
  await annotate(session, diagnostics)
}

/** Ten errors and ten warnings of the step at their lines, those that the pull request changes first. */
export async function annotate(session: Session, diagnostics: readonly Diagnostic[]): Promise<void> {
  if (diagnostics.length === 0) return
  const changed = new Set(await changedFiles(session))
  const { log, annotationRoom: room } = session
  for (const line of annotations(diagnostics, { file: (name) => name, changed, room })) log.command(line)
}

/** A fork's token may not be able to ask, and the order is no reason to fail. */
async function changedFiles({ github, runner, log }: Session): Promise<readonly string[]> {
  const { trigger } = runner
  if (github === undefined || trigger.kind !== 'pull_request') return []
  return github.changedFiles(trigger.number).catch((error: Error) => {
    log.terminal.note(`The files of the pull request are not known: ${error.message}`)
    return []
  })
}

function hideSecrets({ directory, inputs, log, redact }: Session, topology: Topology): void {
  const refs = Object.values(topology.clusters).flatMap(secretRefsOf)
  const secrets = [...refs.flatMap((ref) => secretText(ref, directory)), inputs.token ?? '']
  for (const secret of secrets.flatMap((each) => each.split('\n'))) {
    if (secret.trim() !== '') log.command(workflowCommand('add-mask', {}, secret))
  }
  redact.current = redactor(secrets)
  log.redactWith(redact.current)
}

/** None where it is missing: who connects with it will say so. */
function secretText(ref: SecretRef, directory: string): string[] {
  if ('env' in ref) return [process.env[ref.env] ?? '']
  try {
    return [readFileSync(resolve(directory, ref.file), 'utf8').trimEnd()]
  } catch {
    return []
  }
}
