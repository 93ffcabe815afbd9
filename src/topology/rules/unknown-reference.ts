// Rule: what an expression names is declared. Says what is declared instead, and which of it was probably meant.

import type { Range } from '../../errors/diagnostic.ts'
import type { Traversal } from '../../hcl/scope.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import { naturalCompare } from '../../std/natural-compare.ts'
import { quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'

const shownMax = 12

export interface Known {
  /** As `cluster` or `local value`. */
  readonly noun: string
  readonly names: Iterable<string>
}

/** The finding for `root.name`, where no `noun` of that name is declared. */
export function unknownReference(traversal: Traversal, { noun, names }: Known): Finding {
  const [step] = traversal.steps
  const name = String(step?.key ?? '')
  const known = inOrder(names)
  const near = didYouMean(name, known)
  return {
    code: 'ST160',
    summary: `Unknown ${noun} ${quoted(name)}`,
    detail: known.length === 0 ? `No ${noun} is declared.` : `Declared: ${shortened(known)}.`,
    subject: span(traversal, step?.range),
    ...(near === undefined ? {} : { suggestion: `${traversal.root}.${near}` }),
  }
}

/** The finding for `cluster.spoke["key"]`, where the block is repeated, but not for that key. */
export function unknownInstance(traversal: Traversal, keys: Iterable<string>): Finding {
  const [first, second] = traversal.steps
  const key = String(second?.key ?? '')
  const known = inOrder(keys)
  const address = `${traversal.root}.${String(first?.key)}`
  const near = didYouMean(key, known)
  return {
    code: 'ST160',
    summary: `${address} has no instance ${quoted(key)}`,
    detail:
      known.length === 0 ? 'Its for_each is empty.' : `Its for_each makes: ${shortened(known.map(quoted))}.`,
    subject: span(traversal, second?.range),
    ...(near === undefined ? {} : { suggestion: `${address}[${quoted(near)}]` }),
  }
}

/** The finding for `groups.valu` inside of `dynamic "groups"`; `declared` are the filters that bear its name too. */
export function unknownOfIterator(traversal: Traversal, declared: Iterable<string>): Finding {
  const { root } = traversal
  const [step] = traversal.steps
  const name = String(step?.key ?? '')
  const filters = inOrder(declared)
  const near = didYouMean(name, ['key', 'value', ...filters])
  const beside = filters.length === 0 ? '' : ` Filters of ${root} that are declared: ${shortened(filters)}.`
  return {
    code: 'ST160',
    summary: `Iterator ${quoted(root)} has no ${quoted(name)}`,
    detail: `It has key and value, which are what for_each gives.${beside}`,
    subject: span(traversal, step?.range),
    ...(near === undefined ? {} : { suggestion: `${root}.${near}` }),
  }
}

/** The finding for `module.region.name`, where the module has no such output. */
export function unknownOutput(traversal: Traversal, names: Iterable<string>): Finding {
  const path = traversal.steps.slice(0, -1)
  const last = traversal.steps.at(-1)
  const address = path.reduce(
    (text, { kind, key }) => (kind === 'attribute' ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`),
    traversal.root,
  )
  const name = String(last?.key ?? '')
  const known = inOrder(names)
  const near = didYouMean(name, known)
  return {
    code: 'ST160',
    summary: `${address} has no output ${quoted(name)}`,
    detail: `What is in a module is seen from outside by its outputs only. ${known.length === 0 ? 'It has none.' : `Declared: ${shortened(known)}.`}`,
    subject: span(traversal, last?.range),
    ...(near === undefined ? {} : { suggestion: `${address}.${near}` }),
  }
}

/** Of very many names twelve are shown as they come: to sort them for every mistake would take minutes. */
function inOrder(names: Iterable<string>): string[] {
  const known = [...names]
  return known.length > 500 ? known : known.sort(naturalCompare)
}

function span({ rootRange }: Traversal, last: Range | undefined): Range {
  return { ...rootRange, end: last?.end ?? rootRange.end }
}

function shortened(names: readonly string[]): string {
  const more = names.length - shownMax
  return names.slice(0, shownMax).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
