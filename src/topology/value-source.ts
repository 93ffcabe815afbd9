// Where a value of the model came from: the place and text that were written, then the whole chain of what it is made
// of, each with its own place. Read off the sources; nothing is evaluated again.

import type { Range } from '../errors/diagnostic.ts'
import { type Definition, definitionsNamed, definitionsOf } from './definitions.ts'
import type { LoadedTopology } from './load-topology.ts'
import { placeText } from './origins.ts'

export interface ValueSource {
  /** As `flows.hcl:12`. */
  readonly place: string
  /** The expression, as it was written. */
  readonly text: string
  /** It stands in the `defaults` block, and the flow does not say it itself. */
  readonly isInherited?: true
  /** What is named in it, and in what that stands for, in the order in which a reader would look it up. */
  readonly definitions: readonly Definition[]
}

export type WrittenTopology = Pick<LoadedTopology, 'origins' | 'sources' | 'modules'>

/** `attribute` in the words of HCL, as `limits.bytes_per_second`; undefined for what nobody wrote. */
export function valueSource(
  { origins, sources, modules }: WrittenTopology,
  block: string,
  attribute: string,
): ValueSource | undefined {
  const path = `${block}.${modelName(attribute)}`
  const origin = origins.get(path) ?? origins.get(`${path}Ms`) ?? origins.get(`${path}Filter`)
  if (origin === undefined) return undefined
  const textOf = (range: Range): string => textIn(sources, range)
  return {
    place: placeText(origin.range),
    text: textOf(origin.range),
    ...(origin.isDefault === true ? { isInherited: true as const } : {}),
    definitions: definitionsOf(origin, { modules, textOf }),
  }
}

/** A variable or local, then what it is made of; nothing where none has that address. */
export function namedSource(
  { sources, modules }: Pick<WrittenTopology, 'sources' | 'modules'>,
  address: string,
): readonly Definition[] {
  return definitionsNamed(address, { modules, textOf: (range) => textIn(sources, range) })
}

/** What a flow takes from the `defaults` block, in the words of HCL, and where that block is; undefined for nothing. */
export function inheritedArguments(
  { origins }: Pick<WrittenTopology, 'origins'>,
  block: string,
): { readonly place: string; readonly names: readonly string[] } | undefined {
  const range = origins.get('strait.defaults')?.range
  const names = [...origins].flatMap(([path, { name, isDefault, expression }]) => {
    if (isDefault !== true || expression === undefined || !path.startsWith(`${block}.`)) return []
    const [first = '', second, third] = path.slice(block.length + 1).split('.')
    const isElement = third !== undefined || /^\d+$/.test(second ?? '')
    if (isElement) return []
    return [second === undefined ? name : `${origins.get(`${block}.${first}`)?.name ?? first}.${name}`]
  })
  return range === undefined || names.length === 0 ? undefined : { place: placeText(range), names }
}

/** `bytes_per_second` → `bytesPerSecond`. */
export function modelName(attribute: string): string {
  return attribute.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function textIn(sources: LoadedTopology['sources'], { filename, start, end }: Range): string {
  const lines = (sources.get(filename) ?? '').split(/\r?\n/)
  if (start.line === end.line) return (lines[start.line - 1] ?? '').slice(start.column - 1, end.column - 1)
  const middle = lines.slice(start.line, end.line - 1).map((line) => line.trim())
  const first = (lines[start.line - 1] ?? '').slice(start.column - 1)
  return [first, ...middle, (lines[end.line - 1] ?? '').slice(0, end.column - 1).trim()].join(' ')
}
