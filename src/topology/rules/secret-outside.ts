// Rule: a secret stands only where the schema marks one. Anything else ends up in plans, logs and the control
// topic, so a secret there would be shown to everyone who may read them.

import type { Value } from '../../hcl/value.ts'
import type { Site } from '../decode/shape.ts'
import type { Finding } from '../finding.ts'

/** The finding when `value` is or holds a secret. */
export function secretOutside(value: Value, site: Pick<Site, 'name' | 'expression'>): Finding | undefined {
  if (value === null || typeof value !== 'object' || !('kind' in value)) return undefined
  if (value.kind === 'secret') {
    return {
      code: 'ST168',
      summary: `A secret cannot be used for "${site.name}"`,
      detail: 'env() and secret_file() only stand where a password is expected. Use a variable instead.',
      subject: site.expression.range,
    }
  }
  if (value.kind === 'sensitive') {
    return {
      code: 'ST168',
      summary: `A sensitive value cannot be used for "${site.name}"`,
      detail: 'Plans show this argument, so its value would not stay hidden. Only passwords stay hidden.',
      subject: site.expression.range,
    }
  }
  return undefined
}
