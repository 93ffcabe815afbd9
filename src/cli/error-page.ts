// What docs/errors.md says of a code: the page travels with the package, so that the text stands in one place.

import { readFileSync } from 'node:fs'
import { codes } from '../errors/codes.ts'
import { StraitError } from '../errors/strait-error.ts'

export interface ErrorPage {
  readonly code: string
  readonly summary: string
  readonly because: string
  readonly remedy: string
  readonly retried: boolean
}

const page = new URL('../../docs/errors.md', import.meta.url)

/** Throws ST600 for a code that nobody uses. */
export function errorPage(code: string): ErrorPage {
  const row = Object.entries(codes).find(([name]) => name === code)
  if (row === undefined) {
    throw new StraitError('ST600', `there is no code ${code}; docs/errors.md lists them all`)
  }
  const line = readFileSync(page, 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`| ${code} |`))
  const [, , summary = row[1].summary, because = '', remedy = ''] = (line ?? '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
  return { code, summary, because, remedy, retried: row[1].retry === 'backoff' }
}
