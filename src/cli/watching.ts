// --watch: the same view again and again, until a signal. A terminal is redrawn, also when its window changes; a pipe
// gets one view after the other. A cluster that does not answer does not end it: that is when people look.

import { setTimeout as sleep } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import { type Paint, paintFor } from '../render/paint.ts'
import { duration } from '../render/quantity.ts'
import { safeLines } from '../render/safe-text.ts'
import { shortened } from '../std/display-width.ts'
import { wrapText } from '../std/wrap-text.ts'
import type { Context } from './context.ts'
import { failureDocument } from './failure.ts'

/** A document for --json, and the same as text. */
export interface View {
  readonly document: unknown
  readonly text: (width: number, paint: Paint) => string
}

/** An answer that takes longer is spoken of. */
const patienceSeconds = 3

/** Rejects with what waiting does not mend. */
export async function watch(
  { terminal, json }: Context,
  look: () => Promise<View>,
  { intervalMs = 2_000 }: { readonly intervalMs?: number } = {},
): Promise<never> {
  const live = terminal.live && !json
  let last: View | undefined
  let seenAt = new Date()
  let askedAtMs = performance.now()
  let trouble: StraitError | undefined
  const head = (): string => {
    const waited = (performance.now() - askedAtMs) / 1_000
    const rhythm = `every ${intervalMs / 1_000} s; Ctrl-C ends it`
    return `as of ${clockTime(seenAt)}, ${waited < patienceSeconds ? rhythm : `no answer for ${duration(waited)}`}`
  }
  const text = (): string => {
    const width = terminal.tableColumns
    const paint = paintFor(terminal.colour.stdout)
    const failure = trouble && `${paint.red(`Error[${trouble.code}]:`)} ${safeLines(trouble.message)}`
    return [
      paint.dim(shortened(head(), width)),
      last?.text(width, paint),
      failure && wrapText(failure, width),
    ]
      .filter((part) => part !== undefined)
      .join('\n\n')
  }
  const redraw = (): void => terminal.redraw(text())
  const stopListening = live ? terminal.onResize(redraw) : undefined
  const ticking = live ? setInterval(redraw, 1_000) : undefined
  try {
    for (;;) {
      try {
        last = await look()
        seenAt = new Date()
        trouble = undefined
      } catch (error) {
        if (!(error instanceof StraitError) || error.retry !== 'backoff') throw error
        trouble = error
      }
      askedAtMs = performance.now()
      if (live) redraw()
      else if (!json) terminal.print(`${text()}\n`)
      else terminal.print(JSON.stringify(trouble === undefined ? last?.document : failureDocument(trouble)))
      await sleep(intervalMs)
    }
  } finally {
    clearInterval(ticking)
    stopListening?.()
  }
}

/** As a clock on the wall shows it. */
function clockTime(time: Date): string {
  return time.toTimeString().slice(0, 8)
}
