// A path that does not exist, and the one beside it that was probably meant.

import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { didYouMean } from '../std/did-you-mean.ts'

/** `; did you mean plan.json?`, or nothing. `shown`: the path as the caller wrote it. */
export function nearPath(path: string, shown: string): string {
  let names: string[] = []
  try {
    names = readdirSync(dirname(path))
  } catch {
    // Its directory is missing too.
  }
  const meant = didYouMean(basename(path), names)
  return meant === undefined ? '' : `; did you mean ${join(dirname(shown), meant)}?`
}

/** Whether a file system call found nothing there. */
export function isMissing(cause: unknown): boolean {
  return cause instanceof Error && (cause as NodeJS.ErrnoException).code === 'ENOENT'
}
