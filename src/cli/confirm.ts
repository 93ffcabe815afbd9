// Asking a person before something is written. Only the word "yes" is a yes.

import { createInterface } from 'node:readline/promises'
import type { Context } from './context.ts'
import { exitCodeOf } from './exit-code.ts'

export type Answer = 'yes' | 'no' | 'nobody'

/**
 * Asks on stderr. `nobody` where there is no terminal: the caller then refuses, and never assumes a yes. Ctrl-D
 * is a no; Ctrl-C ends the process.
 */
export async function confirm(context: Context, question: string): Promise<Answer> {
  if (!context.terminal.interactive) return 'nobody'
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  // The terminal is in raw mode while it asks, so Ctrl-C arrives here and not as a signal.
  lines.once('SIGINT', () => process.exit(exitCodeOf('SIGINT')))
  try {
    const asked = lines.question(`\n${question}\n  Only "yes" is taken as a yes: `)
    return (await asked.catch(() => '')).trim() === 'yes' ? 'yes' : 'no'
  } finally {
    lines.close()
  }
}
