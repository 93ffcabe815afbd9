// The first word with every cluster. One that is away, or hangs, does not keep the flows between the others from
// starting; one that refuses us, or is not the one expected, is told apart from it.

import { setTimeout as delay } from 'node:timers/promises'
import { isRetriable, StraitError } from '../errors/strait-error.ts'
import type { AgentLogger } from './agent-logger.ts'
import type { ConnectedCluster } from './connected-cluster.ts'

const silenceMs = 5_000

/** By name of the cluster, why it refuses us. */
export async function greetClusters(
  clusters: ReadonlyMap<string, ConnectedCluster>,
  logger: AgentLogger,
): Promise<Map<string, unknown>> {
  const greeted = await Promise.all(
    [...clusters].map(async ([name, connected]) => [name, await greet(name, connected, logger)] as const),
  )
  return new Map(greeted.filter(([, refusal]) => refusal !== undefined))
}

async function greet(name: string, { expect }: ConnectedCluster, logger: AgentLogger): Promise<unknown> {
  const answered = new AbortController()
  const silence = delay(silenceMs, undefined, { signal: answered.signal }).then(
    () => logger.warn({ cluster: name }, `cluster "${name}" does not answer; trying on`),
    () => undefined,
  )
  const greeting = expect()
  greeting.catch(() => undefined)
  try {
    await Promise.race([greeting, silence])
  } catch (error) {
    if (!(error instanceof StraitError) || !isRetriable(error)) return error
    logger.warn({ cluster: name }, `${error.message}; trying on`)
  } finally {
    answered.abort()
  }
  return undefined
}
