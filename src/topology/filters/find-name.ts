// Finds one topic name that a machine accepts, or proves that there is none. Names that people would use are
// tried first, so that a diagnostic shows `orders` and not `a`.

import type { Machine } from './regex-machine.ts'
import { isTopicName, nameCharacters } from './topic-name.ts'

/** Names looked at before giving up; real filters need a few hundred. */
const statesMax = 4000

const likely = ['orders', 'payments', 'events', 'orders-eu', 'orders.v1']

/** `none`: proven. `unknown`: the filters are too intricate to decide within bounds. */
export type Finding =
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'none' | 'unknown' }

/** Names that may still be looked at, for questions that share it. */
export interface SearchBudget {
  names: number
}

/** Looks for a name that `machine` accepts; `hints` are tried first. */
export function findName(machine: Machine, hints: readonly string[] = [], budget?: SearchBudget): Finding {
  const known = [...hints, ...likely].find((name) => isTopicName(name) && matches(machine, name))
  if (known !== undefined) return { kind: 'found', name: known }
  return search(machine, budget ?? { names: Number.POSITIVE_INFINITY })
}

/** Whether the machine accepts the whole of `name`. */
export function matches(machine: Machine, name: string): boolean {
  let state: number | undefined = machine.start
  for (const character of name) {
    if (state === undefined) return false
    state = machine.step(state, character)
  }
  return state !== undefined && machine.accepts(state)
}

/** Breadth first: the first name found is a shortest one. */
function search(machine: Machine, budget: SearchBudget): Finding {
  const seen = new Set([machine.start])
  const open: { readonly state: number; readonly name: string }[] = [{ state: machine.start, name: '' }]
  for (const { state, name } of open) {
    if (--budget.names < 0) return { kind: 'unknown' }
    for (const character of nameCharacters) {
      const next = machine.step(state, character)
      if (next === undefined || seen.has(next)) continue
      const longer = name + character
      if (machine.accepts(next) && isTopicName(longer)) return { kind: 'found', name: longer }
      if (seen.size >= statesMax) return { kind: 'unknown' }
      seen.add(next)
      open.push({ state: next, name: longer })
    }
  }
  return { kind: 'none' }
}
