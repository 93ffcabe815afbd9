// Machines over topic names: a filter, a filter behind a renaming, and the search for one name that several of
// them accept. This is how loops and double writers are found before any cluster is asked, with a name as proof.

import { type Machine, regexMachine } from './regex-machine.ts'

/** What a renaming puts around a topic's name. */
export interface Affix {
  readonly before: string
  readonly after: string
}

/** Accepts the names that match any of `include` and none of `exclude`. */
export function filterMachine(include: readonly string[], exclude: readonly string[]): Machine {
  const wanted = include.map(regexMachine)
  const unwanted = exclude.map(regexMachine)
  const machines = [...wanted, ...unwanted]
  const takenBack = (states: readonly (number | undefined)[]): boolean =>
    unwanted.some(({ acceptsAllFrom }, index) => {
      const state = states[wanted.length + index]
      return state !== undefined && acceptsAllFrom(state)
    })
  return product(machines, {
    alive: (states) => wanted.some((_, index) => states[index] !== undefined) && !takenBack(states),
    accepts: (accepting) =>
      wanted.some((_, index) => accepting(index)) &&
      !unwanted.some((_, index) => accepting(wanted.length + index)),
  })
}

/** Accepts the names that all of `machines` accept. */
export function allOf(machines: readonly Machine[]): Machine {
  return product(machines, {
    alive: (states) => states.every((state) => state !== undefined),
    accepts: (accepting) => machines.every((_, index) => accepting(index)),
  })
}

/** Accepts a name when `machine` accepts it with the affix around it: what a later flow sees of a topic. */
export function seenThrough(machine: Machine, { before, after }: Affix): Machine {
  const run = (state: number, text: string): number | undefined => {
    let current: number | undefined = state
    for (const character of text) {
      if (current === undefined) return undefined
      current = machine.step(current, character)
    }
    return current
  }
  const dead = -1
  return {
    start: run(machine.start, before) ?? dead,
    step: (state, character) => (state === dead ? undefined : machine.step(state, character)),
    accepts(state) {
      const end = state === dead ? undefined : run(state, after)
      return end !== undefined && machine.accepts(end)
    },
    work: machine.work,
  }
}

/** Accepts the names that the affix makes of names that `machine` accepts: what a flow writes. */
export function renamed(machine: Machine, { before, after }: Affix): Machine {
  const prefix = [...before]
  const suffix = [...after]
  const states = interning<RenamedState>((state) => `${state.read}:${state.inner}:${state.suffixes.join()}`)
  const starting = (inner: number | undefined): number[] =>
    inner !== undefined && machine.accepts(inner) ? [0] : []
  const start = states.number({
    read: 0,
    inner: machine.start,
    suffixes: prefix.length === 0 ? starting(machine.start) : [],
  })
  return {
    start,
    step(number, character) {
      const { read, inner, suffixes } = states.at(number)
      if (read < prefix.length) {
        if (prefix[read] !== character) return undefined
        const done = read + 1 === prefix.length
        return states.number({ read: read + 1, inner, suffixes: done ? starting(inner) : [] })
      }
      const next = inner === undefined ? undefined : machine.step(inner, character)
      const grown = suffixes.filter((at) => suffix[at] === character).map((at) => at + 1)
      const all = [...new Set([...grown, ...starting(next)])].sort((a, b) => a - b)
      return next === undefined && all.length === 0
        ? undefined
        : states.number({ read, inner: next, suffixes: all })
    },
    accepts: (number) => states.at(number).suffixes.includes(suffix.length),
    work: () => machine.work() + states.size(),
  }
}

interface RenamedState {
  /** Characters of the prefix already read. */
  readonly read: number
  readonly inner: number | undefined
  /** Every place in the suffix that may be reached: where the name itself ends is not known while reading. */
  readonly suffixes: readonly number[]
}

interface Judge {
  readonly alive: (states: readonly (number | undefined)[]) => boolean
  readonly accepts: (accepting: (index: number) => boolean) => boolean
}

function product(machines: readonly Machine[], judge: Judge): Machine {
  const states = interning<readonly (number | undefined)[]>((state) => state.join())
  const steps = new Map<number, number | undefined>()
  let work = machines.length
  return {
    start: states.number(machines.map(({ start }) => start)),
    step(number, character) {
      const key = number * 0x1_0000 + character.charCodeAt(0)
      if (steps.has(key)) return steps.get(key)
      work += machines.length
      const next = states
        .at(number)
        .map((state, index) => (state === undefined ? undefined : machines[index]?.step(state, character)))
      const answer = judge.alive(next) ? states.number(next) : undefined
      steps.set(key, answer)
      return answer
    },
    accepts(number) {
      const current = states.at(number)
      return judge.accepts((index) => {
        const state = current[index]
        return state !== undefined && machines[index]?.accepts(state) === true
      })
    },
    work: () => machines.reduce((sum, machine) => sum + machine.work(), work),
  }
}

/** Gives equal states one number, so that a search can tell where it has been. */
function interning<State>(key: (state: State) => string) {
  const states: State[] = []
  const numbers = new Map<string, number>()
  return {
    number(state: State): number {
      const name = key(state)
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, states.length)
      return states.push(state) - 1
    },
    at(number: number): State {
      const state = states[number]
      if (state === undefined) throw new RangeError(`no state ${number}`)
      return state
    },
    size: () => states.length,
  }
}
