// How a function is written down: its name, its parameters in order, what it computes.

import type { Budget, Failure, HclFunction, Parameter } from '../scope.ts'
import type { Value } from '../value.ts'

/** The arguments of one call, converted already: readers state what the parameter list promises. */
export interface Arguments {
  readonly all: readonly Value[]
  readonly value: (index: number) => Value
  readonly text: (index: number) => string
  readonly number: (index: number) => number
  readonly list: (index: number) => readonly Value[]
  readonly object: (index: number) => ReadonlyMap<string, Value>
  /** Takes steps for work that the arguments' size does not tell of. */
  readonly charge: (steps: number) => void
}

type Options = Pick<HclFunction, 'required' | 'rest' | 'reveals'>

/** `signature` is `name(a: string, b: list)`; the types are those of Parameter, `any?` takes null. */
export function define(
  signature: string,
  compute: (given: Arguments) => Value | Failure,
  options: Options = {},
): HclFunction {
  const [, name = '', list = ''] = /^(\w+)\((.*)\)$/.exec(signature) ?? []
  const parameters = list === '' ? [] : list.split(', ').map(parameter)
  return { name, parameters, ...options, call: (values, budget) => compute(argumentsOf(values, budget)) }
}

/** `name: type` as a parameter. */
export function parameter(text: string): Parameter {
  const [name = '', type = 'any'] = text.split(': ')
  return { name, type: type.replace('?', '') as Parameter['type'], nullable: type.endsWith('?') }
}

/** The answer of a function that cannot; `argument` is the index of the one at fault. */
export function failure(message: string, argument?: number): Failure {
  return { kind: 'failure', message, argument }
}

function argumentsOf(all: readonly Value[], budget: Budget): Arguments {
  return {
    all,
    value: (index) => all[index] ?? null,
    text: (index) => all[index] as string,
    number: (index) => Number(all[index]),
    list: (index) => all[index] as readonly Value[],
    object: (index) => all[index] as ReadonlyMap<string, Value>,
    charge(steps) {
      budget.steps = Math.max(0, budget.steps - steps)
    },
  }
}
