// What a failure says where a runner, a comment or a summary shows it: the message and its causes, names as text.

import { StraitError } from '../../errors/strait-error.ts'
import { safeLines } from '../../render/safe-text.ts'

/** For readers; `bug` is ours. */
export function codeOf(error: unknown): string {
  return error instanceof StraitError ? error.code : 'bug'
}

/** Our own faults come with their stack. */
export function failureMessage(error: unknown): string {
  if (!(error instanceof StraitError)) {
    return safeLines(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  const causes: string[] = []
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (![error.message, ...causes].some((text) => text.includes(cause.message))) causes.push(cause.message)
  }
  return safeLines([error.message, ...causes].join('; because: '))
}
