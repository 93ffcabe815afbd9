// A Java properties file → its settings in order, duplicates included, as java.util.Properties reads it from a
// stream: ISO-8859-1, continuation lines, escapes, `=`, `:` or white space after the key. Trailing white space
// belongs to the value, and a backslash before an ordinary character is dropped.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { problemAt } from './problem.ts'
import type { Setting } from './setting.ts'

export interface PropertiesFile {
  readonly settings: readonly Setting[]
  /** Java refuses a file with these. */
  readonly diagnostics: readonly Diagnostic[]
  /** Lines on which Java drops a backslash that was probably meant: `.*\.tmp` is read as `.*.tmp`. */
  readonly droppedBackslashes: readonly number[]
  /** Lines whose value goes on with what looks like a comment. */
  readonly comments: readonly number[]
  /** Lines that Java reads as other characters than an editor shows: it takes no UTF-8 here. */
  readonly otherCharacters: readonly number[]
}

interface LogicalLine {
  readonly text: string
  /** Of its first natural line. */
  readonly line: number
}

/** `linesBefore`: where the text stands inside another file. */
export function readProperties(filename: string, bytes: Uint8Array, linesBefore = 0): PropertiesFile {
  const lines = logicalLines(Buffer.from(bytes).toString('latin1'), linesBefore)
  const diagnostics: Diagnostic[] = []
  const droppedBackslashes: number[] = []
  const settings = lines.map(({ text, line }) => {
    const { key, value } = cut(text)
    if ([key, value].some((part) => /(?<!\\)(?:\\\\)*\\u(?![0-9a-fA-F]{4})/.test(part))) {
      diagnostics.push(
        problemAt(
          { filename, line },
          {
            code: 'ST230',
            summary: 'Malformed \\u escape',
            detail:
              'Java reads \\u as the start of \\uNNNN and refuses the whole file. Write a backslash twice.',
          },
        ),
      )
    }
    if (/(?<!\\)(?:\\\\)*\\[^\\tnrfu=:#! "']/.test(value)) droppedBackslashes.push(line)
    return { key: resolveEscapes(key), value: resolveEscapes(value), line, file: filename }
  })
  const otherCharacters = lines.filter(({ text }) => /[\u0080-\u00ff]/.test(text)).map(({ line }) => line)
  const comments = settings.filter(({ value }) => /\s#/.test(value)).map(({ line }) => line)
  return { settings, diagnostics, droppedBackslashes, comments, otherCharacters }
}

/** Comments and blank lines are gone, continued lines are one. */
function logicalLines(text: string, linesBefore: number): LogicalLine[] {
  const lines: LogicalLine[] = []
  let open: LogicalLine | undefined
  for (const [index, natural] of text.split(/\r\n|\r|\n/).entries()) {
    const content = natural.replace(/^[ \t\f]+/, '')
    if (open === undefined && (content === '' || /^[#!]/.test(content))) continue
    const joined: LogicalLine = {
      text: (open?.text ?? '') + content,
      line: open?.line ?? linesBefore + index + 1,
    }
    const isContinued = /(?:^|[^\\])(?:\\\\)*\\$/.test(content)
    open = isContinued ? { ...joined, text: joined.text.slice(0, -1) } : undefined
    if (!isContinued) lines.push(joined)
  }
  return open === undefined ? lines : [...lines, open]
}

/** The key ends at the first `=`, `:` or white space that no backslash escapes. */
function cut(text: string): { readonly key: string; readonly value: string } {
  const key = /^(?:\\[\s\S]|[^\\=: \t\f])*/.exec(text)?.[0] ?? ''
  const value = text.slice(key.length).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '')
  return { key, value }
}

const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function resolveEscapes(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]?))/g, (_, code?: string, letter = '') =>
    code === undefined ? (controls[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
