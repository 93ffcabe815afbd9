// Loops among flows, found by names: prefixed names show where a topic came from and end the journey, identity names
// do not. A loop is shown with a topic that would go round.

import { budgetOfRule, findName, type SearchBudget } from './find-name.ts'
import type { FlowMachine } from './flow-machine.ts'
import { type Affix, allOf, seenThrough } from './name-machine.ts'

/** Questions put to filters before giving up: a dense mesh of clusters has more chains than anyone can follow. */
const questionsMax = 2000

/** A name that grows on every round still counts as going round when it does so this often. */
const rounds = 3

export interface Hop<Flow> {
  readonly flow: Flow
  readonly machine: FlowMachine
  /** Clusters, by whatever tells them apart. */
  readonly source: string
  readonly target: string
  /** Place among the flows as declared. */
  readonly place: number
  /** Of a flow that prefixes names; undefined for every other one. */
  readonly separator: string | undefined
}

export interface Loop<Flow> {
  /** Hop by hop, from the flow that is declared first. */
  readonly hops: readonly { readonly flow: Flow; readonly source: string; readonly arrivesAs: string }[]
  /** What goes round, by its name on the first hop's source. */
  readonly topic: string
}

export interface LoopsFound<Flow> {
  readonly loops: readonly Loop<Flow>[]
  /** False where there was more to follow than is followed. */
  readonly isWhole: boolean
}

/** Loops that hold a hop for which `matters`; of several through the same flows a shortest one. */
export function loopsAmong<Flow>(
  hops: readonly Hop<Flow>[],
  matters: (flow: Flow) => boolean = () => true,
): LoopsFound<Flow> {
  const reported = new Set<Hop<Flow>>()
  const loops: Loop<Flow>[] = []
  const budget = budgetOfRule()
  let questions = 0
  const isSpent = (): boolean => questions >= questionsMax || budget.work < 0
  const chains = startingHops(hops).map((hop) => [hop])
  for (const chain of chains) {
    const [first, last] = [chain[0], chain.at(-1)]
    if (first === undefined || last === undefined || isSpent()) break
    if (last.target !== first.source) {
      questions++
      if (passes(chain, budget)) chains.push(...nextHops(chain, hops).map((next) => [...chain, next]))
      continue
    }
    // Of loops through the same flows the first, a shortest one, says enough.
    if (chain.every((hop) => reported.has(hop)) || !chain.some(({ flow }) => matters(flow))) continue
    questions++
    const ordered = inDeclaredOrder(chain)
    const topic = topicGoingRound(ordered, budget)
    if (topic === undefined) continue
    for (const hop of chain) reported.add(hop)
    loops.push({ hops: told(ordered, topic), topic })
  }
  return { loops, isWhole: !isSpent() }
}

function told<Flow>(chain: readonly Hop<Flow>[], topic: string): Loop<Flow>['hops'] {
  return chain.map(({ flow, source }, index) => {
    const { before, after } = affixAfter(chain.slice(0, index + 1))
    return { flow, source, arrivesAs: before + topic + after }
  })
}

/**
 * Prefixes with one separator show each other where a topic came from, so they make no loop by themselves: every
 * loop has a flow of another kind, and is found from there. A mesh of prefixed flows is not walked at all.
 */
function startingHops<Flow>(hops: readonly Hop<Flow>[]): Hop<Flow>[] {
  const common = hops.map(({ separator }) => separator).find((separator) => separator !== undefined)
  return hops.filter(({ separator }) => common === undefined || separator !== common)
}

/** Flows that go on from the chain's end to a cluster where it was not yet, or back to its beginning. */
function nextHops<Flow>(chain: readonly Hop<Flow>[], hops: readonly Hop<Flow>[]): Hop<Flow>[] {
  const visited = new Set(chain.slice(1).map(({ source }) => source))
  const end = chain.at(-1)?.target
  return hops.filter(({ source, target }) => source === end && !visited.has(target))
}

function inDeclaredOrder<Flow>(chain: readonly Hop<Flow>[]): Hop<Flow>[] {
  const first = Math.min(...chain.map(({ place }) => place))
  const at = chain.findIndex(({ place }) => place === first)
  return [...chain.slice(at), ...chain.slice(0, at)]
}

function passes(chain: readonly Hop<unknown>[], budget: SearchBudget): boolean {
  return chain.length === 1 || findName(allOf(machinesOf(chain)), hintsOf(chain), budget).kind !== 'none'
}

function topicGoingRound(chain: readonly Hop<unknown>[], budget: SearchBudget): string | undefined {
  const { before, after } = affixAfter(chain)
  const keepsName = before === '' && after === ''
  const journey = keepsName ? chain : Array.from({ length: rounds }, () => chain).flat()
  const finding = findName(allOf(machinesOf(journey)), hintsOf(chain), budget)
  return finding.kind === 'found' ? finding.name : undefined
}

function machinesOf(chain: readonly Hop<unknown>[]) {
  return chain.map(({ machine }, index) => seenThrough(machine.selected, affixAfter(chain.slice(0, index))))
}

function hintsOf(chain: readonly Hop<unknown>[]): string[] {
  return chain.flatMap(({ machine }) => machine.hints)
}

function affixAfter(chain: readonly Hop<unknown>[]): Affix {
  return chain.reduce(
    (affix, { machine }) => ({
      before: machine.affix.before + affix.before,
      after: affix.after + machine.affix.after,
    }),
    { before: '', after: '' },
  )
}
