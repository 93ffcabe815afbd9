// The one error class for "the world is wrong". What to do about it is looked up in the code table, so that a
// message and its retry rule cannot drift apart. A wrong topology is a Diagnostic; a wrong program asserts.

import { type Code, codes, type Retry } from './codes.ts'

export interface StraitErrorOptions {
  readonly cause?: unknown
  /** Facts a caller branches on or a log line carries. Never a secret. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>
}

export class StraitError extends Error {
  override readonly name = 'StraitError'
  readonly code: Code
  readonly facts: Readonly<Record<string, string | number | boolean>>

  constructor(code: Code, message: string, { cause, facts = {} }: StraitErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.facts = facts
  }

  get retry(): Retry {
    return codes[this.code].retry
  }
}

/** What is ours as it is; anything else as one of `code`, with the cause in it. */
export function asStraitError(error: unknown, code: Code, message: string): StraitError {
  return error instanceof StraitError ? error : new StraitError(code, message, { cause: error })
}

/** Whether the same call may succeed later. Anything that is not ours is taken as permanent. */
export function isRetriable(error: unknown): boolean {
  return error instanceof StraitError && error.retry === 'backoff'
}
