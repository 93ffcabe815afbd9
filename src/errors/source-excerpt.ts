// The line of source that a diagnostic is about, and the carets below it. Tabs stay tabs in both lines, so that
// they line up at any tab width; characters that would steer a terminal are shown as symbols instead.

import { displayWidth } from '../std/display-width.ts'
import type { Range } from './diagnostic.ts'

export interface Excerpt {
  readonly lineNumber: number
  /** Before, inside and after the span, on its first line. */
  readonly before: string
  readonly marked: string
  readonly after: string
  /** Spaces, then as many carets as the span is wide. At least one. */
  readonly carets: string
}

const longLine = 160

/**
 * Undefined when the source has no such line. Of a line with more than `most` characters only the surroundings of
 * the span are shown.
 */
export function sourceExcerpt(source: string, { start, end }: Range, most = longLine): Excerpt | undefined {
  const line = source
    .replace(/^\u{feff}/u, '')
    .split('\n')
    [start.line - 1]?.replace(/\r$/, '')
  if (line === undefined) return undefined
  const from = Math.min(start.column - 1, line.length)
  const to = end.line > start.line ? line.length : Math.max(from, Math.min(end.column - 1, line.length))
  const isLong = displayWidth(line) > most
  const visibleFrom = isLong ? Math.max(0, from - contextOf(most)) : 0
  const visibleTo = isLong ? lastVisible(line, { from, visibleFrom, most }) : line.length
  const before = harmless((visibleFrom > 0 ? '…' : '') + line.slice(visibleFrom, from))
  const marked = harmless(line.slice(from, Math.min(to, visibleTo)))
  const after = harmless(
    line.slice(Math.min(to, visibleTo), visibleTo) + (visibleTo < line.length ? '…' : ''),
  )
  const padding = before.replace(/[^\t]+/g, (text) => ' '.repeat(displayWidth(text)))
  const carets = padding + '^'.repeat(Math.max(1, displayWidth(marked.trimEnd())))
  return { lineNumber: start.line, before, marked, after, carets }
}

interface Window {
  readonly from: number
  readonly visibleFrom: number
  readonly most: number
}

/** At the default, as much again after the span's start; in a terminal, what is left of the row for it and `…`s. */
function lastVisible(line: string, { from, visibleFrom, most }: Window): number {
  if (most === longLine) return Math.min(line.length, from + most)
  let to = Math.min(line.length, visibleFrom + most)
  while (to > from && displayWidth(line.slice(visibleFrom, to)) > most - 2) to--
  return to
}

/** How much of a long line stands before the span. */
function contextOf(most: number): number {
  return most === longLine ? 60 : Math.max(8, Math.floor(most / 2))
}

/** Control characters as their pictures, and marks that reorder or hide text as a replacement character. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (character === '\t') return character
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}
