// `required_version`: which versions of Strait may work on a topology. Terraform's spelling: comma-separated
// conditions that must all hold; a version left short is filled with zeros.

type Version = readonly [number, number, number]

/** Whether `version` meets `constraint`; undefined when the constraint cannot be read. */
export function meetsVersion(version: string, constraint: string): boolean | undefined {
  const actual = parseVersion(version.replace(/[-+].*$/, ''))?.parts
  if (actual === undefined) return undefined
  let met = true
  for (const condition of constraint.split(',')) {
    const [, operator = '=', text = ''] = /^\s*(>=|<=|!=|~>|=|>|<)?\s*(\S*)\s*$/.exec(condition) ?? []
    const wanted = parseVersion(text)
    if (wanted === undefined) return undefined
    met &&= holds(operator, actual, wanted)
  }
  return met
}

interface ParsedVersion {
  readonly parts: Version
  /** How many numbers were written: `~> 1.2` lets the minor version grow, `~> 1.2.0` only the patch. */
  readonly precision: number
}

function parseVersion(text: string): ParsedVersion | undefined {
  if (!/^\d+(\.\d+){0,2}$/.test(text)) return undefined
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number)
  return { parts: [major, minor, patch], precision: text.split('.').length }
}

function holds(operator: string, actual: Version, { parts: wanted, precision }: ParsedVersion): boolean {
  const order = compare(actual, wanted)
  switch (operator) {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    case '!=':
      return order !== 0
    case '~>':
      return (
        order >= 0 && actual.slice(0, Math.max(1, precision - 1)).every((part, at) => part === wanted[at])
      )
    default:
      return order === 0
  }
}

function compare(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
}
