// Creates topics. One that exists counts as created when its partitions, replication factor and configs are
// those of the plan.

import type { Cluster, ConfigEntry, TopicDescription } from '../../kafka/cluster.ts'
import type { CallOf } from '../call.ts'
import { conflict, type VerbExecution, type Verdict } from '../verb.ts'

type Create = CallOf<'create_topic'>

export const createTopic: VerbExecution<Create> = {
  inspect: async (cluster, calls) => {
    const found = new Map(
      (await cluster.topics(calls.map(({ topic }) => topic.name))).map((topic) => [topic.name, topic]),
    )
    const configs = found.size === 0 ? new Map() : await cluster.topicConfigs([...found.keys()])
    return calls.map((call) =>
      verdict(cluster, call, found.get(call.topic.name), configs.get(call.topic.name) ?? []),
    )
  },
  send: (cluster, calls) => cluster.createTopics(calls.map(({ topic }) => topic)),
}

function verdict(
  cluster: Cluster,
  { topic }: Create,
  found: TopicDescription | undefined,
  entries: readonly ConfigEntry[],
): Verdict {
  if (found === undefined) return 'open'
  const differs = (what: string, is: string | number, wanted: string | number): Verdict =>
    conflict(cluster, `topic "${topic.name}" exists already with ${what} ${is} instead of ${wanted}`)
  if (found.partitions.length !== topic.partitions) {
    return differs('partition count', found.partitions.length, topic.partitions)
  }
  const replicas = found.partitions[0]?.replicas.length ?? 0
  if (topic.replicationFactor !== -1 && replicas !== topic.replicationFactor) {
    return differs('replication factor', replicas, topic.replicationFactor)
  }
  for (const [name, wanted] of Object.entries(topic.configs)) {
    const value = entries.find((entry) => entry.name === name)?.value
    if (value !== wanted) return differs(name, value ?? 'nothing', wanted)
  }
  return 'done'
}
