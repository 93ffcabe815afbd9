// What the action prints. The runner reads every line of a step and obeys those that look like commands, wherever the
// text in them came from, so commands are switched off for all but ours.

import { randomUUID } from 'node:crypto'
import type { Redact } from '../../github/redact.ts'
import { safeText } from '../../render/safe-text.ts'
import type { Terminal } from '../terminal.ts'

export interface ActionLog {
  readonly terminal: Terminal
  /** A workflow command. */
  readonly command: (line: string) => void
  /** From here on nothing is printed before it went through here. */
  readonly redactWith: (redact: Redact) => void
  /** Switches commands on again. */
  readonly close: () => void
}

export function openLog(write: (text: string) => void): ActionLog {
  const token = randomUUID()
  let redact: Redact = (text) => text
  const print = (text: string): void => {
    for (const line of redact(text).split('\n')) write(`${safeText(line)}\n`)
  }
  write(`::stop-commands::${token}\n`)
  return {
    terminal: {
      print,
      note: print,
      colour: { stdout: false, stderr: false },
      columns: 120,
      tableColumns: Number.POSITIVE_INFINITY,
      noteColumns: Number.POSITIVE_INFINITY,
      redraw: () => {},
      interactive: false,
      live: false,
      liveNotes: false,
      onResize: () => () => {},
    },
    command: (line) => write(`::${token}::\n${redact(line)}\n::stop-commands::${token}\n`),
    redactWith: (given) => {
      redact = given
    },
    close: () => write(`::${token}::\n`),
  }
}
