// Which texts HashiCorp's parser has accepted before, remembered between runs as hashes in the user's cache. A
// hash covers the text, this Strait and that parser, so no verdict outlives the version that gave it. Only a yes
// is remembered. The cache may be lost, unwritable or damaged at any time: then files are shown to the parser again.

import { createHash, randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { version } from './version.ts'

export interface AcceptedFiles {
  readonly has: (text: string) => boolean
  /** Remembers texts for later runs, the oldest making room. Never throws. */
  readonly add: (texts: readonly string[]) => void
}

/** Of hashes kept: 65 bytes each. */
const keptMax = 1_000

/** `versions`: of whatever a verdict hangs on. */
export function openAcceptedFiles(
  path: string = cacheFile(process.env),
  versions = `strait ${version}, hcl2-parser ${parserVersion()}`,
): AcceptedFiles {
  const known = new Set(readHashes(path))
  const hashOf = (text: string): string => createHash('sha256').update(`${versions}\0${text}`).digest('hex')
  return {
    has: (text) => known.has(hashOf(text)),
    add: (texts) => {
      if (texts.length === 0) return
      for (const hash of texts.map(hashOf)) {
        // Again at the end, where it is the newest.
        known.delete(hash)
        known.add(hash)
      }
      writeHashes(path, [...known].slice(-keptMax))
    },
  }
}

/** `$XDG_CACHE_HOME/strait`, or `~/.cache/strait`. */
function cacheFile({ XDG_CACHE_HOME: given = '' }: NodeJS.ProcessEnv): string {
  return join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'strait', 'accepted-hcl')
}

/** Nothing, where the file is not there, not a list of hashes, or could have been written by someone else. */
function readHashes(path: string): readonly string[] {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const { uid, mode, size } = fstatSync(file)
    const isOurs = uid === process.getuid?.() && (mode & 0o022) === 0
    if (!isOurs || size > keptMax * 65) return []
    return readFileSync(file, 'utf8').match(/^[0-9a-f]{64}$/gm) ?? []
  } catch {
    return []
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Whole or not at all: another run may read, or write, at the same moment. */
function writeHashes(path: string, hashes: readonly string[]): void {
  const next = `${path}.${randomUUID()}`
  try {
    makeDirectory(dirname(dirname(path)))
    makeDirectory(dirname(path))
    writeFileSync(next, `${hashes.join('\n')}\n`, { flag: 'wx', mode: 0o600 })
    renameSync(next, path)
  } catch {
    // A cache that cannot be written costs time, and nothing else.
    rmSync(next, { force: true })
  }
}

/** One level: with `recursive`, Node never comes back from a place like /proc where nothing can be made. */
function makeDirectory(path: string): void {
  if (!existsSync(path)) mkdirSync(path, { mode: 0o700 })
}

/** Read from its package, since loading it is what this file is there to avoid. */
function parserVersion(): string {
  const { version: found }: { readonly version?: unknown } = createRequire(import.meta.url)(
    'hcl2-parser/package.json',
  )
  return String(found)
}
