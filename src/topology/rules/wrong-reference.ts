// Rule: clusters and filters are named by reference (`cluster.us`), never by string, so that a name that does not
// exist is found before anything runs.

import { isList, isObject, type Value } from '../../hcl/value.ts'
import type { Site } from '../decode/shape.ts'
import { describeKind, quoted } from '../describe-value.ts'
import { type Finding, listed } from '../finding.ts'

export interface Wanted {
  /** The block type that has to be referred to. */
  readonly to: 'cluster' | 'topics' | 'groups'
  readonly example: string
}

/** The finding for a value that is not a reference to a block of type `wanted.to`. */
export function wrongReference({ to, example }: Wanted, value: Value, { name, expression }: Place): Finding {
  const noun = to === 'cluster' ? 'a cluster' : `a filter of ${to}`
  const finding = {
    code: 'ST161',
    summary: `"${name}" must be ${noun}, written as ${example}`,
    subject: expression.range,
  } as const
  if (typeof value === 'string') {
    const suggestion = suggestReference(to, value)
    return {
      ...finding,
      detail: `${quoted(value)} is only text. Refer to the block, without quotes.`,
      ...(suggestion === undefined ? {} : { suggestion }),
    }
  }
  if (isObject(value) && value.size > 0 && [...value.values()].every(isReference)) {
    const keys = [...value.keys()].map(quoted)
    return { ...finding, detail: `It stands for several. Choose one by its key: ${listed(keys, 'or')}.` }
  }
  const ownFilter =
    to !== 'cluster' && isList(value) ? ` A filter of its own is a block: ${to} { include = […] }` : ''
  return { ...finding, detail: `It is ${describeKind(value)}.${ownFilter}` }
}

type Place = Pick<Site, 'name' | 'expression'>

function suggestReference(to: string, text: string): string | undefined {
  if (!/^[A-Za-z_][\w.-]*$/.test(text)) return undefined
  return text.startsWith(`${to}.`) ? text : `${to}.${text}`
}

function isReference(value: Value): boolean {
  return value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'reference'
}
