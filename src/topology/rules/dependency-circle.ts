// Rule: no block waits for itself, neither directly nor through others. The circle is shown hop by hop, each at the very
// reference that leads on. A repeated block counts as one: all of its instances wait for the same.

import type { Range } from '../../errors/diagnostic.ts'
import { evaluationOrder } from '../evaluation-order.ts'
import type { Finding } from '../finding.ts'

/** One element of `depends_on`. */
export interface Dependency {
  readonly type: 'flow' | 'acl' | 'module'
  readonly name: string
  /** Of one instance of a repeated block. */
  readonly key?: string
  readonly range: Range
}

interface Edge extends Dependency {
  /** The block that waits, as `flow.orders`. */
  readonly from: string
}

/** Hops of a circle that are shown. */
const hopsMax = 30

/** A finding per circle among the blocks of one directory. */
export function dependencyCircles(edges: readonly Edge[]): Finding[] {
  const byBlock = Map.groupBy(edges, ({ from }) => from)
  const needs = new Map(
    [...byBlock].map(([from, all]) => [from, all.map(({ type, name }) => `${type}.${name}`)]),
  )
  return evaluationOrder(needs).cycles.map((cycle) => {
    const hops = cycle.flatMap((from, at) => {
      const to = cycle[(at + 1) % cycle.length]
      const edge = byBlock.get(from)?.find(({ type, name }) => `${type}.${name}` === to)
      return edge === undefined ? [] : [{ from, to, range: edge.range }]
    })
    const [first = '', ...more] = cycle
    const [start, ...rest] = hops
    const shown = rest.slice(0, hopsMax)
    const left = rest.length - shown.length
    const names = [...more.slice(0, hopsMax), ...(left === 0 ? [] : [`${left} more`])]
    return {
      code: 'ST188',
      summary: `${first} depends on itself`,
      detail:
        more.length === 0
          ? 'A block cannot wait for itself, nor an instance of it for another one. Remove the reference.'
          : `The circle is ${[first, ...names, first].join(' → ')}. None of them could ever begin: remove one of the references.`,
      ...(start === undefined ? {} : { subject: start.range }),
      ...(shown.length === 0
        ? {}
        : { related: shown.map(({ from, to, range }) => ({ message: `${from} depends on ${to}`, range })) }),
    }
  })
}
