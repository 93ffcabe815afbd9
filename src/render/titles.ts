// What the cluster and the flow of a row are called before people.

import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { titleOf } from '../plan/titles.ts'

/** The title of a row's cluster, for prose: `on cluster.spoke["eu"]`, `on eu`. */
export function clusterOf({ cluster }: Pick<ResourceChange, 'cluster'>, { configuration }: Plan): string {
  return titleOf('cluster', cluster, configuration)
}

/** Of its flow: `flow.spoke["eu"]`, `flow us-to-eu`. */
export function flowOf({ flow }: Pick<ResourceChange, 'flow'>, { configuration }: Plan): string {
  const title = titleOf('flow', flow ?? '', configuration)
  return title === flow || flow === null ? `flow ${title}` : title
}
