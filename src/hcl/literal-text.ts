// Raw template text → what it says. Quoted text has escapes; a heredoc only knows `$${` and `%%{`.

import type { Parser } from './parser.ts'
import { Scanner } from './scanner.ts'
import type { Token } from './token.ts'

const escapes = /\$\$\{|%%\{|\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])?/gu
const openers = /\$\$\{|%%\{/g
const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** Resolves the escapes of one text token, and reports those that do not exist. In Unicode form NFC, as HCL does. */
export function literalText(parser: Parser, token: Token, form: 'quoted' | 'heredoc'): string {
  const resolved =
    form === 'heredoc'
      ? token.text.replace(openers, (found) => found.slice(1))
      : token.text.replace(escapes, (found, offset: number) => {
          if (!found.startsWith('\\')) return found.slice(1)
          return escapedCharacter(found) ?? reportEscape(parser, token, { found, offset })
        })
  return resolved.normalize('NFC')
}

function escapedCharacter(found: string): string | undefined {
  const letter = found[1] ?? ''
  if (found.length === 2) return Object.hasOwn(simple, letter) ? simple[letter] : undefined
  const code = Number.parseInt(found.slice(2), 16)
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return found.length > 2 && isCharacter ? String.fromCodePoint(code) : undefined
}

function reportEscape(
  parser: Parser,
  token: Token,
  { found, offset }: { found: string; offset: number },
): string {
  const scanner = new Scanner(token.text, token.start)
  scanner.take(offset)
  const start = scanner.position
  scanner.take(found.length)
  const detail =
    found.length > 2
      ? 'This number is no Unicode character. Those beyond U+FFFF are written with eight digits: \\U0001F600.'
      : 'There are \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN. A backslash itself is written twice.'
  parser.report(
    { code: 'ST106', summary: `Unknown escape ${found}`, detail },
    { start, end: scanner.position },
  )
  return ''
}
