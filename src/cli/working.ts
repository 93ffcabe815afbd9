// What a person sees while a command waits for clusters: nothing for a moment, then what it does and for how long.

import { duration } from '../render/quantity.ts'
import { progressLines } from './progress-lines.ts'
import type { Terminal } from './terminal.ts'

/** Work that is done before is not spoken of. */
const patienceMs = 1_000

/** The result of `work`. Only a terminal is told meanwhile, and what was told is gone at the end. */
export async function working<Result>(
  terminal: Pick<Terminal, 'note' | 'liveNotes' | 'noteColumns'>,
  what: string,
  work: Promise<Result>,
): Promise<Result> {
  if (!terminal.liveNotes) return work
  const lines = progressLines(terminal)
  let seconds = 0
  const ticking = setInterval(() => {
    seconds += patienceMs / 1_000
    lines.show([{ key: what, text: `${what} … ${duration(seconds)}` }])
  }, patienceMs)
  try {
    return await work
  } finally {
    clearInterval(ticking)
    lines.end([])
  }
}
