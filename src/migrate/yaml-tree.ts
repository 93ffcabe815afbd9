// YAML documents → trees whose leaves are settings with their lines. Values are the text that MirrorMaker gets of them,
// to which `true`, `"true"` and `yes` are one.

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
} from 'yaml'
import type { Ledger } from './ledger.ts'
import { ignored } from './mirror-setup.ts'
import { plainText } from './plain-scalar.ts'
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
    const trees = documents.map((document) =>
      treeOf(document.contents, '', { document, lines, budget, ledger, file: name }),
    )
    return ledger.problems.length === 0 ? trees : []
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    ledger.refuse(
      { line: 1, file: name },
      {
        code: 'ST230',
        summary: 'The file is too large for a MirrorMaker resource',
        detail: `It has more than ${nodesMax.toLocaleString('en')} values, or an alias inside its own anchor.`,
      },
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
  if (isAlias(node)) return treeOf(resolved(node, reading), path, reading)
  const line = lineOf(node, reading.lines)
  if (isMap(node)) {
    const own = node.items.filter((pair) => !isMerge(pair)).map((pair) => entryOf(pair, path, reading))
    sayRepeated(own, reading.ledger)
    const merged = node.items.filter(isMerge).flatMap(({ value }) => mergedEntries(value, path, reading))
    return { kind: 'map', line, path, entries: new Map([...merged, ...own]) }
  }
  if (isSeq(node)) {
    return {
      kind: 'list',
      line,
      path,
      items: node.items.map((item, index) => treeOf(item, `${path}[${index}]`, reading)),
    }
  }
  const value = isScalar(node) ? textOf(node) : undefined
  const setting = { key: path, value: value ?? '', line, file: reading.file }
  return { kind: 'leaf', setting: value === undefined ? { ...setting, isNull: true } : setting }
}

type Entry = readonly [name: string, tree: Tree]

function entryOf({ key, value }: Pair<unknown, unknown>, path: string, reading: Reading): Entry {
  const name = isScalar(key) ? String(key.value) : '?'
  return [name, treeOf(value, path === '' ? name : `${path}.${name}`, reading)]
}

/** Undefined for null. */
function textOf(node: Scalar): string | undefined {
  const isPlain = node.type === Scalar.PLAIN && node.tag === undefined
  return isPlain ? plainText(node.source ?? '') : (node.source ?? String(node.value ?? ''))
}

function resolved(alias: Alias, { document, lines, ledger, file }: Reading): Node | undefined {
  const node = alias.resolve(document)
  if (node === undefined) {
    ledger.refuse(
      { line: lineOf(alias, lines), file },
      { code: 'ST230', summary: `There is no anchor "&${alias.source}" before the alias "*${alias.source}"` },
    )
  }
  return node
}

function isMerge({ key }: Pair<unknown, unknown>): boolean {
  return isScalar(key) && key.type === Scalar.PLAIN && key.value === '<<'
}

/** What `<<: *base` and `<<: [*first, *second]` bring: the first of them counts over the second. */
function mergedEntries(value: unknown, path: string, reading: Reading): readonly Entry[] {
  const node = isAlias(value) ? resolved(value, reading) : value
  if (isSeq(node)) return node.items.toReversed().flatMap((item) => mergedEntries(item, path, reading))
  const tree = treeOf(node, path, reading)
  if (tree.kind === 'map') return [...tree.entries]
  const line = lineOf(value, reading.lines)
  const problem = { code: 'ST230', summary: 'Only maps can be merged by "<<"' } as const
  if (node !== undefined) reading.ledger.refuse({ line, file: reading.file }, problem)
  return []
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

/** What stands at a path of names, as `at(tree, 'spec', 'clusters')`; a null is not there. */
export function at(tree: Tree | undefined, ...names: readonly string[]): Tree | undefined {
  return names.reduce<Tree | undefined>((parent, name) => {
    const found = parent?.kind === 'map' ? parent.entries.get(name) : undefined
    return found?.kind === 'leaf' && found.setting.isNull ? undefined : found
  }, tree)
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
      entry.kind === 'leaf' && !entry.setting.isNull ? [[name, entry.setting] as const] : [],
    ),
  )
}

export function allSettings(tree: Tree | undefined): Setting[] {
  if (tree === undefined) return []
  if (tree.kind === 'leaf') return [tree.setting]
  return (tree.kind === 'map' ? [...tree.entries.values()] : tree.items).flatMap(allSettings)
}
