// Names in what nothing evaluated: the side of a condition that is not taken, a block whose for_each is empty. One that
// is declared nowhere is a mistake there too, and would only show on the day when it is needed.

import type { Block, Body, Expression } from '../hcl/ast.ts'
import { references } from '../hcl/references.ts'
import type { Traversal } from '../hcl/scope.ts'
import { toDiagnostic } from './finding.ts'
import type { OpenModule } from './modules/open-module.ts'
import { unknownReference } from './rules/unknown-reference.ts'

/** Reports every name that the module does not declare, again where evaluation has met it. */
export function reportUnreadNames({ declarations, names, literalScope }: OpenModule): void {
  const { variable, cluster, topics, groups, module } = declarations.named
  const declared: Readonly<Record<string, ReadonlyMap<string, unknown>>> = {
    var: variable,
    local: declarations.locals,
    cluster,
    topics,
    groups,
    module,
  }
  const isDeclared = ({ root, steps: [step] }: Traversal): boolean =>
    step?.kind !== 'attribute' ||
    !Object.hasOwn(declared, root) ||
    declared[root]?.has(String(step.key)) === true
  for (const { expression, bound, context } of expressionsOf(declarations)) {
    for (const traversal of references(expression)) {
      const namespace = names.namespaces.get(traversal.root)
      if (namespace === undefined || bound.has(traversal.root) || isDeclared(traversal)) continue
      const known = { noun: namespace.noun, names: namespace.values.keys() }
      literalScope.report(toDiagnostic(unknownReference(traversal, known), { ...literalScope, context }))
    }
  }
}

interface Written {
  readonly expression: Expression
  /** Names that stand for the elements of `dynamic` blocks around it. */
  readonly bound: ReadonlySet<string>
  readonly context: string
}

function* expressionsOf({ locals, named }: OpenModule['declarations']): Iterable<Written> {
  for (const { value } of locals.values()) yield { expression: value, bound: new Set(), context: 'locals' }
  const { variable: _variables, policy: _policies, ...kinds } = named
  for (const [kind, blocks] of Object.entries(kinds)) {
    for (const [name, { body }] of blocks) yield* inBody(body, new Set(), `${kind} ${JSON.stringify(name)}`)
  }
}

function* inBody(body: Body, bound: ReadonlySet<string>, context: string): Iterable<Written> {
  for (const { value } of body.attributes.values()) yield { expression: value, bound, context }
  for (const block of body.blocks) {
    const inner = block.type === 'dynamic' ? new Set([...bound, iteratorOf(block)]) : bound
    const title = [block.type, ...block.labels.map(({ text }) => JSON.stringify(text))].join(' ')
    yield* inBody(block.body, inner, `${title} of ${context}`)
  }
}

function iteratorOf({ body, labels }: Block): string {
  const iterator = body.attributes.get('iterator')?.value
  return iterator?.kind === 'variable' ? iterator.name : (labels[0]?.text ?? '')
}
