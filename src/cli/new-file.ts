// Files that must not replace what somebody wrote.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { StraitError } from '../errors/strait-error.ts'

/**
 * Writes a file that does not exist yet, its directory too; the same text again is no harm. Throws ST233 where a
 * file with another text stands there, ST602 where it cannot be written.
 */
export function writeNewFile(path: string, text: string, shown: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { flag: 'wx' })
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    if (cause.code !== 'EEXIST') throw new StraitError('ST602', `${shown} cannot be written`, { cause })
    if (isSame(path, text)) return
    throw new StraitError(
      'ST233',
      `${shown} exists already and holds something else: move it away, or name another directory`,
      { facts: { file: shown } },
    )
  }
}

function isSame(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text
  } catch {
    return false
  }
}
