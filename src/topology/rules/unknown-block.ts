// Rule: a top-level block is one of the language's, with as many names as its type takes. Reserved words say that
// they are reserved.

import type { Block } from '../../hcl/ast.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import {
  type BlockType,
  blockLabels,
  foreignBlocks,
  innerBlocks,
  insteadOf,
  reservedBlocks,
} from '../block-types.ts'
import { quoted } from '../describe-value.ts'
import { type Finding, listed } from '../finding.ts'

/** The finding for a block whose type is not among the language's. */
export function unknownBlock({ type, typeRange, headerRange }: Block): Finding {
  if (reservedBlocks.includes(type)) {
    const instead = Object.hasOwn(insteadOf, type) ? insteadOf[type] : 'Remove the block for now.'
    return {
      code: 'ST158',
      summary: `"${type}" blocks are not supported yet`,
      detail: `The word is reserved for a later version of Strait. ${instead}`,
      subject: headerRange,
    }
  }
  if (Object.hasOwn(innerBlocks, type)) {
    return {
      code: 'ST150',
      summary: `"${type}" cannot stand at the top of a file`,
      detail: `It is a part of ${innerBlocks[type]}.`,
      subject: headerRange,
    }
  }
  const known = Object.keys(blockLabels)
  const foreign = Object.hasOwn(foreignBlocks, type) ? foreignBlocks[type] : undefined
  const near = foreign ?? didYouMean(type, known)
  return {
    code: 'ST150',
    summary: `Unknown block ${quoted(type)}`,
    detail: `At the top of a file may stand: ${listed(known.toSorted())}.`,
    subject: typeRange,
    ...(near === undefined ? {} : { suggestion: near }),
  }
}

/** The finding for a block with too few or too many names. */
export function wrongLabels(block: Block, type: BlockType): Finding | undefined {
  const { labels, headerRange } = block
  const wanted = blockLabels[type].length
  if (labels.length === wanted) return undefined
  const extra = labels[wanted]
  return {
    code: 'ST156',
    summary:
      wanted === 0 ? `"${type}" takes no name` : `"${type}" takes ${labels.length === 0 ? 'a' : 'one'} name`,
    detail:
      wanted === 0
        ? `Write: ${type} { … }`
        : `Write, for example: ${type} "${labels[0]?.text ?? 'orders'}" { … }`,
    subject: extra?.range ?? headerRange,
  }
}

/** The finding for an argument that stands outside of every block. */
export function looseArgument(name: string, range: Finding['subject']): Finding {
  return {
    code: 'ST151',
    summary: `Argument ${quoted(name)} stands outside of every block`,
    detail: `A value to refer to is declared in a locals block: locals { ${name} = … }`,
    ...(range === undefined ? {} : { subject: range }),
  }
}
