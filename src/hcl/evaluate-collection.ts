// Lists, objects, and the `for` expressions that make them.

import type { ForExpression, ListExpression, ObjectExpression, ObjectItem } from './ast.ts'
import { describeType, toText } from './convert.ts'
import { evaluateBool } from './evaluate-operators.ts'
import { type Evaluation, refuse } from './evaluation.ts'
import { iterate, type Loop } from './iterate.ts'
import { limits } from './limits.ts'
import { bare, marked } from './sensitive.ts'
import { isPoison, poison, type Value } from './value.ts'

/** A list with poison in it stays a list: its other elements can still be checked. */
export function evaluateList(evaluation: Evaluation, { items }: ListExpression): Value {
  return items.map((item) => evaluation.value(item))
}

export function evaluateObject(evaluation: Evaluation, { items }: ObjectExpression): Value {
  const object = new Map<string, Value>()
  const places = new Map<string, ObjectItem['key']>()
  let failed = false
  let sensitive = false
  for (const { key, value: expression } of items) {
    const evaluated = evaluateKey(evaluation, key)
    const value = evaluation.value(expression)
    if (evaluated === undefined) {
      failed = true
      continue
    }
    sensitive ||= evaluated.sensitive
    const first = places.get(evaluated.text)
    if (first === undefined) {
      places.set(evaluated.text, key)
      object.set(evaluated.text, value)
    } else {
      const summary = `Key ${JSON.stringify(evaluated.text)} is set twice`
      const related = [{ message: 'It is first set here', range: first.range }]
      refuse(evaluation, { code: 'ST125', summary, detail: 'Keep one of the two.', related }, key.range)
    }
  }
  return failed ? poison : marked(object, sensitive)
}

interface Key {
  readonly text: string
  readonly sensitive: boolean
}

function evaluateKey(evaluation: Evaluation, key: ObjectItem['key']): Key | undefined {
  if (key.kind === 'bare_key') return { text: key.name, sensitive: false }
  const { value, sensitive } = bare(evaluation.value(key))
  if (isPoison(value)) return undefined
  const text = toText(value)
  if (text !== undefined) return { text, sensitive }
  refuse(
    evaluation,
    { code: 'ST122', summary: `Key cannot be ${describeType(value)}`, detail: 'A key is a string.' },
    key.range,
  )
  return undefined
}

export function evaluateFor(evaluation: Evaluation, expression: ForExpression): Value {
  const loop = iterate(evaluation, expression)
  if (loop === undefined) return poison
  return expression.key === undefined
    ? listFor(evaluation, expression, loop)
    : objectFor(evaluation, { ...expression, key: expression.key }, loop)
}

function listFor(evaluation: Evaluation, expression: ForExpression, loop: Loop): Value {
  const items: Value[] = []
  let sensitive = loop.sensitive
  for (const turn of loop.turns) {
    const taken = isTaken(turn, expression)
    if (taken === undefined) return poison
    sensitive ||= taken.sensitive
    if (!taken.value) continue
    items.push(turn.value(expression.value))
    if (isTooMuch(evaluation, expression, items.length)) return poison
  }
  return marked(items, sensitive)
}

function objectFor(
  evaluation: Evaluation,
  expression: ForExpression & { readonly key: NonNullable<ForExpression['key']> },
  loop: Loop,
): Value {
  const groups = new Map<string, Value[]>()
  let sensitive = loop.sensitive
  for (const turn of loop.turns) {
    const taken = isTaken(turn, expression)
    if (taken === undefined) return poison
    sensitive ||= taken.sensitive
    if (!taken.value) continue
    const key = evaluateKey(turn, expression.key)
    if (key === undefined) return poison
    sensitive ||= key.sensitive
    const value = turn.value(expression.value)
    const group = groups.get(key.text)
    if (group === undefined) groups.set(key.text, [value])
    else if (expression.grouped) group.push(value)
    else return refuseRepeated(evaluation, expression, key)
  }
  const single = (): Map<string, Value> => new Map([...groups].map(([key, [value = null]]) => [key, value]))
  return marked(expression.grouped ? groups : single(), sensitive)
}

/** Whether the condition lets this element in. Undefined after a mistake. */
function isTaken(
  turn: Evaluation,
  { condition }: ForExpression,
): { value: boolean; sensitive: boolean } | undefined {
  if (condition !== undefined) return evaluateBool(turn, condition, 'if')
  return turn.budget.steps < 0 ? undefined : { value: true, sensitive: false }
}

function isTooMuch(evaluation: Evaluation, { range }: ForExpression, elements: number): boolean {
  if (elements <= limits.elements) return false
  const detail = `At most ${limits.elements} elements.`
  refuse(evaluation, { code: 'ST128', summary: 'Value is too large', detail }, range)
  return true
}

function refuseRepeated(
  evaluation: Evaluation,
  { key, range }: ForExpression,
  { text, sensitive }: Key,
): Value {
  const summary = sensitive
    ? 'Two elements make the same key'
    : `Two elements make the key ${JSON.stringify(text)}`
  const detail = 'Make the keys differ, or gather equal keys in lists with "..." after the value.'
  return refuse(evaluation, { code: 'ST125', summary, detail }, key?.range ?? range)
}
