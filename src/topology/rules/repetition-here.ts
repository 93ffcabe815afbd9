// Rule: `for_each` stands in blocks that can be repeated. A filter, or a block inside a block, is there once.

import type { Body } from '../../hcl/ast.ts'
import type { BlockShape } from '../decode/shape.ts'
import type { Finding } from '../finding.ts'

/** The finding for a `for_each` that `shape` does not have. `noun` is the block, as `a filter of topics`. */
export function repetitionHere(body: Body, shape: BlockShape, noun: string): Finding | undefined {
  const written = body.attributes.get('for_each')
  const isKnown = shape.meta?.includes('for_each') || Object.hasOwn(shape.notHere ?? {}, 'for_each')
  if (written === undefined || isKnown) return undefined
  const way = Object.hasOwn(shape.attributes, 'include')
    ? ' Patterns out of a list: include = [for name in var.names : name].'
    : ''
  return {
    code: 'ST151',
    summary: `"for_each" does not stand in ${noun}`,
    detail: `It is there once: clusters, flows, acls and modules are repeated, with all that is in them.${way}`,
    subject: written.nameRange,
  }
}
