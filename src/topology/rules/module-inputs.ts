// Rule: a module gets a value for each of its variables that has no default, and for nothing else.

import type { Block } from '../../hcl/ast.ts'
import type { BlockShape } from '../decode/shape.ts'
import type { Finding } from '../finding.ts'
import { unknownNames } from './unknown-attribute.ts'

/** What a module block holds beside values of variables. */
export const moduleMeta = ['source', 'for_each', 'depends_on'] as const

/** Names of variables that a module block could not tell from its own arguments, today or later. */
const reservedNames: readonly string[] = [...moduleMeta, 'count', 'version', 'providers', 'lifecycle']

/** Findings for a `module` block, whose directory declares `variables`. */
export function inputFindings(call: Block, variables: ReadonlyMap<string, Block>): Finding[] {
  const name = call.labels[0]?.text ?? ''
  const known = [...variables.keys()].map((variable) => [variable, { key: variable, read: () => undefined }])
  const shape: BlockShape = { meta: moduleMeta, attributes: Object.fromEntries(known), blocks: {} }
  const unknown = unknownNames(call.body, shape, `module "${name}"`)
  const misspelt = unknown.map(({ suggestion }) => suggestion)
  const missing = [...variables]
    .filter(([variable]) => !call.body.attributes.has(variable) && !misspelt.includes(variable))
    .filter(([, { body }]) => !body.attributes.has('default'))
    .map(
      ([variable, { headerRange }]): Finding => ({
        code: 'ST152',
        summary: `Module "${name}" needs "${variable}"`,
        detail: 'Its variable has no default.',
        subject: call.headerRange,
        related: [{ message: 'Declared here', range: headerRange }],
      }),
    )
  return [...unknown, ...missing]
}

/** A finding for each variable of a module that nobody could give a value to. */
export function reservedVariables(variables: ReadonlyMap<string, Block>): Finding[] {
  return [...variables]
    .filter(([name]) => reservedNames.includes(name))
    .map(([name, { headerRange, labels }]) => ({
      code: 'ST172',
      summary: `A variable of a module cannot be called "${name}"`,
      detail: `In a module block ${name} has another meaning. Choose another name.`,
      subject: labels[0]?.range ?? headerRange,
    }))
}
