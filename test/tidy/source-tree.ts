// The work tree as text: what the tidy test reads. Files are those git would keep, so that build output and
// caches never count.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** Tracked and new files under the given folders, as paths from the root, in order. */
export function filesUnder(...folders: readonly string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...folders]
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return [...new Set(listed.split('\n'))].filter((path) => path !== '' && existsSync(join(root, path))).sort()
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Replaces comments, and the inside of strings, by spaces; line numbers and columns stay. */
export function codeOf(text: string): string {
  const blank = (match: string): string => match.replaceAll(/[^\n]/g, ' ')
  return text.replaceAll(
    /\/\*[\s\S]*?\*\/|(?<![:\\/])\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g,
    blank,
  )
}

export function isScript(path: string): boolean {
  return /\.[jt]s$/.test(path)
}

export interface Import {
  /** As a path from the root; undefined for a package or a Node module. */
  readonly file: string | undefined
  readonly specifier: string
}

/** Every static, type-only and dynamic import of a file, and the files that it runs in threads. */
export function importsOf(path: string): Import[] {
  const text = textOf(path).replaceAll(/new URL\('(\.\/[\w-]+\.js)'/g, "from '$1'")
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^'\n]+)'/g)
  return Array.from(found, ([, specifier = '']) => ({
    specifier,
    file: specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(path), specifier)).replaceAll('\\', '/')
      : undefined,
  }))
}

/** Files reached from `entries` by imports, the entries among them. */
export function reachedFrom(entries: readonly string[]): Set<string> {
  const reached = new Set<string>()
  const waiting = [...entries]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path) || !existsSync(join(root, path))) continue
    reached.add(path)
    for (const { file } of importsOf(path)) if (file !== undefined && isScript(file)) waiting.push(file)
  }
  return reached
}

export interface FunctionSpan {
  readonly name: string
  readonly line: number
  readonly lines: number
}

const header =
  /^(\s*)(?:export )?(?:(?:async )?function\*? (\w+)|(?:const (\w+)\b.*(?:=>|\()\s*(?:\{)?$)|(?:(?:static |async |get |set |override |\*)*(#?\w+)(?:<.*>)?\(.*))/
const notAFunction = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'super', 'test', 'describe'])

/**
 * Functions and methods with their length in lines. Reads the formatter's layout: a body ends at the first line
 * that closes at its header's indentation.
 */
export function functionsOf(path: string): FunctionSpan[] {
  const lines = textOf(path).split('\n')
  const spans: FunctionSpan[] = []
  for (const [index, line] of lines.entries()) {
    const match = header.exec(line)
    const name = match?.[2] ?? match?.[3] ?? match?.[4]
    if (match === null || name === undefined || notAFunction.has(name)) continue
    if (!opensBody(lines, index, match[1] ?? '')) continue
    const end = new RegExp(`^${match[1]}\\}[),;]*$`)
    const length = lines.slice(index).findIndex((later, offset) => offset > 0 && end.test(later))
    if (length > 0) spans.push({ name, line: index + 1, lines: length + 1 })
  }
  return spans
}

/** A header ends with a brace; a list of parameters over several lines ends with one. A call does not. */
function opensBody(lines: readonly string[], index: number, indentation: string): boolean {
  const line = lines[index] ?? ''
  if (!line.endsWith('(')) return line.endsWith('{')
  const close = lines.slice(index).find((later) => later.startsWith(`${indentation})`))
  return close?.endsWith('{') ?? false
}
