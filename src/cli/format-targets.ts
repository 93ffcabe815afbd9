// What `strait fmt` was pointed at → files with their text: directories, single files, or standard input.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { StraitError } from '../errors/strait-error.ts'
import { decodeSource } from '../hcl/decode-source.ts'
import type { Context } from './context.ts'

export interface FormatTarget {
  /** As the caller would write it; `<stdin>` for standard input. */
  readonly filename: string
  /** Absent for standard input. */
  readonly path?: string
  readonly text: string
  /** Why it cannot be read as text. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Files of the language: topologies and values of variables. */
const isOurs = (name: string): boolean => /\.(hcl|straitvars)$/.test(name) && !isEditors(name)

/** Names that begin so are editors' own, and so is what stands below. */
const isEditors = (name: string): boolean => /^[.~#]/.test(name)

/** Each file once, in order. Throws ST602 for what cannot be read, or where there is nothing. */
export function formatTargets(
  context: Context,
  given: readonly string[],
  { recursive }: { readonly recursive: boolean },
): FormatTarget[] {
  if (given.includes('-')) return [standardInput(given)]
  const paths = new Set<string>()
  for (const each of given.length === 0 ? ['.'] : given) {
    for (const path of pathsOf(context, each, recursive)) paths.add(path)
  }
  return [...paths].map((path) => {
    const filename = context.shown(path)
    return { filename, path, ...decodeSource(filename, readFileSync(path)) }
  })
}

function standardInput(given: readonly string[]): FormatTarget {
  if (given.length > 1)
    throw new StraitError('ST600', '"-" is standard input, and nothing else can be laid out with it')
  const filename = '<stdin>'
  return { filename, ...decodeSource(filename, readFileSync(0)) }
}

function pathsOf(context: Context, given: string, recursive: boolean): string[] {
  const path = context.path(given)
  const kind = statSync(path, { throwIfNoEntry: false })
  const refuse = (why: string): StraitError =>
    new StraitError('ST602', `${given} ${why}`, { facts: { path } })
  if (kind === undefined) throw refuse('does not exist')
  if (!kind.isDirectory()) {
    if (isOurs(basename(path))) return [path]
    throw refuse('is no file of the language: they end in .hcl or .straitvars')
  }
  const found = filesUnder(path, recursive)
  if (found.length > 0) return found
  throw refuse(`has no *.hcl files${recursive ? '' : '; --recursive looks in directories below it too'}`)
}

/** Linked directories are not followed: they may lead round in a circle, or elsewhere. */
function filesUnder(directory: string, recursive: boolean): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((one, other) =>
    one.name < other.name ? -1 : 1,
  )
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) {
      const isSkipped = !recursive || isEditors(entry.name) || entry.name === 'node_modules'
      return isSkipped ? [] : filesUnder(path, recursive)
    }
    return isOurs(entry.name) ? [path] : []
  })
}
