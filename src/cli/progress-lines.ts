// Lines of progress on stderr: redrawn in place where a person reads along; elsewhere printed when they say
// something else, and now and then when only their figures move, so that a log stays short.

import type { Terminal } from './terminal.ts'

export interface ProgressLine {
  /** What the line says, without its figures. */
  readonly key: string
  readonly text: string
}

export interface ProgressLines {
  readonly show: (lines: readonly ProgressLine[]) => void
  /** Leaves these lines, or those that stand, for good. Idempotent. */
  readonly end: (lines?: readonly string[]) => void
}

const figuresIntervalMs = 10_000

export function progressLines({ note, interactive, columns }: Terminal): ProgressLines {
  if (!interactive || process.env['TERM'] === 'dumb') return printed(note)
  let drawn = 0
  const draw = (lines: readonly string[]): void => {
    const erase = drawn === 0 ? '' : `\u001b[${drawn}A\u001b[J`
    if (lines.length > 0) note(erase + lines.map((line) => line.slice(0, columns - 1)).join('\n'))
    drawn = lines.length
  }
  return {
    show: (lines) => draw(lines.map(({ text }) => text)),
    end: (lines) => {
      if (lines !== undefined) draw(lines)
      drawn = 0
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
