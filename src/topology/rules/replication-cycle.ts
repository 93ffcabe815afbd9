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

/** Chains of flows looked at; more than any topology without loops has, but a dense mesh of clusters. */
const chainsMax = 2000

/** A name that grows on every round still counts as going round when it does so this often. */
const rounds = 3

interface Hop {
  readonly flow: Declared<FlowSpec>
  readonly machine: FlowMachine
  readonly source: string
  readonly target: string
}

export const replicationCycle: DraftRule = (draft) => {
  const hops = [...draft.flows.values()].flatMap(toHop)
  const chains: Hop[][] = hops.map((hop) => [hop])
  const diagnostics: Diagnostic[] = []
  for (const [index, chain] of chains.entries()) {
    if (index >= chainsMax) break
    const [first, last] = [chain[0], chain.at(-1)]
    if (first === undefined || last === undefined) continue
    if (last.target === first.source) {
      const topic = topicGoingRound(chain)
      if (topic !== undefined) diagnostics.push(loop(draft, chain, topic))
    } else if (passes(chain)) {
      chains.push(...hops.filter((next) => continues(chain, next, hops)).map((next) => [...chain, next]))
    }
  }
  return diagnostics
}

function toHop(flow: Declared<FlowSpec>): Hop[] {
  const { source, target } = flow.spec
  const machine = flowMachine(flow.spec)
  if (machine === undefined || source === undefined || target === undefined || source === target) return []
  return [{ flow, machine, source, target }]
}

/** Each loop is walked once: from its flow that was declared first, through each cluster once. */
function continues(chain: readonly Hop[], next: Hop, hops: readonly Hop[]): boolean {
  const [first, last] = [chain[0], chain.at(-1)]
  if (first === undefined || last === undefined || next.source !== last.target) return false
  const isNewCluster = chain.every(({ source }) => source !== next.target)
  return hops.indexOf(next) > hops.indexOf(first) && (isNewCluster || next.target === first.source)
}

function passes(chain: readonly Hop[]): boolean {
  return chain.length === 1 || findName(allOf(machinesOf(chain)), hintsOf(chain)).kind === 'found'
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
