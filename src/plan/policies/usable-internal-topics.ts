// Strait's own topics are its state. One that forgets (not compacted) or that has no one order (several
// partitions for the control topic) must not be trusted with it.

import { controlTopic } from '../../mirror/control.ts'
import { positionsTopic } from '../../mirror/positions.ts'
import { internalTopics } from '../internal-topics.ts'
import type { Finding } from '../plan-file.ts'
import { titleOf } from '../titles.ts'
import { errorFinding, reports } from './policy.ts'

export const usableInternalTopics = reports(({ view }) =>
  internalTopics(view).flatMap(({ cluster, topic }): Finding[] => {
    const live = cluster.topics.get(topic)
    if (live === undefined || (topic !== controlTopic && topic !== positionsTopic)) return []
    const title = titleOf('cluster', cluster.name, view.topology)
    const refuse = (detail: string): Finding =>
      errorFinding('ST428', { cluster: cluster.name, subjects: [topic], detail })
    const policy = live.configs.find(({ name }) => name === 'cleanup.policy')?.value ?? 'compact'
    return [
      ...(policy === 'compact'
        ? []
        : [
            refuse(
              `${topic} on ${title} has cleanup.policy = ${policy}, so the brokers delete what Strait must remember. Set it back with: kafka-configs.sh --alter --entity-type topics --entity-name ${topic} --add-config cleanup.policy=compact`,
            ),
          ]),
      ...(topic !== controlTopic || live.partitions.length === 1
        ? []
        : [
            refuse(
              `${topic} on ${title} has ${live.partitions.length} partitions, and its records need one order. It was not created by Strait, or was grown since; delete it if it is empty, or restore it with one partition.`,
            ),
          ]),
    ]
  }),
)
