// YAML documents → trees whose leaves are settings with their lines. Values stay the text that stands in the file,
// so that `true` and `"true"` are one, as they are to MirrorMaker.

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type { Ledger } from './ledger.ts'
import { ignored } from './mirror-setup.ts'
import type { Setting } from './setting.ts'

export type Tree = Leaf | Branch | Row

export interface Leaf {
  readonly kind: 'leaf'
  readonly setting: Setting
}

export interface Branch {
  readonly kind: 'map'
  readonly line: number
  readonly path: string
  readonly entries: ReadonlyMap<string, Tree>
}

export interface Row {
  readonly kind: 'list'
  readonly line: number
  readonly path: string
  readonly items: readonly Tree[]
}

/** Aliases can make a small file endless. */
const nodesMax = 50_000

/** One per document; none where the file is no YAML, which the ledger then says. */
export function readYaml(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  ledger: Ledger,
): Tree[] {
  const lines = new LineCounter()
  const text = Buffer.from(bytes).toString('utf8')
  const documents = parseAllDocuments(text, {
    ...{ lineCounter: lines, prettyErrors: false },
    // Connect takes the last of two members of one name.
    uniqueKeys: !isJson(text),
  })
  if (!Array.isArray(documents)) return []
  for (const { errors } of documents) {
    // One mistake makes the parser stumble all along the rest.
    for (const { pos, code } of errors.slice(0, 1)) {
      ledger.refuse(
        { line: lines.linePos(pos[0]).line, file: name },
        {
          code: 'ST230',
          summary: `This is no ${isJson(text) ? 'JSON' : 'YAML'}`,
          detail: `The parser stops here: ${code.toLowerCase().replaceAll('_', ' ')}.${/\{\{/.test(text) ? ' A template of Helm has to be rendered first: helm template.' : ''}`,
        },
      )
    }
  }
  if (ledger.problems.length > 0) return []
  const budget = { nodes: nodesMax }
  try {
    return documents.map((document) =>
      treeOf(document.contents, '', { document, lines, budget, ledger, file: name }),
    )
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    ledger.refuse(
      { line: 1, file: name },
      { code: 'ST230', summary: 'The file is too large for a MirrorMaker resource' },
    )
    return []
  }
}

interface Reading {
  readonly document: Document
  readonly lines: LineCounter
  readonly budget: { nodes: number }
  readonly ledger: Ledger
  readonly file: string
}

function treeOf(node: unknown, path: string, reading: Reading): Tree {
  reading.budget.nodes -= 1
  if (reading.budget.nodes < 0) throw new RangeError('too many nodes')
  if (isAlias(node)) return treeOf(node.resolve(reading.document), path, reading)
  const line = lineOf(node, reading.lines)
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '?'
      return [name, treeOf(value, path === '' ? name : `${path}.${name}`, reading)] as const
    })
    sayRepeated(entries, reading.ledger)
    return { kind: 'map', line, path, entries: new Map(entries) }
  }
  if (isSeq(node)) {
    return {
      kind: 'list',
      line,
      path,
      items: node.items.map((item, index) => treeOf(item, `${path}[${index}]`, reading)),
    }
  }
  const value = isScalar(node)
    ? typeof node.value === 'string'
      ? node.value
      : (node.source ?? String(node.value ?? ''))
    : ''
  return { kind: 'leaf', setting: { key: path, value, line, file: reading.file } }
}

function sayRepeated(entries: readonly (readonly [string, Tree])[], ledger: Ledger): void {
  for (const [index, [name, { kind, ...tree }]] of entries.entries()) {
    const last = entries.findLast(([other]) => other === name)?.[1]
    if (kind !== 'leaf' || !('setting' in tree) || last === entries[index]?.[1]) continue
    const line = last?.kind === 'leaf' ? last.setting.line : last?.line
    ledger.say(tree.setting, ignored(`line ${line} sets it again, and the last one counts`))
  }
}

/** Text that begins as JSON does; all of JSON is YAML too. */
export function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text)
}

function lineOf(node: unknown, lines: LineCounter): number {
  const isNode = typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
  return isNode ? lines.linePos(Number((node as { range: number[] }).range[0])).line : 1
}

/** What stands at a path of names, as `at(tree, 'spec', 'clusters')`. */
export function at(tree: Tree | undefined, ...names: readonly string[]): Tree | undefined {
  return names.reduce<Tree | undefined>(
    (found, name) => (found?.kind === 'map' ? found.entries.get(name) : undefined),
    tree,
  )
}

export function settingAt(tree: Tree | undefined, ...names: readonly string[]): Setting | undefined {
  const found = at(tree, ...names)
  return found?.kind === 'leaf' ? found.setting : undefined
}

export function itemsAt(tree: Tree | undefined, ...names: readonly string[]): readonly Tree[] {
  const found = at(tree, ...names)
  return found?.kind === 'list' ? found.items : []
}

/** Leaves of a map by name: `config` and the like. */
export function leavesAt(tree: Tree | undefined, ...names: readonly string[]): Map<string, Setting> {
  const found = at(tree, ...names)
  if (found?.kind !== 'map') return new Map()
  return new Map(
    [...found.entries].flatMap(([name, entry]) =>
      entry.kind === 'leaf' ? [[name, entry.setting] as const] : [],
    ),
  )
}

export function allSettings(tree: Tree | undefined): Setting[] {
  if (tree === undefined) return []
  if (tree.kind === 'leaf') return [tree.setting]
  return (tree.kind === 'map' ? [...tree.entries.values()] : tree.items).flatMap(allSettings)
}
