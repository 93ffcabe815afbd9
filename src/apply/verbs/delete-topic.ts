// Deletes topics, by the id that the plan saw: one that was created again under the name is not what was reviewed,
// and is left alone.

import type { CallOf } from '../call.ts'
import { conflict, type VerbExecution } from '../verb.ts'

export const deleteTopic: VerbExecution<CallOf<'delete_topic'>> = {
  inspect: async (cluster, calls) => {
    const topics = await cluster.topics(calls.map(({ topic }) => topic))
    const ids = new Map(topics.map(({ name, id }) => [name, id]))
    return calls.map(({ topic, id }) => {
      const is = ids.get(topic)
      if (is === undefined) return 'done'
      return is === id
        ? 'open'
        : conflict(cluster, `topic "${topic}" was deleted and created again since the plan was made`)
    })
  },
  send: (cluster, calls) => cluster.deleteTopics(calls.map(({ topic, id }) => ({ name: topic, id }))),
}
