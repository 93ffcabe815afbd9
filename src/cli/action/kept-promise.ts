// `wait: true`: until the agents have caught up, and then what came of the plan, held against what it said.

import { setTimeout as sleep } from 'node:timers/promises'
import { promisedGroups, promiseMarkdown } from '../../github/promise.ts'
import type { Snapshot } from '../../live/snapshot.ts'
import type { Plan } from '../../plan/plan-file.ts'
import { done, type ExitCode } from '../exit-code.ts'
import { type Planned, replan } from '../planning.ts'
import { waitForCopies } from '../wait-for-copies.ts'
import type { Session } from './session.ts'

/** Agents move groups every few seconds, so the last of them come a little after the records. */
const groupPatienceMs = 30_000
const lookEveryMs = 2_000

export interface KeptPromise {
  readonly exitCode: ExitCode
  /** Safe, and without secrets. */
  readonly markdown: string
}

/** `plan`: what was applied. */
export async function keptPromise(
  session: Session,
  { topology, clusters, revision }: Planned,
  plan: Plan,
): Promise<KeptPromise> {
  const startMs = performance.now()
  const exitCode = await waitForCopies(session.context, { topology, clusters }, {})
  const seconds = (performance.now() - startMs) / 1000
  const deadlineMs = performance.now() + (exitCode === done ? groupPatienceMs : 0)
  for (;;) {
    const { plan: after, snapshot } = await replan(topology, clusters, { revision: async () => revision })
    const groupsLeft = groupsWithoutOffsets(plan, snapshot)
    if (groupsLeft.length === 0 || performance.now() >= deadlineMs) {
      const hasCaughtUp = exitCode === done
      const markdown = promiseMarkdown(plan, { plan: after, seconds, hasCaughtUp, groupsLeft })
      return { exitCode, markdown: session.redact.current(markdown) }
    }
    await sleep(lookEveryMs)
  }
}

function groupsWithoutOffsets(plan: Plan, { clusters }: Snapshot): string[] {
  return promisedGroups(plan)
    .filter(({ cluster, name }) => (clusters.get(cluster)?.groups.get(name)?.offsets ?? []).length === 0)
    .map(({ address }) => address)
}
