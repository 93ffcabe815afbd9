// Strait's own topics are made by the first apply, each on the cluster that needs it: the control topic of a flow
// stands on its target and not on its source. So a topic that is not there says "nothing yet", and is no failure.

import { StraitError } from '../errors/strait-error.ts'
import type { Cluster, LogRecord } from '../kafka/cluster.ts'

/** As `readTopic`; empty where the topic does not exist. */
export async function readIfThere(cluster: Pick<Cluster, 'readTopic'>, topic: string): Promise<LogRecord[]> {
  try {
    return await cluster.readTopic(topic)
  } catch (error) {
    if (error instanceof StraitError && error.code === 'ST351') return []
    throw error
  }
}
