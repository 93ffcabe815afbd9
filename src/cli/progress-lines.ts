// Lines of progress on stderr: redrawn in place on a terminal; elsewhere printed when they say something else, and
// now and then when only their figures move, so that a log stays short.

import { displayWidth, shortened } from '../std/display-width.ts'
import type { Terminal } from './terminal.ts'

export interface ProgressLine {
  /** What the line says, without its figures. */
  readonly key: string
  readonly text: string
}

export interface ProgressLines {
  readonly show: (lines: readonly ProgressLine[]) => void
  /** A line that stays, above those that move. */
  readonly say: (line: string) => void
  /** Leaves these lines, or those that stand, for good. Idempotent. */
  readonly end: (lines?: readonly string[]) => void
}

const figuresIntervalMs = 10_000

type Notes = Pick<Terminal, 'note' | 'liveNotes' | 'noteColumns'>

export function progressLines(terminal: Notes): ProgressLines {
  return terminal.liveNotes ? redrawn(terminal) : printed(terminal.note)
}

function redrawn(terminal: Notes): ProgressLines {
  let drawn: readonly string[] = []
  /** Lines that a window which has become narrower has folded take more rows than they were drawn with. */
  const erase = (): string => {
    const rows = drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / terminal.noteColumns)),
      0,
    )
    return rows === 0 ? '' : `\u001b[${rows}A\r\u001b[J`
  }
  const draw = (lines: readonly string[], above: readonly string[] = []): void => {
    const fitting = lines.map((line) => shortened(line, terminal.noteColumns - 1))
    const text = [...above, ...fitting].join('\n')
    const before = erase()
    if (text !== '') terminal.note(before + text)
    // A note breaks the line: one up again.
    else if (before !== '') terminal.note(`${before}\u001b[A`)
    drawn = fitting
  }
  return {
    show: (lines) => draw(lines.map(({ text }) => text)),
    say: (line) => draw(drawn, [line]),
    end: (lines) => {
      if (lines !== undefined) draw(lines)
      drawn = []
    },
  }
}

function printed(note: (text: string) => void): ProgressLines {
  let keys = ''
  let texts = ''
  let atMs = Number.NEGATIVE_INFINITY
  const print = (lines: readonly string[]): void => {
    texts = lines.join('\n')
    atMs = performance.now()
    if (texts !== '') note(texts)
  }
  return {
    say: note,
    show: (lines) => {
      const now = lines.map(({ key }) => key).join()
      const moved = lines.map(({ text }) => text)
      const isNews =
        now !== keys || (moved.join('\n') !== texts && performance.now() - atMs >= figuresIntervalMs)
      keys = now
      if (isNews) print(moved)
    },
    end: (lines) => {
      if (lines !== undefined && lines.join('\n') !== texts) print(lines)
    },
  }
}
