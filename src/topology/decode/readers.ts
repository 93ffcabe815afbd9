// Values → plain data, one reader per kind of argument. Conversions that lose nothing are made as HCL makes them
// (3 to "3", "3" to 3, "true" to true); anything else is a finding that says what was expected.

import { toBool, toNumber, toText } from '../../hcl/convert.ts'
import { isList, isPoison, isTagged, type Value } from '../../hcl/value.ts'
import { type Finding, reportIn } from '../finding.ts'
import { secretOutside } from '../rules/secret-outside.ts'
import { wrongType } from '../rules/wrong-type.ts'
import type { Reader, Site } from './shape.ts'

/** Reports the finding; what a reader answers then. */
export function refuse(site: Site, finding: Finding): undefined {
  reportIn(site.scope, finding)
  return undefined
}

/** A reader of one plain value: `convert` answers undefined for what it does not take. */
export function scalar(expected: string, convert: (value: Value) => unknown): Reader {
  return (value, site) => {
    const leak = secretOutside(value, site)
    if (leak !== undefined) return refuse(site, leak)
    return convert(value) ?? refuse(site, wrongType(expected, value, site))
  }
}

export const text = scalar('a string', toText)

export const number = scalar('a number', (value) => {
  const converted = toNumber(value)
  return converted === undefined ? undefined : Number(converted)
})

export const bool = scalar('true or false', toBool)

/** A list of `noun`s whose elements `element` reads; undefined when one of them has a mistake. */
export function listOf([article, noun, plural]: Noun, element: Reader): Reader {
  const expected = `a list of ${plural}`
  return (value, site) => {
    const leak = secretOutside(value, site)
    if (leak !== undefined) return refuse(site, leak)
    if (!isList(value)) return refuse(site, wrongType(expected, value, site))
    const items = value.map((item, index) => {
      const place = elementSite(site, index)
      const { expression, path } = place
      const inside = site.scope.address
      site.origins.set(path, { name: site.name, range: expression.range, expression, inside })
      if (isPoison(item)) return undefined
      return item === null
        ? refuse(place, wrongType(`${article} ${noun}`, item, place))
        : element(item, place)
    })
    return items.includes(undefined) ? undefined : items
  }
}

/** As `['a', 'pattern', 'patterns']`. */
export type Noun = readonly [article: string, noun: string, plural: string]

/** Where one element stands: its own expression when the list is written out, else the whole argument. */
export function elementSite(site: Site, index: number): Site {
  const { expression } = site
  const own = expression.kind === 'list' ? expression.items[index] : undefined
  return {
    ...site,
    name: `${site.name}[${index}]`,
    expression: own ?? expression,
    path: `${site.path}.${index}`,
  }
}

/** Whether the value is a `regex()` or `glob()` pattern. */
export function isPattern(value: Value): value is Extract<Value, { kind: 'pattern' }> {
  return isTagged(value) && value.kind === 'pattern'
}
