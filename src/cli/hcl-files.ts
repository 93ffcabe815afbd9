// The HCL files of a directory, and of the directories below it that modules are made of.

import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { StraitError } from '../errors/strait-error.ts'
import { decodeSource } from '../hcl/decode-source.ts'
import type { ModuleDirectory } from '../topology/modules/module-library.ts'
import type { SourceFile } from '../topology/sources.ts'
import { isMissing, nearPath } from './near-path.ts'
import { nothingThere, placeInside } from './root-files.ts'

export interface HclFiles {
  readonly files: readonly SourceFile[]
  /** Of files that are no text. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The `*.hcl` files that stand in the directory itself, named from where the caller stands. */
export function readHclFiles(directory: string, shown: string): HclFiles {
  const names = hclNames(directory, shown)
  if (names.length > 0) return readNamed(directory, shown, names)
  const message = `there are no *.hcl files in ${shown}; name the directory of the topology`
  throw new StraitError('ST602', message, { facts: { directory } })
}

/** A module's files, by its path from the root; `shown` tells how the caller would write a path. */
export function readModuleDirectory(
  root: string,
  path: string,
  shown: (path: string) => string,
): ModuleDirectory | { readonly problem: string } {
  const place = placeInside(root, path)
  if ('problem' in place)
    return {
      problem:
        place.problem === nothingThere
          ? 'does not exist'
          : 'is a link that leads out of the directory of the topology',
    }
  try {
    const names = hclNames(place.path, path)
    if (names.length === 0) return { problem: 'has no *.hcl files' }
    const directory = relative(realpathSync(root), place.path).split(sep).join('/')
    return { directory, ...readNamed(place.path, shown(join(root, directory)), names) }
  } catch (error) {
    if (error instanceof StraitError) return { problem: 'cannot be read as a directory' }
    throw error
  }
}

function readNamed(directory: string, shown: string, names: readonly string[]): HclFiles {
  const decoded = names.map((name) => {
    const filename = join(shown, name)
    return { filename, ...decodeSource(filename, readFileSync(join(directory, name))) }
  })
  return {
    files: decoded.map(({ filename, text }) => ({ filename, text })),
    diagnostics: decoded.flatMap(({ diagnostics }) => diagnostics),
  }
}

/** Names that begin with `.`, `~` or `#` are editors' own. */
function hclNames(directory: string, shown: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.hcl') && !/^[.~#]/.test(name))
      .sort()
  } catch (cause) {
    const facts = { directory }
    if (isMissing(cause))
      throw new StraitError('ST602', `there is no directory ${shown}${nearPath(directory, shown)}`, { facts })
    throw new StraitError('ST602', `${shown} cannot be read as a directory of HCL files`, { cause, facts })
  }
}
