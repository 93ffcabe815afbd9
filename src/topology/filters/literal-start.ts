// The text that every name matching a pattern begins with, as far as it can be read off. Most filters of a large
// topology are told apart by it, without asking what their patterns have in common.

const escaped = /^\\([^A-Za-z0-9])/u
const special = /[\\^$.|?*+()[\]{}]/

/** As `orders.` of `orders\..*`; empty where a name may begin in several ways. */
export function literalStart(pattern: string): string {
  // Whatever the alternatives are, one may begin anywhere.
  if (pattern.includes('|')) return ''
  let start = ''
  let last = ''
  for (let rest = pattern; rest !== ''; ) {
    const [first = ''] = rest
    const literal = escaped.exec(rest)?.[1] ?? (special.test(first) ? undefined : first)
    if (literal === undefined) return /^[?*{]/.test(rest) ? start.slice(0, start.length - last.length) : start
    rest = rest.slice(rest.startsWith('\\') ? literal.length + 1 : literal.length)
    start += literal
    last = literal
  }
  return start
}
