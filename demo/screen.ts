// What the demo shows: short headings, one line per fact, one line that is redrawn while something moves. Colour
// and redrawing only on a terminal that wants them.

import { shortened } from '../src/std/display-width.ts'
import { wrapLine } from '../src/std/wrap-text.ts'

export interface Screen {
  readonly title: (text: string) => void
  /** A numbered step and one sentence on why it is there. */
  readonly step: (heading: string, why: string) => void
  readonly say: (text: string) => void
  readonly good: (text: string) => void
  readonly bad: (text: string) => void
  readonly command: (line: string) => void
  /** Redraws one line, which the next other output replaces; off a terminal it prints one now and then. */
  readonly progress: (text: string) => void
  readonly blank: () => void
}

const QUIET_PROGRESS_MS = 2000
const INDENT = '   '

export function openScreen(): Screen {
  const { stdout, env } = process
  const live = stdout.isTTY === true && env['TERM'] !== 'dumb'
  const paint = painter(live && (env['NO_COLOR'] ?? '') === '')
  // A pipe gets lines whole.
  const width = (): number => (stdout.isTTY === true ? stdout.columns || 80 : Number.POSITIVE_INFINITY)
  const prose = (text: string): string[] => wrapLine(text, width() - INDENT.length)
  let steps = 0
  let redrawing = false
  let shownAt = 0

  const line = (text: string) => {
    if (redrawing) stdout.write('\r\u001b[K')
    redrawing = false
    stdout.write(`${text}\n`)
  }
  return {
    title: (text) => line(`\n${paint.bold(text)}`),
    step: (heading, why) => {
      line(`\n${paint.cyan(String(++steps))}  ${paint.bold(heading)}`)
      for (const part of prose(why)) line(`${INDENT}${paint.dim(part)}`)
    },
    say: (text) => {
      for (const part of prose(text)) line(`${INDENT}${part}`)
    },
    good: (text) => line(`   ${paint.green('✔')} ${text}`),
    bad: (text) => line(`   ${paint.red('✘')} ${text}`),
    command: (text) => line(`   ${paint.dim('$')} ${paint.bold(text)}\n`),
    progress: (text) => {
      if (live) {
        // A line that is folded cannot be redrawn.
        stdout.write(`\r${shortened(`${INDENT}${text}`, width() - 1)}\u001b[K`)
        redrawing = true
      } else if (performance.now() - shownAt >= QUIET_PROGRESS_MS) {
        shownAt = performance.now()
        line(`   ${text}`)
      }
    },
    blank: () => line(''),
  }
}

function painter(colour: boolean) {
  const style = (open: number, close: number) => (text: string) =>
    colour ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    cyan: style(36, 39),
  }
}

/** A bar of `width` cells. */
export function bar(share: number, width = 24): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}

/** 1234567 is 1,234,567. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}
