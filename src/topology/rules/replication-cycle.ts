// Rule: no topic comes back to a cluster under a name that is copied again. Such a loop doubles every record
// until disks are full. The loop is shown hop by hop, with a topic that would go round.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Declared, Draft } from '../draft.ts'
import { flowMachine } from '../filters/flow-machine.ts'
import { type Hop, type Loop, loopsAmong } from '../filters/loops.ts'
import { listed } from '../finding.ts'
import type { FlowSpec } from '../model.ts'
import { about, type DraftRule, titleOf } from './draft-rule.ts'

type DeclaredFlow = Declared<FlowSpec>

export const replicationCycle: DraftRule = (draft) => {
  const { loops, isWhole } = loopsAmong([...draft.flows.values()].flatMap(toHop))
  const found = loops.map((loop) => toDiagnostic(draft, loop))
  return isWhole ? found : [...found, notAllFollowed]
}

const notAllFollowed: Diagnostic = {
  severity: 'warning',
  code: 'ST191',
  summary: 'Not all ways from flow to flow could be followed',
  detail:
    'There are too many that keep the names of topics, or their filters are too intricate, so a loop among them may be left unseen. Use naming = "prefix", or patterns that begin with a text of their own.',
}

function toHop(flow: DeclaredFlow, place: number): Hop<DeclaredFlow>[] {
  const { source, target, naming } = flow.spec
  const machine = flowMachine(flow.spec)
  if (machine === undefined || source === undefined || target === undefined || source === target) return []
  const separator = naming?.kind === 'prefix' ? naming.separator : undefined
  return [{ flow, machine, source, target, place, separator }]
}

function toDiagnostic(draft: Draft, { hops, topic }: Loop<DeclaredFlow>): Diagnostic {
  const [first] = hops
  const related = hops.map(({ flow, source, arrivesAs }, index) => ({
    message: `Hop ${index + 1}: ${source} → ${flow.spec.target} as "${arrivesAs}", by flow ${titleOf(flow)}`,
    range: flow.header,
  }))
  const titles = hops.map(({ flow }) => titleOf(flow))
  const finding = {
    code: 'ST191',
    summary: `Flows ${listed(titles)} form a loop`,
    detail: `Topic "${topic}" of cluster "${first?.source}" would come back and be copied again, without end. Use naming = "prefix", or filters that leave out what came from the other side.`,
    related,
  } as const
  return first === undefined ? { severity: 'error', ...finding } : about(draft, first.flow, finding)
}
