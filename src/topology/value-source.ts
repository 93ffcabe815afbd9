// Where a value of the model came from, step by step: the place and text that were written, the variables in it, and
// where each of those got its value. Read off the sources; nothing is evaluated again.

import type { Range } from '../errors/diagnostic.ts'
import type { Given } from './given-values.ts'
import type { LoadedTopology } from './load-topology.ts'

export interface ValueSource {
  /** As `flows.hcl:12`. */
  readonly place: string
  /** The expression, as it was written. */
  readonly text: string
  readonly variables: readonly VariableSource[]
}

export interface VariableSource {
  readonly name: string
  /** As `--var rate`, `prod.straitvars:3`, or `default, variables.hcl:2`. */
  readonly from: string
}

export interface WrittenTopology extends Pick<LoadedTopology, 'origins' | 'sources'> {
  /** Values from outside, later ones winning. */
  readonly given: readonly Given[]
}

/** `attribute` in the words of HCL, as `limits.bytes_per_second`; undefined for what nobody wrote. */
export function valueSource(
  { origins, sources, given }: WrittenTopology,
  block: string,
  attribute: string,
): ValueSource | undefined {
  const path = `${block}.${modelName(attribute)}`
  const origin = origins.get(path) ?? origins.get(`${path}Ms`)
  if (origin === undefined) return undefined
  const text = textOf(sources, origin.range)
  const names = [...new Set(Array.from(text.matchAll(/\bvar\.([A-Za-z_][\w-]*)/g), ([, name = '']) => name))]
  return {
    place: `${origin.range.filename}:${origin.range.start.line}`,
    text,
    variables: names.map((name) => ({ name, from: variableFrom(name, { sources, given }) })),
  }
}

/** `bytes_per_second` → `bytesPerSecond`. */
export function modelName(attribute: string): string {
  return attribute.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function textOf(sources: LoadedTopology['sources'], { filename, start, end }: Range): string {
  const lines = (sources.get(filename) ?? '').split(/\r?\n/)
  if (start.line === end.line) return (lines[start.line - 1] ?? '').slice(start.column - 1, end.column - 1)
  const middle = lines.slice(start.line, end.line - 1).map((line) => line.trim())
  const first = (lines[start.line - 1] ?? '').slice(start.column - 1)
  return [first, ...middle, (lines[end.line - 1] ?? '').slice(0, end.column - 1).trim()].join(' ')
}

function variableFrom(name: string, { sources, given }: Pick<WrittenTopology, 'sources' | 'given'>): string {
  for (const value of given.toReversed()) {
    if ('name' in value) {
      if (value.name === name) return value.from ?? `--var ${name}`
      continue
    }
    const line = lineOf(value.text, new RegExp(`^\\s*${name}\\s*=`))
    if (line !== undefined) return `${value.filename}:${line}`
  }
  for (const [filename, text] of sources) {
    const line = lineOf(text, new RegExp(`^\\s*variable\\s+"${name}"`))
    if (line !== undefined) return `its default, ${filename}:${line}`
  }
  return 'a module'
}

/** Names of variables hold no character that a pattern reads otherwise. */
function lineOf(text: string, pattern: RegExp): number | undefined {
  const at = text.split(/\r?\n/).findIndex((line) => pattern.test(line))
  return at < 0 ? undefined : at + 1
}
