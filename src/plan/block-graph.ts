// Which blocks of the topology depend on which. A reference may mean many blocks, so blocks and references are the two
// kinds of nodes of one graph, and no block is ever compared with every other.

import { type Dependencies, dependenciesOf, means, referencesTo } from '../topology/block-address.ts'
import { evaluationOrder } from '../topology/evaluation-order.ts'

export interface BlockGraph {
  /** What a block, by its address, depends on: its own references and those of the modules around it. */
  readonly dependenciesOf: (block: string) => readonly string[]
  /** The blocks that a reference means. */
  readonly meantBy: (reference: string) => readonly string[]
  /** Every reference, each after those that the blocks that it means depend on. */
  readonly references: readonly string[]
  /** How many blocks stand one behind the other before this one. */
  readonly levelOf: (block: string) => number
}

/**
 * Of `blocks`, by their addresses. What is declared goes round in no circle; what is remembered of blocks that are gone
 * may, since it is of different times: who stands on a circle is on the first level.
 */
export function blockGraph(blocks: readonly string[], declared: Dependencies): BlockGraph {
  const own = new Map(
    blocks.map((block) => [
      block,
      dependenciesOf(block, declared).filter((reference) => !means(reference, block)),
    ]),
  )
  const meant = new Map<string, string[]>([...own.values()].flat().map((reference) => [reference, []]))
  for (const block of blocks) for (const reference of referencesTo(block)) meant.get(reference)?.push(block)
  const order = evaluationOrder(
    new Map([
      ...[...own].map(([block, references]) => [blockNode(block), references.map(referenceNode)] as const),
      ...[...meant].map(([reference, all]) => [referenceNode(reference), all.map(blockNode)] as const),
    ]),
  ).order
  const levels = new Map<string, number>()
  const levelOf = (node: string): number => levels.get(node) ?? 0
  for (const node of order) {
    const [kind, name] = [node.slice(0, 1), node.slice(2)]
    // A reference that means nothing, as to a cluster, holds nobody up.
    const level =
      kind === 'r'
        ? (meant.get(name) ?? []).reduce((most, block) => Math.max(most, levelOf(blockNode(block)) + 1), 0)
        : (own.get(name) ?? []).reduce(
            (most, reference) => Math.max(most, levelOf(referenceNode(reference))),
            0,
          )
    levels.set(node, level)
  }
  return {
    dependenciesOf: (block) => own.get(block) ?? [],
    meantBy: (reference) => meant.get(reference) ?? [],
    references: order.flatMap((node) => (node.startsWith('r ') ? [node.slice(2)] : [])),
    levelOf: (block) => levelOf(blockNode(block)),
  }
}

const blockNode = (block: string): string => `b ${block}`
const referenceNode = (reference: string): string => `r ${reference}`
