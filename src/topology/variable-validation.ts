// `validation` blocks: conditions that a variable's value has to meet, with the author's own message.

import type { Block } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isPoison, isSensitive, type Value } from '../hcl/value.ts'
import type { BlockShape } from './decode/shape.ts'
import { type Finding, reportIn } from './finding.ts'
import { bodyFindings } from './rules/body-findings.ts'
import { scopeOf } from './scope.ts'

/** Arguments are read one by one: the shape only says which there are. */
const known = (...names: readonly string[]): BlockShape['attributes'] =>
  Object.fromEntries(names.map((name) => [name, { key: name, read: (value: Value) => value }]))

const required = (...names: readonly string[]): BlockShape['attributes'] =>
  Object.fromEntries(
    names.map((name) => [name, { key: name, read: (value: Value) => value, required: true }]),
  )

const validationShape: BlockShape = { attributes: required('condition', 'error_message'), blocks: {} }

export const variableShape: BlockShape = {
  attributes: known('type', 'default', 'description', 'sensitive', 'nullable'),
  blocks: { validation: { key: 'validation', shape: validationShape } },
}

export interface Validating {
  readonly name: string
  readonly block: Block
  readonly values: ReadonlyMap<string, Value>
}

/** Whether every validation of the variable holds or cannot be decided; one that fails is reported. */
export function checkValidations({ name, block, values }: Validating, literalScope: Scope): boolean {
  const value = values.get(name)
  if (value === undefined || isPoison(value)) return true
  const scope = scopeOf({
    ...literalScope,
    namespaces: new Map([['var', { noun: 'variable', values }]]),
    context: `validation of variable "${name}"`,
  })
  const checks = block.body.blocks.filter(({ type }) => type === 'validation')
  return checks.map((check) => holds(check, name, scope)).every(Boolean)
}

function holds(check: Block, name: string, scope: Scope): boolean {
  const { body, headerRange } = check
  const described = { noun: '"validation"', title: '"validation"', header: headerRange }
  for (const finding of bodyFindings(body, validationShape, described)) reportIn(scope, finding)
  const condition = body.attributes.get('condition')
  const message = body.attributes.get('error_message')
  if (condition === undefined) return true
  const verdict = unsealed(evaluate(condition.value, scope))
  if (verdict === true || isPoison(verdict)) return true
  if (verdict !== false) reportIn(scope, undecided(condition))
  else if (message === undefined) return true
  else reportIn(scope, failed(name, evaluate(message.value, scope), condition))
  return false
}

type Condition = NonNullable<ReturnType<Block['body']['attributes']['get']>>

function failed(name: string, message: Value, { value }: Condition): Finding {
  const text = unsealed(message)
  return {
    code: 'ST165',
    summary: `The value of variable "${name}" is not valid`,
    ...(typeof text === 'string' && text !== '' ? { detail: text } : {}),
    subject: value.range,
  }
}

function undecided({ value }: Condition): Finding {
  return {
    code: 'ST153',
    summary: '"condition" must be true or false',
    detail: 'It compares the variable with something, as in: condition = length(var.name) > 0',
    subject: value.range,
  }
}

function unsealed(value: Value): Value {
  return isSensitive(value) ? value.value : value
}
