// The topology as every command of the action reads it: mistakes go to the log, to the lines of the pull request and
// into the summary; secrets are known from here on, so that none of them is written anywhere.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { printDiagnostics } from '../../errors/print-diagnostic.ts'
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
  const loaded = await readTopology(context, directory, { ...inputs.variables, withoutValues })
  if (loaded.topology !== undefined) hideSecrets(session, loaded.topology)
  await tellDiagnostics(session, loaded.diagnostics, loaded.sources)
  return loaded
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
