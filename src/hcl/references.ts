// Which names an expression depends on, without evaluating it: for ordering and for finding cycles.

import type { Expression, TemplatePart } from './ast.ts'
import { childExpressions } from './expression-walk.ts'
import type { Traversal, TraversalStep } from './scope.ts'

/**
 * Every traversal in `expression`, in source order. One with a computed index ends before it (`cluster[each.key]`
 * gives `cluster` and `each.key`). Names bound by `for` inside the expression are left out.
 */
export function references(expression: Expression): readonly Traversal[] {
  const found: Traversal[] = []
  collect(expression, new Set(), found)
  return found
}

function collect(expression: Expression, bound: ReadonlySet<string>, found: Traversal[]): void {
  switch (expression.kind) {
    case 'variable':
    case 'attribute':
    case 'index':
      collectTraversal(expression, bound, found)
      break
    case 'for': {
      const { keyName, valueName, collection, key, value, condition } = expression
      collect(collection, bound, found)
      const inner = new Set([...bound, valueName, ...(keyName === undefined ? [] : [keyName])])
      for (const each of [key, value, condition]) if (each !== undefined) collect(each, inner, found)
      break
    }
    case 'template':
      collectParts(expression.parts, bound, found)
      break
    default:
      for (const child of childExpressions(expression)) collect(child, bound, found)
  }
}

function collectParts(parts: readonly TemplatePart[], bound: ReadonlySet<string>, found: Traversal[]): void {
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        break
      case 'interpolation':
        collect(part.expression, bound, found)
        break
      case 'if':
        collect(part.condition, bound, found)
        collectParts(part.whenTrue, bound, found)
        collectParts(part.whenFalse, bound, found)
        break
      default: {
        collect(part.collection, bound, found)
        const names = part.keyName === undefined ? [part.valueName] : [part.keyName, part.valueName]
        collectParts(part.parts, new Set([...bound, ...names]), found)
      }
    }
  }
}

function collectTraversal(expression: Expression, bound: ReadonlySet<string>, found: Traversal[]): void {
  const steps: TraversalStep[] = []
  const keys: Expression[] = []
  let root = expression
  while (root.kind === 'attribute' || root.kind === 'index') {
    const key = root.kind === 'attribute' ? root.name : literalKey(root.key)
    const range = root.kind === 'attribute' ? root.nameRange : { ...root.range, start: root.object.range.end }
    // What comes after a computed index is not known here.
    if (key === undefined) steps.length = 0
    else steps.unshift({ kind: root.kind, key, range })
    if (root.kind === 'index') keys.unshift(root.key)
    root = root.object
  }
  if (root.kind !== 'variable') collect(root, bound, found)
  else if (!bound.has(root.name)) {
    const range = { ...root.range, end: steps.at(-1)?.range.end ?? root.range.end }
    found.push({ root: root.name, rootRange: root.range, steps, range })
  }
  for (const key of keys) collect(key, bound, found)
}

function literalKey(key: Expression): string | number | undefined {
  if (key.kind === 'literal' && typeof key.value === 'number') return key.value
  if (key.kind !== 'template') return undefined
  const texts = key.parts.map((part) => (part.kind === 'text' ? part.text : undefined))
  return texts.includes(undefined) ? undefined : texts.join('')
}
