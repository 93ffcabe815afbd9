// One step into a value: the element of a list, the entry of an object.

import { didYouMean } from '../std/did-you-mean.ts'
import { describeType } from './convert.ts'
import { type Evaluation, refuse } from './evaluation.ts'
import type { TraversalStep } from './scope.ts'
import { bare, marked } from './sensitive.ts'
import { isList, isObject, isPoison, type ObjectValue, poison, type Value } from './value.ts'

const keysShown = 12

/** A step whose key may have come from a sensitive value, which no message tells. */
export type Step = TraversalStep & { readonly sensitive: boolean }

/** The element that `step` names. What does not exist is reported at the step. */
export function lookInto(evaluation: Evaluation, outer: Value, step: Step): Value {
  const { value, sensitive } = bare(outer)
  if (isPoison(value)) return poison
  if (isObject(value)) return marked(entryOf(evaluation, { value, sensitive }, step), sensitive)
  if (isList(value)) return marked(elementOf(evaluation, value, step), sensitive)
  const summary = `${sentence(describeType(value))} has nothing inside`
  const detail = 'Only lists, maps and objects can be looked into.'
  return refuse(evaluation, { code: 'ST121', summary, detail }, step.range)
}

function sentence(words: string): string {
  return words.startsWith('a') ? `A${words.slice(1)}` : words
}

function entryOf(
  evaluation: Evaluation,
  { value, sensitive }: { readonly value: ObjectValue; readonly sensitive: boolean },
  step: Step,
): Value {
  const key = String(step.key)
  const entry = value.get(key)
  if (entry !== undefined) return entry
  const summary = `No element ${JSON.stringify(key)}`
  if (sensitive || step.sensitive)
    return refuse(evaluation, { code: 'ST121', summary: 'No such element' }, step.range)
  const keys = [...value.keys()]
  const more = keys.length - keysShown
  const shown = keys.slice(0, keysShown).join(', ')
  const detail =
    keys.length === 0 ? 'The object is empty.' : `There are: ${shown}${more > 0 ? ` and ${more} more` : ''}.`
  const suggestion = didYouMean(key, keys)
  const mistake = { code: 'ST121', summary, detail } as const
  return refuse(evaluation, suggestion === undefined ? mistake : { ...mistake, suggestion }, step.range)
}

function elementOf(evaluation: Evaluation, list: readonly Value[], step: Step): Value {
  const key = step.sensitive ? 'of that name' : JSON.stringify(step.key)
  const index = step.kind === 'attribute' || step.key === '' ? Number.NaN : Number(step.key)
  if (Number.isNaN(index)) {
    const summary = `A list has no element ${key}`
    const detail = 'Its elements are counted from 0. To take the same name of each, write [*] before it.'
    return refuse(evaluation, { code: 'ST121', summary, detail }, step.range)
  }
  const element = Number.isInteger(index) && index >= 0 ? list[index] : undefined
  if (element !== undefined) return element
  const summary = `The list has no element ${key}`
  const detail = list.length === 0 ? 'It is empty.' : `It has ${list.length}, counted from 0.`
  return refuse(evaluation, { code: 'ST121', summary, detail }, step.range)
}
