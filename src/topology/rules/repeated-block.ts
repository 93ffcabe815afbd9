// Rule: a block inside a block stands there once, and not beside an argument of the same name.

import type { Body } from '../../hcl/ast.ts'
import type { Finding } from '../finding.ts'

/** A finding for each nested block after the first of its type, and for a block beside its argument. */
export function repeatedBlocks(body: Body): Finding[] {
  return body.blocks.flatMap((block, index) => {
    const first = body.blocks.findIndex(({ type }) => type === block.type)
    const argument = body.attributes.get(block.type)
    const earlier = first < index ? body.blocks[first]?.headerRange : argument?.range
    if (earlier === undefined) return []
    const what = first < index ? 'a second time' : 'both as an argument and as a block'
    return [
      {
        code: 'ST157',
        summary: `"${block.type}" stands here ${what}`,
        detail: 'Put everything into one.',
        subject: block.headerRange,
        related: [{ message: 'The other one', range: earlier }],
      },
    ]
  })
}
