// What to say about a character that HCL has no use for. Most are habits from another language.

import type { Diagnostic } from '../errors/diagnostic.ts'

type Problem = Pick<Diagnostic, 'summary' | 'detail' | 'suggestion'> & { readonly units: number }

/** `text` starts with the character. `units` says how much of it the message is about. */
export function unexpectedCharacter(text: string): Problem {
  const single = /^'([^'"\\\n]*)'/.exec(text)
  if (single !== null) {
    return { ...singleQuoted, units: single[0].length, suggestion: `"${single[1]}"` }
  }
  const curly = /^[“”„]([^“”„"\\\n]*)[“”]/.exec(text)
  if (curly !== null) return { ...curlyQuoted, units: curly[0].length, suggestion: `"${curly[1]}"` }
  const known = habits.find(({ starts }) => starts.some((start) => text.startsWith(start)))
  if (known !== undefined) {
    const found = known.starts.find((start) => text.startsWith(start)) ?? ''
    return { units: found.length, summary: known.summary, detail: known.detail }
  }
  const code = text.codePointAt(0) ?? 0
  const character = String.fromCodePoint(code)
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  const visible = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)
  return {
    units: character.length,
    summary: visible ? `Unexpected character "${character}"` : `Invisible character ${name}`,
    detail: visible
      ? 'HCL has no use for it here. Inside double quotes it would be fine.'
      : 'It cannot be seen but is there, often from copying. Delete it, or write a plain space.',
  }
}

const curlyQuoted = {
  summary: 'Curly quote',
  detail: 'It comes from a word processor. HCL has straight double quotes.',
} as const

const singleQuoted = {
  summary: 'Text is written in double quotes',
  detail: 'HCL knows no single quotes.',
} as const

const habits = [
  { starts: ["'"], ...singleQuoted },
  {
    starts: ['“', '”', '„', '‘', '’'],
    ...curlyQuoted,
  },
  {
    starts: [';'],
    summary: 'Unexpected ";"',
    detail: 'In HCL the end of the line ends an argument. Put the next one on its own line.',
  },
  { starts: ['&'], summary: 'Unexpected "&"', detail: '"And" is written "&&".' },
  { starts: ['|'], summary: 'Unexpected "|"', detail: '"Or" is written "||".' },
  {
    starts: ['`'],
    summary: 'Unexpected "`"',
    detail: 'Text is written in double quotes; a text of several lines as <<EOT … EOT.',
  },
] as const
