// Bytes of a file → text. HCL is UTF-8 and nothing else; a byte that is not is refused with its place, since a
// replacement character in a topic name would be a wrong name.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { Scanner } from './scanner.ts'

export interface DecodedSource {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** The text, with replacement characters where there is a diagnostic. A byte order mark stays in it. */
export function decodeSource(filename: string, bytes: Uint8Array): DecodedSource {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const place = text.includes('\u{fffd}') ? firstInvalid(text, bytes) : undefined
  if (place === undefined) return { text, diagnostics: [] }
  const scanner = new Scanner(text)
  scanner.skipByteOrderMark()
  scanner.take(place - scanner.offset)
  const start = scanner.position
  scanner.take(1)
  const detail = 'HCL files are UTF-8. The editor or tool that wrote this one used another encoding.'
  const subject = { filename, start, end: scanner.position }
  return {
    text,
    diagnostics: [{ severity: 'error', code: 'ST100', summary: 'File is not UTF-8', detail, subject }],
  }
}

/** Index of the first replacement character that the bytes do not hold themselves. */
function firstInvalid(text: string, bytes: Uint8Array): number | undefined {
  let from = 0
  let byte = 0
  for (let index = text.indexOf('\u{fffd}'); index >= 0; index = text.indexOf('\u{fffd}', from)) {
    byte += Buffer.byteLength(text.slice(from, index))
    if (bytes[byte] !== 0xef || bytes[byte + 1] !== 0xbf || bytes[byte + 2] !== 0xbd) return index
    byte += 3
    from = index + 1
  }
  return undefined
}
