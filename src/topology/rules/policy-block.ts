// Rules of `policy` blocks: codes that people can look up, names that a condition may use, days that exist.

import type { Range } from '../../errors/diagnostic.ts'
import type { Block } from '../../hcl/ast.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import { quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'
import type { Policy } from '../model.ts'
import { parseTimestamp } from '../timestamp.ts'

export function policyCode(code: string): Finding | undefined {
  if (/^[A-Z][A-Z0-9_-]{1,19}$/.test(code) && !/^ST\d/.test(code)) return undefined
  return {
    code: 'ST205',
    summary: `${quoted(code)} cannot be the code of a policy`,
    detail:
      'A code is what people look up and match on, as "KP014": capital letters, digits, "-" and "_", 2 to 20 of them. ST and digits are Strait’s own.',
  }
}

export function policySeverity(severity: string): Finding | undefined {
  const allowed = ['error', 'warning']
  if (allowed.includes(severity)) return undefined
  const near = didYouMean(severity, allowed)
  return {
    code: 'ST205',
    summary: `"severity" cannot be ${quoted(severity)}`,
    detail: 'It is "error", which stops apply, or "warning".',
    ...(near === undefined ? {} : { suggestion: `"${near}"` }),
  }
}

/** The finding for a name that a policy may not use. */
export function strangeName(root: string, range: Range): Finding | undefined {
  const allowed = ['change', 'var', 'local']
  if (allowed.includes(root)) return undefined
  const near = didYouMean(root, allowed)
  return {
    code: 'ST205',
    summary: `A policy cannot refer to ${quoted(root)}`,
    detail: 'It is evaluated for each change of a plan, and sees "change", "var" and "local".',
    subject: range,
    ...(near === undefined ? {} : { suggestion: near }),
  }
}

interface ReadPolicy {
  readonly block: Block
  readonly policy: Policy
}

export function repeatedCodes(policies: readonly ReadPolicy[]): Finding[] {
  return policies.flatMap(({ block, policy }, index) => {
    const first = policies.slice(0, index).find((other) => other.policy.code === policy.code)
    if (first === undefined) return []
    return [
      {
        code: 'ST205' as const,
        summary: `Code ${quoted(policy.code)} is given to two policies`,
        detail: 'A code means one thing. Give one of them another.',
        subject: block.headerRange,
        related: [{ message: 'The other one', range: first.block.headerRange }],
      },
    ]
  })
}

/** Someone has to answer for an exception, and say why. */
export function blankWaiver(name: 'owner' | 'reason', text: string): Finding | undefined {
  if (text.trim() !== '') return undefined
  return {
    code: 'ST206',
    summary: `"${name}" says nothing`,
    detail:
      name === 'owner'
        ? 'Somebody answers for a waiver until it is over: name the person or team.'
        : 'Say why the policy does not hold here: whoever finds the waiver later has to know.',
  }
}

export function waiverExpiry(expires: string): Finding | undefined {
  if (parseTimestamp(`${expires}T00:00:00Z`) !== undefined) return undefined
  return {
    code: 'ST206',
    summary: `${quoted(expires)} is not a day`,
    detail: 'A waiver says on which day it is over, as "2027-01-31"; it holds to the end of that day, UTC.',
  }
}
