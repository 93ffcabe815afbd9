// Which of many flows write a topic. A name is asked of those whose patterns begin as it does, and not of all of them.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { type FlowEntry, identityOf } from '../mirror/control.ts'
import { mayBeHeartbeats, upstreamTopic } from '../mirror/naming.ts'
import { patternIndex } from '../mirror/pattern-index.ts'
import { topicSelector } from '../mirror/selection.ts'
import { oncePer } from '../std/once-per.ts'
import type { FlowSpec } from '../topology/model.ts'
import type { ForeignFlow } from './applied-flows.ts'

/** The flow of that identity on the cluster. */
export function flowOnCluster(
  flows: readonly ForeignFlow[],
  { description }: ClusterSnapshot,
  identity: string | undefined,
): ForeignFlow | undefined {
  return byTarget(flows).get(description.clusterId)?.byIdentity.get(identity)
}

/** A flow that writes a topic of this name on the cluster. */
export function writerOf(
  flows: readonly ForeignFlow[],
  { description }: ClusterSnapshot,
  remote: string,
): ForeignFlow | undefined {
  const there = byTarget(flows).get(description.clusterId)
  // Heartbeats are copied whatever the patterns say.
  const likely = mayBeHeartbeats(remote) ? there?.flows : there?.likelyWriters(remote)
  return likely?.find((flow) => writesTopic(flow, remote))
}

/** Compiled once: it is asked by the thousand. */
export const selectorOf = oncePer(({ spec }: FlowEntry) => topicSelector(spec))

/** By its filter and naming; where its source is at hand, only what is there. */
function writesTopic({ entry, source }: ForeignFlow, remote: string): boolean {
  const upstream = upstreamTopic(entry.spec, remote)
  if (upstream === undefined) return false
  const { replicated, remoteTopic } = selectorOf(entry)(upstream)
  return replicated && remoteTopic === remote && (source === undefined || source.topics.has(upstream))
}

const byTarget = oncePer(
  (all: readonly ForeignFlow[]) =>
    new Map(
      [...Map.groupBy(all, ({ target }) => target.description.clusterId)].map(([id, flows]) => [
        id,
        {
          flows,
          byIdentity: new Map<string | undefined, ForeignFlow>(
            flows.toReversed().map((flow) => [identityOf(flow.entry), flow]),
          ),
          likelyWriters: likelyWriters(flows),
        },
      ]),
    ),
)

/** By a topic's name: the flows with a pattern that may match what the topic is called at the source. */
function likelyWriters(flows: readonly ForeignFlow[]): (remote: string) => ForeignFlow[] {
  const readAlike = [...Map.groupBy(flows, ({ entry }) => namingOf(entry.spec)).values()].map((alike) => ({
    spec: alike[0]?.entry.spec,
    find: patternIndex(alike, ({ entry }) => entry.spec.topics.include),
  }))
  return (remote) =>
    readAlike.flatMap(({ spec, find }) => {
      const upstream = spec && upstreamTopic(spec, remote)
      return upstream === undefined ? [] : find(upstream)
    })
}

/** Only a template reads a name by the clusters of its flow. */
function namingOf({ naming, source, target }: FlowSpec): string {
  return JSON.stringify(naming.kind === 'template' ? [naming, source, target] : naming)
}
