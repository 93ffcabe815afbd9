// Diagnostics as text, for people: what is wrong, where, the line with carets, what to do, other places involved.
// Colour is the caller's choice and never the only signal.

import { wrapLine, wrapText } from '../std/wrap-text.ts'
import type { Diagnostic, Range } from './diagnostic.ts'
import { harmless, sourceExcerpt } from './source-excerpt.ts'

export interface PrintOptions {
  /** Text of each file by the name that ranges use. A file that is missing prints without its line. */
  readonly sources: ReadonlyMap<string, string>
  /** Terminal colours and a rule on the left. */
  readonly color?: boolean
  /** Columns to wrap prose at; 80 when absent. */
  readonly width?: number
  /** Columns that a line of source may take; it is shown whole up to 160 when absent. */
  readonly lineWidth?: number
  /** How many are printed; 50 when absent. */
  readonly limit?: number
}

/** `│ ` before every line. */
const ruleWidth = 2

/** All of them, by file, then line, with a blank line between, and how many were left out. Ends with a newline. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: PrintOptions): string {
  if (diagnostics.length === 0) return ''
  const { limit = 50 } = options
  const shown = sortDiagnostics(diagnostics).slice(0, limit)
  const more = diagnostics.length - shown.length
  const texts = shown.map((diagnostic) => printDiagnostic(diagnostic, options))
  if (more > 0) texts.push(`… and ${more} more\n`)
  return texts.join('\n')
}

/** By file name, then position; those without a place come first. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compareText(a.subject?.filename ?? '', b.subject?.filename ?? '') ||
      (a.subject?.start.line ?? 0) - (b.subject?.start.line ?? 0) ||
      (a.subject?.start.column ?? 0) - (b.subject?.start.column ?? 0),
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** One diagnostic, ending with a newline. */
export function printDiagnostic(diagnostic: Diagnostic, options: PrintOptions): string {
  const { color = false, width = 80 } = options
  const style = color ? ansiStyle(diagnostic.severity) : plainStyle
  const word = diagnostic.severity === 'error' ? 'Error' : 'Warning'
  const code = `${word}[${diagnostic.code}]:`
  const [first = '', ...rest] = wrapLine(`${code} ${harmless(diagnostic.summary)}`, roomFor(options))
  const title = [
    `${style.title(code)}${style.strong(first.slice(code.length))}`,
    ...rest.map(style.strong),
  ].join('\n')
  const sections = [
    title,
    placeSection(diagnostic, options, style),
    adviceSection(diagnostic, color ? width - ruleWidth : width),
    ...(diagnostic.related ?? []).map(({ message, range }) => relatedSection(message, range, options)),
  ].filter((section) => section !== '')
  return color ? withRule(sections.join('\n\n'), style) : `${sections.join('\n\n')}\n`
}

function placeSection(diagnostic: Diagnostic, options: PrintOptions, style: Style): string {
  const { subject, address, context, values = [] } = diagnostic
  const lines: string[] = []
  const indented = (text: string): string[] => indentedLines(text, options)
  if (address !== undefined)
    lines.push(...indented(`with ${harmless(address)}${subject === undefined ? '' : ','}`))
  if (subject !== undefined) {
    const inside = context === undefined ? '' : `, in ${harmless(context)}`
    lines.push(...indented(`on ${place(subject)}${inside}:`), ...excerptLines(subject, options, style))
  }
  for (const { traversal, statement } of values) lines.push(`    │ ${harmless(`${traversal} ${statement}`)}`)
  return lines.join('\n')
}

function adviceSection({ detail = '', suggestion }: Diagnostic, width: number): string {
  if (suggestion === undefined) return wrapText(harmlessLines(detail), width)
  const isWord = /^[\p{L}\p{N}_.-]+$/u.test(suggestion)
  const question = isWord ? `Did you mean "${suggestion}"?` : `Did you mean: ${harmless(suggestion)}`
  const [first = '', ...rest] = harmlessLines(detail).split('\n')
  return wrapText([first === '' ? question : `${first} ${question}`, ...rest].join('\n'), width)
}

function relatedSection(message: string, range: Range, options: PrintOptions): string {
  const head = indentedLines(`${harmless(message)}, ${place(range)}:`, options)
  return [...head, ...excerptLines(range, options, plainStyle)].join('\n')
}

/** Columns between the rule and the edge of a terminal. */
function roomFor({ lineWidth = Number.POSITIVE_INFINITY, color }: PrintOptions): number {
  return lineWidth - (color ? ruleWidth : 0)
}

/** Prose that stands two columns in. A log gets it in one line, for which people search. */
function indentedLines(text: string, options: PrintOptions): string[] {
  return wrapLine(text, roomFor(options) - 2).map((line) => `  ${line}`)
}

function place(range: Range): string {
  return `${harmless(range.filename)} line ${range.start.line}`
}

function excerptLines(range: Range, { sources, lineWidth }: PrintOptions, style: Style): string[] {
  const source = sources.get(range.filename)
  const gutterWidth = ruleWidth + `  ${range.start.line}: `.length
  const most = lineWidth === undefined ? undefined : lineWidth - gutterWidth
  const excerpt = source === undefined ? undefined : sourceExcerpt(source, range, most)
  if (excerpt === undefined) return []
  const { lineNumber, before, marked, after, carets } = excerpt
  const gutter = `  ${lineNumber}: `
  const indent = carets.search(/\^/)
  return [
    `${gutter}${before}${style.marked(marked)}${after}`.trimEnd(),
    `${' '.repeat(gutter.length)}${carets.slice(0, indent)}${style.title(carets.slice(indent))}`,
  ]
}

function harmlessLines(text: string): string {
  return text.split('\n').map(harmless).join('\n')
}

interface Style {
  readonly title: (text: string) => string
  readonly strong: (text: string) => string
  readonly marked: (text: string) => string
}

const plainStyle: Style = { title: (text) => text, strong: (text) => text, marked: (text) => text }

function ansiStyle(severity: Diagnostic['severity']): Style {
  const hue = severity === 'error' ? 31 : 33
  return {
    title: (text) => `\u001b[1;${hue}m${text}\u001b[0m`,
    strong: (text) => `\u001b[1m${text}\u001b[0m`,
    marked: (text) => (text === '' ? '' : `\u001b[4m${text}\u001b[0m`),
  }
}

function withRule(text: string, style: Style): string {
  const lines = text.split('\n').map((line) => `${style.title('│')} ${line}`.trimEnd())
  return `${[style.title('╷'), ...lines, style.title('╵')].join('\n')}\n`
}
