// What flows bring to their targets, other flows may carry on: flow after flow is looked at again while something new
// stands at its source, and only then. So one plan settles a whole chain, and a chain costs what its flows cost.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { listAt } from '../std/list-at.ts'
import type { FlowView } from './view.ts'

export interface Carrying<Brought> {
  /** What a flow brings, by what stands at its source now. */
  readonly find: (flow: FlowView) => Brought
  /** Puts it on the target; false where all of it stands there already. */
  readonly settle: (flow: FlowView, brought: Brought) => boolean
}

/** What each flow brings in the end, in the order of `flows`. */
export function alongChains<Brought>(
  flows: readonly FlowView[],
  { find, settle }: Carrying<Brought>,
): { flow: FlowView; brought: Brought }[] {
  const bySource = new Map<string, FlowView[]>()
  for (const flow of flows) listAt(bySource, idOf(flow.source)).push(flow)
  const brought = new Map(flows.map((flow) => [flow, find(flow)]))
  let open = [...brought]
  // Each round settles at least one more hop, so a loop that slipped through ends too.
  for (let round = 0; round < flows.length && open.length > 0; round++) {
    const moved = new Set(open.flatMap(([flow, found]) => (settle(flow, found) ? [idOf(flow.target)] : [])))
    open = [...moved].flatMap((id) => (bySource.get(id) ?? []).map((flow) => [flow, find(flow)] as const))
    for (const [flow, found] of open) brought.set(flow, found)
  }
  return [...brought].map(([flow, found]) => ({ flow, brought: found }))
}

function idOf({ description }: ClusterSnapshot): string {
  return description.clusterId
}
