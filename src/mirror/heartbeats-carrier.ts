// Which flow carries the heartbeats of a pair of clusters. Several flows may lead from one source to one target, and
// MM2's `heartbeats` are there once: one flow copies them, with the heartbeats of other clusters that the source
// mirrors, and the others leave them to it. A plan and every agent decide by this one function on what stands in the
// target's control topic, so that at any moment they mean the same flow.

import { type FlowEntry, identityOf } from './control.ts'
import { heartbeatsTopic, remoteTopic } from './naming.ts'
import { type SelectingFlow, topicSelector } from './selection.ts'

/** What of a flow decides; the entry of a flow that runs or is paused, or one that is to be. */
export type FlowAtWork = Pick<FlowEntry, 'name' | 'identity'> & { readonly spec: SelectingFlow }

/**
 * The identities of the flows that carry heartbeats, one for each copy of `heartbeats` on a target. Of the flows that
 * would write the same copy it is one that copies the most heartbeats: all where it emits them, else what its filter
 * lets in; then the one that made the copy, so that nothing changes hands when another flow is applied or renamed;
 * then the first by name.
 *
 * `flows`: all on the target, whichever topology applied them. `makerOf`: the identity of the flow that a topic of the
 * target was made for, by the control topic.
 */
export function heartbeatsCarriers(flows: readonly FlowAtWork[], makerOf: MakerOf): Set<string> {
  const sharing = Map.groupBy(flows, ({ spec }) => remoteTopic(spec, heartbeatsTopic))
  return new Set([...sharing].map(([copy, rivals]) => identityOf(carrierOf(copy, rivals, makerOf))))
}

type MakerOf = (remoteTopic: string) => string | undefined

function carrierOf(copy: string, rivals: readonly FlowAtWork[], makerOf: MakerOf): FlowAtWork {
  const maker = rivals.length === 1 ? undefined : makerOf(copy)
  const isMaker = (flow: FlowAtWork): boolean => identityOf(flow) === maker
  return rivals.reduce((best, flow) => {
    const ahead = reachOf(flow) - reachOf(best) || Number(isMaker(flow)) - Number(isMaker(best))
    return ahead > 0 || (ahead === 0 && flow.name < best.name) ? flow : best
  })
}

/** How many of the pair's heartbeats a flow copies: 2 for all, 1 for what its filter lets in, 0 for none. */
function reachOf({ spec }: FlowAtWork): number {
  if (spec.heartbeats.emit) return 2
  return topicSelector(spec)(heartbeatsTopic).replicated ? 1 : 0
}

/**
 * The entries of flows at work. A paused one is among them: it keeps its part, so that no other flow starts anew for a
 * pause. One that is being renamed is stopped under its former name before it stands under its new one, and keeps its
 * part in between.
 */
export function flowsAtWork(entries: readonly FlowEntry[]): FlowEntry[] {
  const present = new Set(entries.filter(({ movedTo }) => movedTo === undefined).map(identityOf))
  return entries.filter((entry) =>
    entry.movedTo === undefined ? entry.state !== 'stopped' : !present.has(identityOf(entry)),
  )
}
