// Expressions as short text, brackets showing how they were read: `(+ 1 (* 2 x))`.

import type { Body, Expression, TemplatePart } from '../../src/hcl/ast.ts'

/** What a file says, without places, as text: equal for two files that mean the same to `fmt`. */
export function meaningOf({ attributes, blocks }: Body): string {
  const values = [...attributes.values()].map(({ name, value }) => `${name} = ${treeOf(unwrapped(value))}`)
  const inner = blocks.map(
    ({ type, labels, body }) =>
      `${[type, ...labels.map(({ text }) => JSON.stringify(text))].join(' ')} {\n${meaningOf(body)}}`,
  )
  return [...values, ...inner, ''].join('\n')
}

/** `"${x}"` alone is x. */
function unwrapped(value: Expression): Expression {
  const [only, ...others] = value.kind === 'template' && value.form === 'quoted' ? value.parts : []
  return only?.kind === 'interpolation' && others.length === 0 ? unwrapped(only.expression) : value
}

export function treeOf(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return String(expression.value)
    case 'template':
      return `"${expression.parts.map(partOf).join('')}"`
    case 'list':
      return `[${expression.items.map(treeOf).join(' ')}]`
    case 'object':
      return `{${expression.items
        .map(
          ({ key, value }) => `${key.kind === 'bare_key' ? key.name : `(${treeOf(key)})`}=${treeOf(value)}`,
        )
        .join(' ')}}`
    case 'variable':
      return expression.name
    case 'attribute':
      return `${treeOf(expression.object)}.${expression.name}`
    case 'index':
      return `${treeOf(expression.object)}[${treeOf(expression.key)}]`
    case 'splat':
      return `(splat ${treeOf(expression.object)} ${treeOf(expression.each)})`
    case 'splat_item':
      return '@'
    case 'call':
      return `${expression.name}(${expression.arguments.map(treeOf).join(' ')}${expression.spread ? '...' : ''})`
    case 'unary':
      return `(${expression.operator} ${treeOf(expression.operand)})`
    case 'binary':
      return `(${expression.operator} ${treeOf(expression.left)} ${treeOf(expression.right)})`
    case 'conditional':
      return `(? ${treeOf(expression.condition)} ${treeOf(expression.whenTrue)} ${treeOf(expression.whenFalse)})`
    case 'for':
      return forOf(expression)
    case 'invalid':
      return '<invalid>'
  }
}

function forOf({
  keyName,
  valueName,
  collection,
  key,
  value,
  condition,
  grouped,
}: Expression & { kind: 'for' }): string {
  const names = keyName === undefined ? valueName : `${keyName},${valueName}`
  const made = `${key === undefined ? '' : `${treeOf(key)}=>`}${treeOf(value)}${grouped ? '...' : ''}`
  return `(for ${names} ${treeOf(collection)} ${made}${condition === undefined ? '' : ` if ${treeOf(condition)}`})`
}

function partOf(part: TemplatePart): string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'interpolation':
      return `\${${treeOf(part.expression)}}`
    case 'if':
      return `<if ${treeOf(part.condition)}|${part.whenTrue.map(partOf).join('')}|${part.whenFalse.map(partOf).join('')}>`
    case 'for':
      return `<for ${part.keyName ?? ''} ${part.valueName} ${treeOf(part.collection)}|${part.parts.map(partOf).join('')}>`
  }
}
