// Remote topics that are missing or short of partitions are made here when their source's topic appeared, or grew,
// after the apply.

import type { Cluster, TopicDescription } from '../kafka/cluster.ts'
import { errorCodes, refusal } from '../kafka/refusal.ts'
import { configFilter, configsToCreate } from '../mirror/config-sync.ts'
import { remoteTopic } from '../mirror/naming.ts'
import type { FlowSpec } from '../topology/model.ts'
import type { FlowContext } from './flow-context.ts'
import { describingConfigs } from './patience.ts'

export interface RemoteTopicsOptions {
  readonly spec: FlowSpec
  readonly source: Cluster
  readonly target: Cluster
  readonly sides: FlowContext['sides']
  /** One topic could not be created or grown; the rest goes on and the next refresh tries again. */
  trouble(error: unknown, what: string, partitions?: number): void
  works(what: string): void
}

/** Of these topics of the source; `remote` is what there is. Answers whether anything was asked for. */
export async function makeRemoteTopics(
  { spec, source, target, sides, trouble, works }: RemoteTopicsOptions,
  missing: readonly TopicDescription[],
  short: readonly TopicDescription[],
): Promise<boolean> {
  if (missing.length + short.length === 0) return false
  const travels = configFilter(spec.configs.exclude)
  const names = missing.map((topic) => topic.name)
  const configs = await source.topicConfigs(names, { denied: 'leave_out' })
  const sizes = new Map(missing.map(({ name, partitions }) => [remoteTopic(spec, name), partitions.length]))
  // With the broker's defaults it would be another topic: not compacted, or kept for a shorter time.
  for (const name of names.filter((name) => !configs.has(name))) {
    const attempt = { ...sides.source, ...describingConfigs(name) }
    const error = refusal(errorCodes.topicAuthorizationFailed, attempt)
    trouble(error, `remote topic ${remoteTopic(spec, name)}`, sizes.get(remoteTopic(spec, name)))
  }
  const known = missing.filter(({ name }) => configs.has(name))
  const created = await target.createTopics(
    known.map((topic) => ({
      name: remoteTopic(spec, topic.name),
      partitions: topic.partitions.length,
      replicationFactor: spec.replicationFactor,
      configs: configsToCreate(configs.get(topic.name) ?? [], travels),
    })),
  )
  const grown = await target.createPartitions(
    short.map((topic) => ({ name: remoteTopic(spec, topic.name), partitions: topic.partitions.length })),
  )
  for (const { item, error } of [...created, ...grown]) {
    if (error === undefined) works(`remote topic ${item}`)
    else trouble(error, `remote topic ${item}`, sizes.get(item) ?? 1)
  }
  return true
}
