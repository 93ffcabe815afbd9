// Rule: values do not refer to each other in a circle. The whole circle is shown, each member with its line.

import type { Range } from '../../errors/diagnostic.ts'
import type { Finding } from '../finding.ts'

/** Members of a circle that are told one by one. */
const membersMax = 30

/** A finding per circle; `places` has the declaration of each id. */
export function circularValues(
  cycles: readonly (readonly string[])[],
  places: ReadonlyMap<string, { readonly range: Range }>,
): Finding[] {
  return cycles.map((cycle) => {
    const [first = '', ...more] = cycle
    const subject = places.get(first)?.range
    const shown = more.slice(0, membersMax)
    const left = more.length - shown.length
    const circle = [first, ...shown, ...(left === 0 ? [] : [`${left} more`]), first]
    const related = shown.flatMap((id) => {
      const range = places.get(id)?.range
      return range === undefined ? [] : [{ message: `By way of ${id}`, range }]
    })
    return {
      code: 'ST162',
      summary: `${first} refers to itself`,
      detail: `The circle is ${circle.join(' → ')}. One of them has to be written without the next.`,
      ...(subject === undefined ? {} : { subject }),
      ...(related.length === 0 ? {} : { related }),
    }
  })
}
