// The text of the topology's files: for carets inside strings, and for printing diagnostics. Whatever was found
// to be a secret in clear text is blotted out before anyone can print it; places stay where they were.

import type { Range } from '../errors/diagnostic.ts'
import type { Expression, Template } from '../hcl/ast.ts'
import { childExpressions } from '../hcl/expression-walk.ts'

export interface SourceFile {
  readonly filename: string
  readonly text: string
}

export interface Sources {
  /** One more file, as modules turn up. */
  readonly add: (file: SourceFile) => void
  /** The text from a place to the end of its line. */
  readonly lineFrom: (range: Range) => string
  /** Exactly what was written there. */
  readonly textOf: (range: Range) => string
  /** Marks the literal text in an expression as secret. */
  readonly blot: (expression: Expression) => void
  /** The texts with every marked place blotted out. */
  readonly shown: () => ReadonlyMap<string, string>
}

export function readSources(files: readonly SourceFile[]): Sources {
  const texts = new Map(files.map(({ filename, text }) => [filename, text]))
  const lines = new Map<string, string[]>()
  const linesOf = (filename: string): string[] => {
    const known = lines.get(filename)
    if (known !== undefined) return known
    const split = (texts.get(filename) ?? '').replace(/^\uFEFF/, '').split('\n')
    lines.set(filename, split)
    return split
  }
  const secrets: Range[] = []
  return {
    add: ({ filename, text }) => void texts.set(filename, text),
    lineFrom: ({ filename, start }) => linesOf(filename)[start.line - 1]?.slice(start.column - 1) ?? '',
    textOf({ filename, start, end }) {
      const written = linesOf(filename).slice(start.line - 1, end.line)
      const last = written.length - 1
      return written
        .map((line, at) =>
          line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined),
        )
        .join('\n')
    },
    blot(expression) {
      const open = [expression]
      for (const each of open) {
        if (each.kind === 'template') secrets.push(...textRanges(each))
        open.push(...childExpressions(each))
      }
    },
    shown() {
      const shown = new Map(texts)
      for (const [filename, ranges] of Map.groupBy(secrets, (secret) => secret.filename))
        shown.set(filename, blotted(texts.get(filename) ?? '', ranges))
      return shown
    },
  }
}

function textRanges({ parts }: Template): Range[] {
  return parts.filter(({ kind }) => kind === 'text').map(({ range }) => range)
}

function blotted(text: string, secrets: readonly Range[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const lines = text.slice(mark.length).split('\n')
  const spans = secrets.flatMap(({ start, end }) =>
    lines.slice(start.line - 1, end.line).map((line, index) => ({
      at: start.line - 1 + index,
      begin: index === 0 ? start.column - 1 : 0,
      finish: start.line + index === end.line ? end.column - 1 : line.length,
    })),
  )
  for (const [at, all] of Map.groupBy(spans, (span) => span.at)) lines[at] = starred(lines[at] ?? '', all)
  return mark + lines.join('\n')
}

interface Span {
  readonly begin: number
  readonly finish: number
}

function starred(line: string, spans: readonly Span[]): string {
  let shown = ''
  for (const { begin, finish } of spans.toSorted((one, other) => one.begin - other.begin)) {
    shown += line.slice(shown.length, begin)
    shown += '*'.repeat(Math.max(0, Math.min(finish, line.length) - shown.length))
  }
  return shown + line.slice(shown.length)
}
