// `waiver` blocks of a policy: someone answers for an exception, says why, and until when.

import type { Block } from '../hcl/ast.ts'
import { decodeBody } from './decode/decode-body.ts'
import { text } from './decode/readers.ts'
import type { BlockShape, Site } from './decode/shape.ts'
import { patterns } from './decode/text-readers.ts'
import { type Finding, reportIn } from './finding.ts'
import type { Waiver } from './model.ts'
import { blankWaiver, waiverExpiry } from './rules/policy-block.ts'

export const waiverShape: BlockShape = {
  attributes: {
    for: { key: 'addresses', read: patterns },
    owner: { key: 'owner', read: text, required: true },
    reason: { key: 'reason', read: text, required: true },
    expires: { key: 'expires', read: text, required: true },
  },
  blocks: {},
}

/** Every waiver of the policy that is whole. */
export function readWaivers(
  { body }: Block,
  /** Of the policy in the model. */
  path: string,
  surface: Pick<Site, 'scope' | 'sources' | 'origins'>,
): Waiver[] {
  return body.blocks
    .filter(({ type }) => type === 'waiver')
    .flatMap((block, index): Waiver[] => {
      const scope = { ...surface.scope, context: `waiver of ${surface.scope.context ?? ''}` }
      const written = decodeBody(block.body, waiverShape, {
        ...surface,
        scope,
        path: `${path}.waiver.${index}`,
        title: '"waiver"',
        noun: '"waiver"',
        header: block.headerRange,
      })
      const { owner, reason, expires, addresses } = written
      const ofText = (value: unknown, rule: (text: string) => Finding | undefined): Finding | undefined =>
        typeof value === 'string' ? rule(value) : undefined
      const findings = [
        { of: 'owner', finding: ofText(owner, (value) => blankWaiver('owner', value)) },
        { of: 'reason', finding: ofText(reason, (value) => blankWaiver('reason', value)) },
        { of: 'expires', finding: ofText(expires, waiverExpiry) },
      ].flatMap(({ of, finding }) => {
        const subject = block.body.attributes.get(of)?.value.range ?? block.headerRange
        return finding === undefined ? [] : [{ ...finding, subject }]
      })
      for (const finding of findings) reportIn(scope, finding)
      if (findings.length > 0) return []
      if (typeof owner !== 'string' || typeof reason !== 'string' || typeof expires !== 'string') return []
      return [{ owner, reason, expires, ...(Array.isArray(addresses) ? { addresses } : {}) }]
    })
}
