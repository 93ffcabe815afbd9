// `policy` blocks: rules that a team holds its own changes to. A condition is an expression of this language over one
// change of a plan, so it cannot be evaluated yet; what is kept is its text, with the values of the variables and
// locals that it names. Everything that can be wrong with it without a plan is told here.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Attribute, Block, Expression } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import { references } from '../hcl/references.ts'
import type { Scope } from '../hcl/scope.ts'
import { isPoison, poison, type Value } from '../hcl/value.ts'
import type { Declarations } from './declarations.ts'
import { text } from './decode/readers.ts'
import type { BlockShape, Reader, Site } from './decode/shape.ts'
import { type Finding, reportIn } from './finding.ts'
import type { Policy } from './model.ts'
import { toPlain } from './outputs.ts'
import { missingNames } from './rules/missing-attribute.ts'
import { policyCode, policySeverity, repeatedCodes, strangeName } from './rules/policy-block.ts'
import { secretOutside } from './rules/secret-outside.ts'
import { unknownNames } from './rules/unknown-attribute.ts'
import { readWaivers, waiverShape } from './waivers.ts'

const ignored: Reader = (value) => value
const needed = (key: string) => ({ key, read: ignored, required: true })

export const policyShape: BlockShape = {
  attributes: {
    code: needed('code'),
    severity: { key: 'severity', read: ignored },
    when: { key: 'when', read: ignored },
    condition: needed('condition'),
    message: needed('message'),
  },
  blocks: { waiver: { key: 'waivers', shape: waiverShape } },
}

export type PolicySurface = Pick<Site, 'scope' | 'sources' | 'origins'>

/** Every policy that could be read. */
export function readPolicies({ named }: Declarations, surface: PolicySurface): Policy[] {
  const read = [...named.policy].map(([name, block]) => ({ block, policy: readPolicy(name, block, surface) }))
  const whole = read.flatMap(({ block, policy }) => (policy === undefined ? [] : [{ block, policy }]))
  for (const finding of repeatedCodes(whole)) reportIn(surface.scope, finding)
  return whole.map(({ policy }) => policy)
}

function readPolicy(name: string, block: Block, outer: PolicySurface): Policy | undefined {
  const title = `policy "${name}"`
  const surface = { ...outer, scope: { ...outer.scope, context: title } }
  const { scope } = surface
  surface.origins.set(`policy.${name}`, { name: 'policy', range: block.headerRange })
  const findings = [
    ...unknownNames(block.body, policyShape, 'a policy'),
    ...missingNames(block.body, policyShape, { header: block.headerRange, title }).map(
      ({ finding }) => finding,
    ),
  ]
  for (const finding of findings) reportIn(scope, finding)
  const waivers = readWaivers(block, `policy.${name}`, surface)
  const written = (attribute: string): Attribute | undefined => block.body.attributes.get(attribute)
  const code = textIn(written('code'), surface, policyCode)
  const severity = textIn(written('severity'), surface, policySeverity) ?? 'error'
  const expressions = { when: written('when'), condition: written('condition'), message: written('message') }
  const values = new Map<string, unknown>()
  for (const attribute of Object.values(expressions)) {
    if (attribute !== undefined && !checkExpression(attribute.value, { surface, values })) return undefined
  }
  const { when, condition, message } = expressions
  if (code === undefined || condition === undefined || message === undefined) return undefined
  const textOf = ({ value }: Attribute): string => surface.sources.textOf(value.range)
  return {
    name,
    code,
    severity: severity === 'warning' ? 'warning' : 'error',
    ...(when === undefined ? {} : { when: textOf(when) }),
    condition: textOf(condition),
    message: textOf(message),
    ...(values.size === 0 ? {} : { values: Object.fromEntries(values) }),
    ...(waivers.length === 0 ? {} : { waivers }),
  }
}

/** A text that `refuse` has nothing against. */
function textIn(
  attribute: Attribute | undefined,
  surface: PolicySurface,
  refuse: (text: string) => Finding | undefined,
): string | undefined {
  if (attribute === undefined) return undefined
  const { value: expression, name } = attribute
  const value = evaluate(expression, surface.scope)
  if (isPoison(value)) return undefined
  const found = text(value, { ...surface, name, expression, path: name })
  if (typeof found !== 'string') return undefined
  const finding = refuse(found)
  if (finding === undefined) return found
  reportIn(surface.scope, { ...finding, subject: expression.range })
  return undefined
}

interface Checking {
  readonly surface: PolicySurface
  /** By `var.x` and `local.y`. */
  readonly values: Map<string, unknown>
}

/** Notes the values that the expression names. Evaluated with a change of which nothing is known, it must be right. */
function checkExpression(expression: Expression, { surface, values }: Checking): boolean {
  const { scope } = surface
  let isRight = true
  const refuse = (finding: Finding): void => {
    isRight = false
    reportIn(scope, finding)
  }
  for (const traversal of references(expression)) {
    const { root, rootRange, steps } = traversal
    if (root === 'change') continue
    const finding = strangeName(root, rootRange)
    const [step] = steps
    if (finding !== undefined) refuse(finding)
    else if (step !== undefined) {
      const found = scope.lookup(traversal, { ...scope, report: () => undefined })
      const value = found?.value ?? poison
      const leak = secretOutside(value, { name: `${root}.${step.key}`, expression })
      if (leak !== undefined) refuse({ ...leak, subject: rootRange })
      else if (!isPoison(value)) values.set(`${root}.${step.key}`, toPlain(value))
    }
  }
  if (!isRight) return false
  evaluate(
    expression,
    withUnknownChange(scope, (diagnostic) => {
      isRight = false
      scope.report(diagnostic)
    }),
  )
  return isRight
}

function withUnknownChange(scope: Scope, report: (diagnostic: Diagnostic) => void): Scope {
  const unknown: Value = poison
  return {
    ...scope,
    report,
    names: [...scope.names, 'change'],
    lookup: (traversal, tell) =>
      traversal.root === 'change'
        ? { value: unknown, steps: traversal.steps.length }
        : scope.lookup(traversal, tell),
  }
}
