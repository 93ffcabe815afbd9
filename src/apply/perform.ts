// Carries calls of one kind out: look, do what is open, look again at what failed. A retriable failure is tried
// again for a while, because a topic that was just created is not known to every broker at once.

import { setTimeout as sleep } from 'node:timers/promises'
import { isRetriable, StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import type { Call, CallOf, Verb } from './call.ts'
import type { VerbExecution } from './verb.ts'
import { alterConfigs } from './verbs/alter-configs.ts'
import { awaitRelease } from './verbs/await-release.ts'
import { commitOffsets } from './verbs/commit-offsets.ts'
import { createAcl } from './verbs/create-acl.ts'
import { createTopic } from './verbs/create-topic.ts'
import { deleteAcl } from './verbs/delete-acl.ts'
import { deleteOffsets } from './verbs/delete-offsets.ts'
import { deleteTopic } from './verbs/delete-topic.ts'
import { forgetManaged, forgetPositions } from './verbs/forget.ts'
import { growTopic } from './verbs/grow-topic.ts'
import { recordTopic, writeFlow, writeManaged } from './verbs/write-entry.ts'

/** `already`: it was as wanted before we came. */
export type Outcome = 'made' | 'already' | StraitError

const executions: { readonly [V in Verb]: VerbExecution<CallOf<V>> } = {
  create_topic: createTopic,
  grow_topic: growTopic,
  alter_configs: alterConfigs,
  create_acl: createAcl,
  commit_offsets: commitOffsets,
  await_release: awaitRelease,
  delete_offsets: deleteOffsets,
  delete_topic: deleteTopic,
  delete_acl: deleteAcl,
  write_managed: writeManaged,
  record_topic: recordTopic,
  forget_managed: forgetManaged,
  forget_positions: forgetPositions,
  write_flow: writeFlow,
}

const pausesMs = [100, 200, 400, 800, 1600, 3200, 3200, 3200]

/** One outcome per call, in order. All calls have the verb. Never rejects for what a broker answers. */
export async function perform<V extends Verb>(
  cluster: Cluster,
  verb: V,
  calls: readonly CallOf<V>[],
): Promise<Outcome[]> {
  const execution: VerbExecution<CallOf<V>> = executions[verb]
  const outcomes = await look(cluster, execution, calls)
  const open = (): number[] => [...outcomes.keys()].filter((at) => outcomes[at] === undefined)
  for (const pauseMs of [...pausesMs, undefined]) {
    const waiting = open()
    if (waiting.length === 0) break
    const sent = await attempt(cluster, execution, pick(calls, waiting))
    for (const [index, outcome] of sent.entries()) {
      const retry = outcome instanceof StraitError && isRetriable(outcome) && pauseMs !== undefined
      if (!retry) outcomes[waiting[index] ?? 0] = outcome
    }
    if (open().length > 0) await sleep(pauseMs)
  }
  return outcomes.map((outcome) => outcome ?? unfinished(cluster, verb))
}

/** Undefined where a call is open. */
async function look<C extends Call>(
  cluster: Cluster,
  { inspect }: VerbExecution<C>,
  calls: readonly C[],
): Promise<(Outcome | undefined)[]> {
  const verdicts = await inspect(cluster, calls)
  return verdicts.map((verdict) =>
    verdict === 'done' ? 'already' : verdict === 'open' ? undefined : verdict,
  )
}

/** Sends, and asks the cluster rather than the answer about everything that failed. */
async function attempt<C extends Call>(
  cluster: Cluster,
  execution: VerbExecution<C>,
  calls: readonly C[],
): Promise<Outcome[]> {
  const errors = await failures(cluster, execution, calls)
  const failed = [...errors.keys()].filter((at) => errors[at] !== undefined)
  const verdicts = failed.length === 0 ? [] : await execution.inspect(cluster, pick(calls, failed))
  return errors.map((error, at) => {
    if (error === undefined) return 'made'
    const verdict = verdicts[failed.indexOf(at)]
    if (verdict === 'done') return 'made'
    // What changed since the look before says more than the broker's refusal of it.
    return verdict instanceof StraitError ? verdict : error
  })
}

async function failures<C extends Call>(
  cluster: Cluster,
  { send }: VerbExecution<C>,
  calls: readonly C[],
): Promise<(StraitError | undefined)[]> {
  try {
    const results = await send(cluster, calls)
    return calls.map((_, at) => results[at]?.error)
  } catch (error) {
    // A lost connection leaves everything in doubt; a defect of ours passes through.
    if (!(error instanceof StraitError)) throw error
    return calls.map(() => error)
  }
}

function pick<T>(items: readonly T[], at: readonly number[]): T[] {
  return at.flatMap((index) => items.slice(index, index + 1))
}

function unfinished(cluster: Cluster, verb: Verb): StraitError {
  return new StraitError('ST456', `cluster "${cluster.name}": ${verb} did not come to an end; apply again`)
}
