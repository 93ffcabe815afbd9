// Rule: an argument has the type that its shape asks for. Says what was expected, what is there, and where it can
// how to write it.

import type { Value } from '../../hcl/value.ts'
import type { Site } from '../decode/shape.ts'
import { describeKind, describeLiteral } from '../describe-value.ts'
import type { Finding } from '../finding.ts'

/** `expected` follows "must be": `a list of strings`. */
export function wrongType(expected: string, value: Value, site: Pick<Site, 'name' | 'expression'>): Finding {
  const suggestion = listSuggestion(expected, value)
  return {
    code: 'ST153',
    summary: `"${site.name}" must be ${expected}`,
    detail: `It is ${describeKind(value)}.`,
    subject: site.expression.range,
    ...(suggestion === undefined ? {} : { suggestion }),
  }
}

function listSuggestion(expected: string, value: Value): string | undefined {
  if (!expected.startsWith('a list') || typeof value !== 'string') return undefined
  const parts = value.split(/\s*,\s*/).filter((part) => part !== '')
  return parts.length === 0 ? undefined : `[${parts.map(describeLiteral).join(', ')}]`
}
