// Asking a person before something is written. Only the word "yes" is a yes.

import { createInterface } from 'node:readline/promises'
import type { Context } from './context.ts'

export type Answer = 'yes' | 'no' | 'nobody'

/** Asks on stderr. `nobody` where there is no terminal: the caller then refuses, and never assumes a yes. */
export async function confirm(context: Context, question: string): Promise<Answer> {
  if (!context.terminal.interactive) return 'nobody'
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await lines.question(`\n${question}\n  Only "yes" is taken as a yes: `)
    return answer.trim() === 'yes' ? 'yes' : 'no'
  } finally {
    lines.close()
  }
}
