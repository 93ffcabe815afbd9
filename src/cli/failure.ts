// How a failure looks: one message on stderr, and with --json one object on stdout that a pipeline can branch
// on. Never a stack trace for what a user or the world did wrong; always one for what we did wrong.

import { causesOf } from '../errors/causes.ts'
import type { Code } from '../errors/codes.ts'
import { StraitError } from '../errors/strait-error.ts'
import { safeLines } from '../render/safe-text.ts'
import { errorText } from '../std/error-text.ts'
import { wrapText } from '../std/wrap-text.ts'
import type { Context } from './context.ts'
import { failed } from './exit-code.ts'

/** Why a command failed, as `failure_reason` in JSON. Public: values are added, never renamed. */
export type FailureReason =
  | 'invalid_topology'
  | 'invalid_usage'
  | 'not_confirmed'
  | 'stale_plan'
  | 'damaged_plan'
  | 'lease_held'
  | 'plan_refused'
  | 'apply_failed'
  | 'lease_lost'
  | 'not_converged'
  | 'timed_out'
  | 'interrupted'
  | 'unreachable'
  | 'authentication_failed'
  | 'secret_not_bound'
  | 'github_failed'
  | 'not_allowed'
  | 'not_reviewed'
  | 'not_found'
  | 'not_formatted'
  | 'cannot_import'
  | 'agent_failed'
  | 'refused_by_broker'
  | 'permission_missing'
  | 'error'

const reasons: Partial<Record<Code, FailureReason>> = {
  ST300: 'unreachable',
  ST301: 'unreachable',
  ST302: 'authentication_failed',
  ST306: 'refused_by_broker',
  ST308: 'authentication_failed',
  ST350: 'permission_missing',
  ST403: 'permission_missing',
  ST429: 'invalid_usage',
  ST430: 'invalid_usage',
  ST480: 'damaged_plan',
  ST481: 'damaged_plan',
  ST450: 'stale_plan',
  ST451: 'lease_held',
  ST452: 'lease_lost',
  ST454: 'plan_refused',
  ST455: 'plan_refused',
  ST550: 'not_found',
  ST600: 'invalid_usage',
  ST602: 'invalid_usage',
  ST603: 'not_confirmed',
  ST610: 'secret_not_bound',
  ST611: 'invalid_usage',
  ST612: 'github_failed',
  ST613: 'not_allowed',
  ST614: 'invalid_usage',
  ST615: 'not_reviewed',
  ST640: 'invalid_usage',
  ST641: 'invalid_usage',
  ST642: 'invalid_usage',
}

/** Ranges speak where a code has no reason of its own. */
export function failureReason(error: unknown): FailureReason {
  if (!(error instanceof StraitError)) return 'error'
  const named = reasons[error.code]
  if (named !== undefined) return named
  const number = Number(error.code.slice(2))
  if (number < 300) return 'invalid_topology'
  if (number >= 500 && number < 550) return 'agent_failed'
  return 'error'
}

/** Prints the failure and answers the exit code. */
export function reportFailure(context: Context, error: unknown): typeof failed {
  const { note, noteColumns } = context.terminal
  // A log gets a line as it is, to be searched.
  note(wrapText(failureText(error), Number.isFinite(noteColumns) ? Math.min(noteColumns, 100) : noteColumns))
  if (context.json) context.terminal.print(JSON.stringify(failureDocument(error)))
  return failed
}

export function failureDocument(error: unknown): Readonly<Record<string, unknown>> {
  const known = error instanceof StraitError
  return {
    format_version: '1.0',
    failure_reason: failureReason(error),
    error: {
      code: known ? error.code : null,
      message: errorText(error),
      facts: known ? error.facts : {},
      retry: known ? error.retry : 'never',
    },
  }
}

function failureText(error: unknown): string {
  if (!(error instanceof StraitError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `Error: this is a bug in Strait, please report it\n\n${stack}`
  }
  const causes = causesOf(error)
  const because = causes.length === 0 ? '' : `\n\n${causes.map((cause) => `  because: ${cause}`).join('\n')}`
  // Names from clusters are in it, and what a broker or another process wrote.
  return safeLines(`Error[${error.code}]: ${error.message}${because}`)
}
