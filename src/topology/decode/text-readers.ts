// Readers of texts that follow rules of their own: patterns, broker addresses, file names.

import { limits } from '../../hcl/limits.ts'
import { isList, isTagged } from '../../hcl/value.ts'
import { quoted } from '../describe-value.ts'
import { type Finding, reportIn } from '../finding.ts'
import { bootstrapAddress } from '../rules/bootstrap-address.ts'
import { patternFindings } from '../rules/pattern.ts'
import { wrongType } from '../rules/wrong-type.ts'
import { listOf, refuse, scalar, text } from './readers.ts'
import type { Reader, Site } from './shape.ts'

/** RE2 patterns as text. */
export const patterns: Reader = (value, site) =>
  isList(value) && value.length > limits.patterns
    ? refuse(site, tooMany(value.length, site))
    : patternList(value, site)

function tooMany(count: number, { name, expression }: Site): Finding {
  return {
    code: 'ST154',
    summary: `"${name}" has too many patterns`,
    detail: `They are ${count}, and at most ${limits.patterns} are taken. One pattern can stand for many names: orders.*, or a|b|c.`,
    subject: expression.range,
  }
}

const patternList = listOf(['a', 'pattern', 'patterns'], (value, site) => {
  const pattern = isTagged(value) && value.kind === 'pattern' ? value : undefined
  const regex = pattern?.regex ?? (typeof value === 'string' ? value : undefined)
  if (regex === undefined) return refuse(site, wrongType('a pattern', value, site))
  // A glob was translated for the author: what RE2 makes of it is not theirs to answer for.
  if (pattern?.syntax === 'glob') return regex
  const findings = patternFindings(regex, site)
  for (const finding of findings) reportIn(site.scope, finding)
  return findings.some(({ severity }) => severity === 'error') ? undefined : regex
})

const addressList = listOf(['an', 'address', 'addresses'], (value, site) => {
  const address = text(value, site)
  if (typeof address !== 'string') return undefined
  const finding = bootstrapAddress(address, site)
  return finding === undefined ? address : refuse(site, finding)
})

/** Bootstrap servers: a list, or Kafka's own comma-separated text. */
export const addresses: Reader = (value, site) =>
  addressList(typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value, site)

/** A path. It is not opened here: files are read where the cluster is connected to. */
export const path = scalar('a path', (value) =>
  typeof value === 'string' && value !== '' ? value : undefined,
)

/** Kafka's own form, a type and a name; nearly every authorizer knows the type `User` alone. */
export const principal: Reader = (value, site) => {
  const written = text(value, site)
  if (typeof written !== 'string' || /^[^:]+:./s.test(written)) return written
  return refuse(site, {
    code: 'ST154',
    summary: `"${site.name}" cannot be ${quoted(written)}`,
    detail: 'A principal has a type and a name.',
    subject: site.expression.range,
    suggestion: quoted(`User:${written.replace(/^[^:]*:/, '') || 'billing'}`),
  })
}
