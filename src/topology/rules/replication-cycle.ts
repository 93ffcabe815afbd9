// Rule: no topic comes back to a cluster under a name that is copied again. Such a loop doubles every record
// until disks are full. Decided by names: prefixed names show where a topic came from and end the journey,
// identity names do not. The loop is shown hop by hop, with a topic that would go round.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Declared, Draft } from '../draft.ts'
import { findName } from '../filters/find-name.ts'
import { type FlowMachine, flowMachine } from '../filters/flow-machine.ts'
import { type Affix, allOf, seenThrough } from '../filters/name-machine.ts'
import { listed } from '../finding.ts'
import type { FlowSpec } from '../model.ts'
import { about, type DraftRule, titleOf } from './draft-rule.ts'

/** Questions put to filters before giving up: a dense mesh of clusters has more chains than anyone can follow. */
const questionsMax = 2000

/** A name that grows on every round still counts as going round when it does so this often. */
const rounds = 3

interface Hop {
  readonly flow: Declared<FlowSpec>
  readonly machine: FlowMachine
  readonly source: string
  readonly target: string
  /** Place among the flows as declared. */
  readonly place: number
}

export const replicationCycle: DraftRule = (draft) => {
  const hops = [...draft.flows.values()].flatMap(toHop)
  const reported = new Set<Hop>()
  const loops: Diagnostic[] = []
  let questions = 0
  const chains = startingHops(hops).map((hop) => [hop])
  for (const chain of chains) {
    const [first, last] = [chain[0], chain.at(-1)]
    if (first === undefined || last === undefined || questions >= questionsMax) break
    if (last.target !== first.source) {
      questions++
      if (passes(chain)) chains.push(...nextHops(chain, hops).map((next) => [...chain, next]))
      continue
    }
    // Of loops through the same flows the first, a shortest one, says enough.
    if (chain.every((hop) => reported.has(hop))) continue
    questions++
    const topic = topicGoingRound(inDeclaredOrder(chain))
    if (topic === undefined) continue
    for (const hop of chain) reported.add(hop)
    loops.push(loop(draft, inDeclaredOrder(chain), topic))
  }
  return loops
}

function toHop(flow: Declared<FlowSpec>, place: number): Hop[] {
  const { source, target } = flow.spec
  const machine = flowMachine(flow.spec)
  if (machine === undefined || source === undefined || target === undefined || source === target) return []
  return [{ flow, machine, source, target, place }]
}

/**
 * Prefixes with one separator show each other where a topic came from, so they make no loop by themselves: every
 * loop has a flow of another kind, and is found from there. A mesh of prefixed flows is not walked at all.
 */
function startingHops(hops: readonly Hop[]): Hop[] {
  const common = hops.map(({ flow }) => separatorOf(flow)).find((separator) => separator !== undefined)
  return hops.filter(({ flow }) => common === undefined || separatorOf(flow) !== common)
}

function separatorOf({ spec: { naming } }: Declared<FlowSpec>): string | undefined {
  return naming?.kind === 'prefix' ? naming.separator : undefined
}

/** Flows that go on from the chain's end to a cluster where it was not yet, or back to its beginning. */
function nextHops(chain: readonly Hop[], hops: readonly Hop[]): Hop[] {
  const visited = new Set(chain.slice(1).map(({ source }) => source))
  const end = chain.at(-1)?.target
  return hops.filter(({ source, target }) => source === end && !visited.has(target))
}

function inDeclaredOrder(chain: readonly Hop[]): Hop[] {
  const first = Math.min(...chain.map(({ place }) => place))
  const at = chain.findIndex(({ place }) => place === first)
  return [...chain.slice(at), ...chain.slice(0, at)]
}

function passes(chain: readonly Hop[]): boolean {
  return chain.length === 1 || findName(allOf(machinesOf(chain)), hintsOf(chain)).kind !== 'none'
}

function topicGoingRound(chain: readonly Hop[]): string | undefined {
  const { before, after } = affixAfter(chain)
  const keepsName = before === '' && after === ''
  const journey = keepsName ? chain : Array.from({ length: rounds }, () => chain).flat()
  const finding = findName(allOf(machinesOf(journey)), hintsOf(chain))
  return finding.kind === 'found' ? finding.name : undefined
}

function machinesOf(chain: readonly Hop[]) {
  return chain.map(({ machine }, index) => seenThrough(machine.selected, affixAfter(chain.slice(0, index))))
}

function hintsOf(chain: readonly Hop[]): string[] {
  return chain.flatMap(({ machine }) => machine.hints)
}

function affixAfter(chain: readonly Hop[]): Affix {
  return chain.reduce(
    (affix, { machine }) => ({
      before: machine.affix.before + affix.before,
      after: affix.after + machine.affix.after,
    }),
    { before: '', after: '' },
  )
}

function loop(draft: Draft, chain: readonly Hop[], topic: string): Diagnostic {
  const [first] = chain
  const related = chain.map(({ flow, source, target }, index) => {
    const { before, after } = affixAfter(chain.slice(0, index + 1))
    const name = before + topic + after
    return {
      message: `Hop ${index + 1}: ${source} → ${target} as "${name}", by flow ${titleOf(flow)}`,
      range: flow.header,
    }
  })
  const titles = chain.map(({ flow }) => titleOf(flow))
  const finding = {
    code: 'ST191',
    summary: `Flows ${listed(titles)} form a loop`,
    detail: `Topic "${topic}" of cluster "${first?.source}" would come back and be copied again, without end. Use naming = "prefix", or filters that leave out what came from the other side.`,
    related,
  } as const
  return first === undefined ? { severity: 'error', ...finding } : about(draft, first.flow, finding)
}
