// A regular expression as a deterministic machine that reads one character at a time. re2js compiles the
// pattern; its program is walked here, because two filters can only be compared ("is there a name that both let
// through?") by running them side by side. A property test holds each machine to what re2js itself answers.

import { RE2JS } from 're2js'

/** Reads a name character by character. States are small integers; `undefined` can never accept any more. */
export interface Machine {
  readonly start: number
  readonly step: (state: number, character: string) => number | undefined
  readonly accepts: (state: number) => boolean
}

/** The part of a re2js instruction that is read here. `out` and `arg` are the next instructions. */
interface Instruction {
  readonly op: number
  readonly out: number
  readonly arg: number
  readonly matchRune: (rune: number) => boolean
}

interface Program {
  readonly inst: readonly Instruction[]
  readonly start: number
}

const operation = { alt: 1, altMatch: 2, capture: 3, emptyWidth: 4, match: 6, nop: 7, rune1: 9 } as const
const assertion = { begin: 1 | 4, end: 2 | 8, wordBoundary: 16, noWordBoundary: 32 } as const

/** What stood before the next character: decides `^` and `\b`. */
type Before = 'nothing' | 'word' | 'other'

interface State {
  readonly counters: readonly number[]
  readonly before: Before
}

/** The machine of `pattern`, which must compile. It accepts exactly the full matches. */
export function regexMachine(pattern: string): Machine {
  const program = RE2JS.compile(pattern).re2Input.prog as unknown as Program
  const states: State[] = []
  const numbers = new Map<string, number>()
  const steps = new Map<string, number | undefined>()
  const intern = (state: State): number => {
    const key = `${state.before}:${state.counters.join()}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, states.length)
    return states.push(state) - 1
  }
  const start = intern({ counters: [program.start], before: 'nothing' })
  const stateAt = (number: number): State => states[number] ?? { counters: [], before: 'nothing' }
  return {
    start,
    step(number, character) {
      const key = `${number}${character}`
      if (steps.has(key)) return steps.get(key)
      const next = advance(program, stateAt(number), character)
      const answer = next.counters.length === 0 ? undefined : intern(next)
      steps.set(key, answer)
      return answer
    },
    accepts: (number) => isAccepting(program, stateAt(number)),
  }
}

function advance(program: Program, state: State, character: string): State {
  const rune = character.codePointAt(0) ?? 0
  const counters = new Set<number>()
  for (const instruction of reachable(program, state, kindOf(character))) {
    if (reads(instruction, rune)) counters.add(instruction.out)
  }
  return { counters: [...counters].sort((a, b) => a - b), before: kindOf(character) }
}

function reads(instruction: Instruction, rune: number): boolean {
  if (instruction.op <= operation.nop) return false
  // Beyond single characters and classes there is only "any", and a name holds no line break.
  return instruction.op > operation.rune1 || instruction.matchRune(rune)
}

function isAccepting(program: Program, state: State): boolean {
  return reachable(program, state, 'nothing').some(({ op }) => op === operation.match)
}

/** Every instruction that can be stood on without reading, given the characters on both sides. */
function reachable(program: Program, { counters, before }: State, after: Before): Instruction[] {
  const seen = new Set<number>()
  const found: Instruction[] = []
  const open = [...counters]
  for (let counter = open.pop(); counter !== undefined; counter = open.pop()) {
    const instruction = program.inst[counter]
    if (instruction === undefined || seen.has(counter)) continue
    seen.add(counter)
    found.push(instruction)
    open.push(...nextOf(instruction, before, after))
  }
  return found
}

function nextOf({ op, out, arg }: Instruction, before: Before, after: Before): number[] {
  switch (op) {
    case operation.alt:
    case operation.altMatch:
      return [out, arg]
    case operation.capture:
    case operation.nop:
      return [out]
    case operation.emptyWidth:
      return holds(arg, before, after) ? [out] : []
    default:
      return []
  }
}

/** `wanted` is a set of re2js's EMPTY_* bits. */
function holds(wanted: number, before: Before, after: Before): boolean {
  const boundary = (before === 'word') !== (after === 'word')
  if ((wanted & assertion.begin) !== 0 && before !== 'nothing') return false
  if ((wanted & assertion.end) !== 0 && after !== 'nothing') return false
  if ((wanted & assertion.wordBoundary) !== 0 && !boundary) return false
  return (wanted & assertion.noWordBoundary) === 0 || !boundary
}

function kindOf(character: string): Before {
  return /^\w$/.test(character) ? 'word' : 'other'
}
