// Rule: values do not refer to each other in a circle. The whole circle is shown, each member with its line.

import type { Range } from '../../errors/diagnostic.ts'
import type { Finding } from '../finding.ts'

/** A finding per circle; `places` has the declaration of each id. */
export function circularValues(
  cycles: readonly (readonly string[])[],
  places: ReadonlyMap<string, { readonly range: Range }>,
): Finding[] {
  return cycles.map((cycle) => {
    const [first = '', ...more] = cycle
    const subject = places.get(first)?.range
    const related = more.flatMap((id) => {
      const range = places.get(id)?.range
      return range === undefined ? [] : [{ message: `By way of ${id}`, range }]
    })
    return {
      code: 'ST162',
      summary: `${first} refers to itself`,
      detail: `The circle is ${[...cycle, first].join(' → ')}. One of them has to be written without the next.`,
      ...(subject === undefined ? {} : { subject }),
      ...(related.length === 0 ? {} : { related }),
    }
  })
}
