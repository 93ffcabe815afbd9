// One run of the action: what it was asked, by whom, and what it needs to answer.

import { resolve } from 'node:path'
import { type AnnotationRoom, annotationRoom } from '../../github/annotation.ts'
import { type GitHub, openGitHub } from '../../github/api.ts'
import type { Redact } from '../../github/redact.ts'
import type { Context } from '../context.ts'
import { type Inputs, topologyKey } from './inputs.ts'
import type { ActionLog } from './log.ts'
import type { Runner } from './runner.ts'

export interface Session {
  readonly inputs: Inputs
  readonly runner: Runner
  readonly log: ActionLog
  readonly context: Context
  /** Of the topology's directory. */
  readonly directory: string
  readonly key: string
  /** Undefined without a token. */
  readonly github: GitHub | undefined
  /** What the step has left of GitHub's annotations. */
  readonly annotationRoom: AnnotationRoom
  /** For all that is written on GitHub. Knows the topology's secrets once it is read. */
  readonly redact: { current: Redact }
}

export function openSession(inputs: Inputs, runner: Runner, log: ActionLog): Session {
  const { apiUrl, repository, workspace } = runner
  const { token } = inputs
  const path = (given: string): string => resolve(workspace, given)
  const note = log.terminal.note
  return {
    inputs,
    runner,
    log,
    // Paths are named from the root of the repository: that is what annotations need, and what readers know.
    context: { terminal: log.terminal, json: false, path, shown: (full) => relativeTo(workspace, full) },
    directory: path(inputs.directory),
    key: topologyKey(inputs),
    github: token === undefined ? undefined : openGitHub({ token, apiUrl, repository, note }),
    annotationRoom: annotationRoom(),
    redact: { current: (text) => text },
  }
}

function relativeTo(root: string, full: string): string {
  if (full === root) return '.'
  return full.startsWith(`${root}/`) ? full.slice(root.length + 1) : full
}
