// Waits until the agents of a flow have let go of what is deleted next. An agent that learns of its new orders drains
// and stores its positions once more: a topic deleted before that leaves a position behind, and a flow that comes back
// would halt on it.

import { setTimeout as sleep } from 'node:timers/promises'
import { StraitError } from '../../errors/strait-error.ts'
import type { Cluster, ItemResult } from '../../kafka/cluster.ts'
import { agentsGroup, controlTopic, foldControl } from '../../mirror/control.ts'
import type { CallOf } from '../call.ts'
import type { VerbExecution } from '../verb.ts'

type AwaitRelease = CallOf<'await_release'>

/** Above what an agent takes to drain (20 s), or the group to notice that one is dead (10 s). */
const patienceMs = 45_000
const lookEveryMs = 250

export const awaitRelease: VerbExecution<AwaitRelease> = {
  inspect: async (cluster, calls) => {
    const holding = await holders(cluster, calls)
    return holding.map((members) => (members > 0 ? 'open' : 'done'))
  },
  send: async (cluster, calls) => {
    const deadlineMs = performance.now() + patienceMs
    let holding = await holders(cluster, calls)
    while (holding.some((members) => members > 0) && performance.now() < deadlineMs) {
      await sleep(lookEveryMs)
      holding = await holders(cluster, calls)
    }
    return calls.map((call, at) => resultOf(cluster, call, holding[at] ?? 0))
  },
}

function resultOf({ name }: Cluster, { flow, identity }: AwaitRelease, members: number): ItemResult {
  if (members === 0) return { item: flow }
  const error = new StraitError(
    'ST469',
    `cluster "${name}": ${members} of the agents of flow "${flow}" (group ${agentsGroup(identity)}) still run its former spec after ${patienceMs / 1000} s, so nothing of it is deleted. Look at \`strait status\`, restart or stop the agents, and apply again.`,
    { facts: { flow, members, cluster: name } },
  )
  return { item: flow, error }
}

/** How many agents of each flow may still write for its former spec: those of its group that do not say otherwise. */
async function holders(cluster: Cluster, calls: readonly AwaitRelease[]): Promise<number[]> {
  const groups = new Map((await cluster.groups()).map(({ groupId, members }) => [groupId, members]))
  const members = calls.map(({ identity }) => groups.get(agentsGroup(identity)) ?? 0)
  if (members.every((count) => count === 0)) return members
  const entries = foldControl(await cluster.readTopic(controlTopic))
  return calls.map(({ flow, specHash }, at) => {
    const released = entries.filter(
      (entry) =>
        entry.kind === 'agent' &&
        entry.flow === flow &&
        entry.specHash === specHash &&
        entry.state === 'running',
    )
    return Math.max(0, (members[at] ?? 0) - released.length)
  })
}
