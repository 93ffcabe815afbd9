// Sets and unsets topic configs, only the keys that the plan names.

import type { ConfigEntry } from '../../kafka/cluster.ts'
import type { CallOf } from '../call.ts'
import { conflict, type VerbExecution } from '../verb.ts'

type Alter = CallOf<'alter_configs'>

export const alterConfigs: VerbExecution<Alter> = {
  inspect: async (cluster, calls) => {
    const configs = await cluster.topicConfigs(calls.map(({ change }) => change.topic))
    return calls.map(({ change }) => {
      const entries = configs.get(change.topic)
      if (entries === undefined)
        return conflict(cluster, `topic "${change.topic}" has vanished since the plan was made`)
      return isAsWanted(change, entries) ? 'done' : 'open'
    })
  },
  send: (cluster, calls) => cluster.alterTopicConfigs(calls.map(({ change }) => change)),
}

/** A key counts as unset when it is no longer set on the topic itself; what it inherits is not ours. */
function isAsWanted({ set, unset }: Alter['change'], entries: readonly ConfigEntry[]): boolean {
  const onTopic = new Map(
    entries.filter(({ source }) => source === 'topic').map(({ name, value }) => [name, value]),
  )
  return (
    Object.entries(set).every(([key, value]) => onTopic.get(key) === value) &&
    unset.every((key) => !onTopic.has(key))
  )
}
