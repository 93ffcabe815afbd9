// Rule: a block inside a block has no label; only the top-level blocks are named.

import type { Block } from '../../hcl/ast.ts'
import type { Finding } from '../finding.ts'

/** The finding for the first label of a nested block. */
export function nestedLabel({ type, labels: [label] }: Block): Finding | undefined {
  if (label === undefined) return undefined
  return {
    code: 'ST156',
    summary: `"${type}" takes no name here`,
    detail: `Write: ${type} { … }`,
    subject: label.range,
  }
}
