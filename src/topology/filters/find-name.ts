// Finds one topic name that a machine accepts, or proves that there is none. Names that people would use are
// tried first, so that a diagnostic shows `orders` and not `a`.

import type { Machine } from './regex-machine.ts'
import { isTopicName, nameCharacters } from './topic-name.ts'

/** States looked at before giving up; real filters need a few hundred. */
const statesMax = 4000

const likely = ['orders', 'payments', 'events', 'orders-eu', 'orders.v1']

/** `none`: proven. `unknown`: the filters are too intricate to decide within bounds. */
export type Finding =
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'none' | 'unknown' }

/** What may still be done in machines, for questions that share it. */
export interface SearchBudget {
  work: number
}

/** Of one question. A million takes a tenth of a second. */
const workMax = 5_000_000

/** Enough for a topology with hundreds of flows; what is left open then is said. */
export function budgetOfRule(): SearchBudget {
  return { work: 2 * workMax }
}

/** Looks for a name that `machine` accepts; `hints` are tried first. */
export function findName(
  machine: Machine,
  hints: readonly string[] = [],
  budget: SearchBudget = { work: workMax },
): Finding {
  const start = machine.work()
  const allowed = Math.min(workMax, budget.work)
  const finding = lookFor(machine, hints, () => machine.work() - start > allowed)
  budget.work -= machine.work() - start + 1
  return finding
}

function lookFor(machine: Machine, hints: readonly string[], isSpent: () => boolean): Finding {
  for (const name of [...hints, ...likely]) {
    if (isSpent()) return { kind: 'unknown' }
    if (isTopicName(name) && matches(machine, name)) return { kind: 'found', name }
  }
  return search(machine, isSpent)
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
function search(machine: Machine, isSpent: () => boolean): Finding {
  const seen = new Set([machine.start])
  const open: { readonly state: number; readonly name: string }[] = [{ state: machine.start, name: '' }]
  for (const { state, name } of open) {
    for (const character of nameCharacters) {
      if (isSpent()) return { kind: 'unknown' }
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
