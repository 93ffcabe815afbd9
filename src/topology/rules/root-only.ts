// Rule: what is said about the topology as a whole is said in its root, where a reviewer looks for it: statements
// about the past, and guards.

import type { Block } from '../../hcl/ast.ts'
import type { Finding } from '../finding.ts'

/** A finding for each of `blocks`, which stand in a module. */
export function rootOnly(blocks: readonly Block[]): Finding[] {
  return blocks.map(({ type, headerRange }) => ({
    code: 'ST187',
    summary: `"${type}" cannot stand in a module`,
    detail:
      'It speaks about the topology as a whole. Write it in the directory that is planned, where a flow of a module is module.region.flow.orders.',
    subject: headerRange,
  }))
}
