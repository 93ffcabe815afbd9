// The names of what is on a cluster, in order: what flow after flow is asked about.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { nameIndex } from '../mirror/name-index.ts'
import { oncePer } from '../std/once-per.ts'

export const topicNames = oncePer(({ topics }: ClusterSnapshot) => nameIndex(topics.keys()))

export const groupNames = oncePer(({ groups }: ClusterSnapshot) => nameIndex(groups.keys()))
