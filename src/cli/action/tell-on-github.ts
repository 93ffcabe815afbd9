// What GitHub does not take of a plan that is made, or cannot be asked: the step fails by it, and keeps its outputs and its
// summary.

import { StraitError } from '../../errors/strait-error.ts'
import { failureText } from '../../github/plan-comment.ts'
import { workflowCommand } from '../../github/workflow-command.ts'
import { type FailureReason, failureReason } from '../failure.ts'
import { failureMessage } from './failure-message.ts'
import type { Session } from './session.ts'

export type Told<Answer> =
  | { readonly told: Answer }
  /** `markdown`: safe, and without secrets. */
  | { readonly failure: { readonly reason: FailureReason; readonly markdown: string } }

/** A failure is in the log already. */
export async function tellOnGitHub<Answer>(
  { log, redact }: Session,
  tell: () => Promise<Answer>,
): Promise<Told<Answer>> {
  try {
    return { told: await tell() }
  } catch (error) {
    if (!(error instanceof StraitError)) throw error
    const message = redact.current(failureMessage(error))
    log.command(workflowCommand('error', { title: error.code }, message))
    return { failure: { reason: failureReason(error), markdown: failureText(error.code, message) } }
  }
}
