// The `strait { }` block: what may stand in it, and which versions of Strait may work on this topology.

import type { Block } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isPoison } from '../hcl/value.ts'
import type { BlockShape } from './decode/shape.ts'
import { quoted } from './describe-value.ts'
import { reportIn } from './finding.ts'
import { guardsShape } from './guards.ts'
import { unknownNames } from './rules/unknown-attribute.ts'
import { namesShape } from './topology-names.ts'
import { meetsVersion } from './version-constraint.ts'
import { defaultsShape } from './written-defaults.ts'

const settingsShape: BlockShape = {
  attributes: {
    required_version: { key: 'requiredVersion', read: (value) => value },
    ...namesShape.attributes,
  },
  blocks: { ...guardsShape.blocks, ...defaultsShape.blocks },
}

/** The `required_version` as written; reports it when `version` does not meet it. */
export function readSettings({ body }: Block, version: string, literalScope: Scope): string | undefined {
  const scope = { ...literalScope, context: 'strait' }
  for (const finding of unknownNames(body, settingsShape, '"strait"')) reportIn(scope, finding)
  const attribute = body.attributes.get('required_version')
  if (attribute === undefined) return undefined
  const value = evaluate(attribute.value, scope)
  if (isPoison(value)) return undefined
  const met = typeof value === 'string' ? meetsVersion(version, value) : undefined
  const subject = attribute.value.range
  if (met === undefined) {
    reportIn(scope, {
      code: 'ST159',
      summary: '"required_version" cannot be read',
      detail: 'Write conditions such as ">= 0.1", "~> 1.2" or ">= 1.0, < 2.0".',
      subject,
    })
    return undefined
  }
  if (met) return String(value)
  reportIn(scope, {
    code: 'ST159',
    summary: `This topology asks for Strait ${String(value)}, and this is ${version}`,
    detail: `Install a version that fits, or change the condition ${quoted(String(value))} after reading the changelog.`,
    subject,
  })
  return undefined
}
