// A regular expression as a deterministic machine that reads one character at a time. re2js compiles the
// pattern; its program is walked here, because two filters can only be compared ("is there a name that both let
// through?") by running them side by side. A property test holds each machine to what re2js itself answers.

import { compilePattern } from './compile-pattern.ts'
import { nameCharacters } from './topic-name.ts'

/** Reads a name character by character. States are small integers; `undefined` can never accept any more. */
export interface Machine {
  readonly start: number
  readonly step: (state: number, character: string) => number | undefined
  readonly accepts: (state: number) => boolean
  /** How much was done in it so far, in places of its patterns looked at. It remembers, so the same question is cheap. */
  readonly work: () => number
}

/** A machine that also knows where it cannot be left any more: whatever a name goes on with is accepted. */
export interface RegexMachine extends Machine {
  readonly acceptsAllFrom: (state: number) => boolean
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
  readonly seesWords: boolean
}

const operation = { alt: 1, altMatch: 2, capture: 3, emptyWidth: 4, match: 6, nop: 7, rune1: 9 } as const
const assertion = { begin: 1 | 4, end: 2 | 8, wordBoundary: 16, noWordBoundary: 32 } as const

/** What stood before the next character: decides `^` and `\b`. */
type Before = 'nothing' | 'word' | 'other'

interface State {
  readonly counters: readonly number[]
  readonly before: Before
}

/** All flows share the default excludes: their machines are made, and learn their states, once. */
const made = new Map<string, RegexMachine>()
/** More than the patterns of a filter and all its excludes, or a filter would push out its own. */
const madeMax = 5000

/** The machine of `pattern`, which must compile. It accepts exactly the full matches. */
export function regexMachine(pattern: string): RegexMachine {
  const known = made.get(pattern)
  if (known !== undefined) return known
  if (made.size >= madeMax) made.clear()
  const machine = makeMachine(pattern)
  made.set(pattern, machine)
  return machine
}

function makeMachine(pattern: string): RegexMachine {
  const program = compile(pattern)
  const states: State[] = []
  const numbers = new Map<string, number>()
  const steps = new Map<number, number | undefined>()
  const accepting = new Map<number, boolean>()
  const endless = new Map<number, boolean>()
  let work = program.inst.length
  const intern = (state: State): number => {
    work += state.counters.length
    const key = `${state.before}:${state.counters.join()}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, states.length)
    return states.push(state) - 1
  }
  const start = intern({ counters: [program.start], before: 'nothing' })
  const stateAt = (number: number): State => states[number] ?? { counters: [], before: 'nothing' }
  const step = (number: number, character: string): number | undefined => {
    const key = number * 0x1_0000 + character.charCodeAt(0)
    if (steps.has(key)) return steps.get(key)
    const next = advance(program, stateAt(number), character)
    work += next.work
    const answer = next.counters.length === 0 ? undefined : intern(next)
    steps.set(key, answer)
    return answer
  }
  const accepts = (number: number): boolean =>
    remembered(accepting, number, () => {
      const found = reachable(program, stateAt(number), 'nothing')
      work += found.length
      return found.some(({ op }) => op === operation.match)
    })
  const acceptsAllFrom = (number: number): boolean =>
    remembered(
      endless,
      number,
      () => accepts(number) && nameCharacters.every((character) => step(number, character) === number),
    )
  return { start, step, accepts, acceptsAllFrom, work: () => work }
}

function compile(pattern: string): Program {
  const { inst, start } = compilePattern(pattern).re2Input.prog as unknown as Omit<Program, 'seesWords'>
  const words = assertion.wordBoundary | assertion.noWordBoundary
  return {
    inst,
    start,
    seesWords: inst.some(({ op, arg }) => op === operation.emptyWidth && (arg & words) !== 0),
  }
}

function remembered(answers: Map<number, boolean>, key: number, decide: () => boolean): boolean {
  const known = answers.get(key)
  if (known !== undefined) return known
  const answer = decide()
  answers.set(key, answer)
  return answer
}

function advance(program: Program, state: State, character: string): State & { readonly work: number } {
  const rune = character.codePointAt(0) ?? 0
  const kind = kindOf(character, program)
  const counters = new Set<number>()
  const found = reachable(program, state, kind)
  for (const instruction of found) {
    if (reads(instruction, rune)) counters.add(instruction.out)
  }
  return { counters: [...counters].sort((a, b) => a - b), before: kind, work: found.length }
}

function reads(instruction: Instruction, rune: number): boolean {
  if (instruction.op <= operation.nop) return false
  // Beyond single characters and classes there is only "any", and a name holds no line break.
  return instruction.op > operation.rune1 || instruction.matchRune(rune)
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

/** Only `\b` and `\B` care what kind of character it was; without them fewer states are told apart. */
function kindOf(character: string, { seesWords }: Program): Before {
  return seesWords && /^\w$/.test(character) ? 'word' : 'other'
}
