// Files that a topology names with file() and templatefile(), as they lie under its directory. What leads out of it
// does not exist here, links included: a pull request must not be able to show what else is on the machine.

import { readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { FileReader } from '../hcl/functions/file-functions.ts'
import { limits } from '../hcl/limits.ts'

/** Reads texts by their path from `directory`. */
export function rootFileReader(directory: string): FileReader {
  return (path) => {
    const place = placeInside(directory, path)
    if ('problem' in place) return place
    const { size } = statSync(place.path)
    if (!statSync(place.path).isFile()) return { problem: 'this is no file' }
    if (size > limits.fileUnits) return { problem: `the file has more than ${limits.fileUnits} bytes` }
    try {
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(place.path)) }
    } catch {
      return { problem: 'the file cannot be read as UTF-8 text' }
    }
  }
}

export const nothingThere = 'there is nothing of that name'

/** Where `path` really lies, every link followed. */
export function placeInside(
  directory: string,
  path: string,
): { readonly path: string } | { readonly problem: string } {
  try {
    const root = realpathSync(directory)
    const real = realpathSync(join(root, path))
    const isInside = real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)
    if (!isInside) return { problem: 'a link leads out of the directory of the topology' }
    // A checkout may leave a token in there, and a topology may be the root of its repository.
    const isGit = real.slice(root.length).split(sep).includes('.git')
    return isGit ? { problem: 'what git keeps is no part of a topology' } : { path: real }
  } catch {
    return { problem: nothingThere }
  }
}
