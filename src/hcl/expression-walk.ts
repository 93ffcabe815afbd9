// The children of an expression, for walks that do not care what kind of node they meet.

import type { Expression, TemplatePart } from './ast.ts'

/** The expressions directly inside, in source order. */
export function childExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
    case 'splat_item':
    case 'invalid':
      return []
    case 'template':
      return expression.parts.flatMap(partExpressions)
    case 'list':
      return expression.items
    case 'object':
      return expression.items.flatMap(({ key, value }) => (key.kind === 'bare_key' ? [value] : [key, value]))
    case 'attribute':
      return [expression.object]
    case 'index':
      return [expression.object, expression.key]
    case 'splat':
      return [expression.object, expression.each]
    case 'call':
      return expression.arguments
    case 'unary':
      return [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse]
    case 'for':
      return [expression.collection, expression.key, expression.value, expression.condition].filter(
        (each) => each !== undefined,
      )
    default:
      return expression satisfies never
  }
}

function partExpressions(part: TemplatePart): readonly Expression[] {
  switch (part.kind) {
    case 'text':
      return []
    case 'interpolation':
      return [part.expression]
    case 'if':
      return [
        part.condition,
        ...part.whenTrue.flatMap(partExpressions),
        ...part.whenFalse.flatMap(partExpressions),
      ]
    case 'for':
      return [part.collection, ...part.parts.flatMap(partExpressions)]
    default:
      return part satisfies never
  }
}

/** Whether a path of more than `limit` nodes leads down from here. Walks without recursion. */
export function expressionHeightExceeds(expression: Expression, limit: number): boolean {
  let level: readonly Expression[] = [expression]
  for (let height = 0; level.length > 0; height++) {
    if (height > limit) return true
    level = level.flatMap(childExpressions)
  }
  return false
}
