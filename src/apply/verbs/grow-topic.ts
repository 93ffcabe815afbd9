// Grows topics to the partition count of the plan. One that is larger by now is a conflict: partitions never
// shrink.

import type { CallOf } from '../call.ts'
import { conflict, type VerbExecution } from '../verb.ts'

export const growTopic: VerbExecution<CallOf<'grow_topic'>> = {
  inspect: async (cluster, calls) => {
    const topics = await cluster.topics(calls.map(({ topic }) => topic))
    const partitions = new Map(topics.map((topic) => [topic.name, topic.partitions.length]))
    return calls.map(({ topic, partitions: wanted }) => {
      const is = partitions.get(topic)
      if (is === undefined) return conflict(cluster, `topic "${topic}" has vanished since the plan was made`)
      if (is > wanted)
        return conflict(cluster, `topic "${topic}" has ${is} partitions, more than the ${wanted} planned`)
      return is === wanted ? 'done' : 'open'
    })
  },
  send: (cluster, calls) =>
    cluster.createPartitions(calls.map(({ topic, partitions }) => ({ name: topic, partitions }))),
}
