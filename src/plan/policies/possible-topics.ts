// What a broker would refuse when a remote topic is created, found before anything is tried.

import { likelyTopics } from '../../mirror/name-index.ts'
import { positionKey } from '../../mirror/positions.ts'
import { oncePer } from '../../std/once-per.ts'
import { topicNames } from '../live-names.ts'
import type { Finding } from '../plan-file.ts'
import { type Outlook, type Route, routesByFlow } from '../routes.ts'
import { atStart } from '../titles.ts'
import type { FlowView } from '../view.ts'
import { errorFinding, reports } from './policy.ts'

export const possibleTopics = reports((outlook) =>
  routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const created = routes.filter(({ before }) => before === undefined)
    return [
      ...tooManyReplicas(flow, created),
      ...tooFewReplicas(flow, created),
      ...tooManyInSync(flow, routes),
      ...fewerPartitions(flow, routes),
      ...badNames(flow),
      ...collidingNames(outlook, flow, created),
    ]
  }),
)

function tooManyReplicas({ spec, target, titles }: FlowView, created: readonly Route[]): Finding[] {
  const brokers = target.description.brokers.length
  const { name, replicationFactor } = spec
  if (created.length === 0) return []
  const isPossible = replicationFactor === -1 || (replicationFactor >= 1 && replicationFactor <= brokers)
  if (isPossible) return []
  return [
    errorFinding('ST425', {
      flow: name,
      cluster: target.name,
      subjects: created.map(({ after }) => after.name),
      at: 'replicationFactor',
      detail: `${atStart(titles.flow)} asks for ${replicationFactor} replicas, ${titles.target} has ${brokers} broker${brokers === 1 ? '' : 's'}. Set replication_factor to ${brokers} or less, or to -1 for the cluster's default.`,
    }),
  ]
}

/** Such a topic could be created, and would then refuse every record. */
function tooFewReplicas({ spec, target }: FlowView, created: readonly Route[]): Finding[] {
  const { name, replicationFactor } = spec
  if (replicationFactor < 1) return []
  const unwritable = created.filter(
    ({ after }) => Number(after.configs.get('min.insync.replicas')?.value ?? 1) > replicationFactor,
  )
  if (unwritable.length === 0) return []
  return [
    errorFinding('ST425', {
      flow: name,
      cluster: target.name,
      subjects: unwritable.map(({ after }) => after.name),
      at: 'replicationFactor',
      detail: `min.insync.replicas of these topics is above replication_factor = ${replicationFactor}, so they would refuse every record. Raise replication_factor, or exclude "min\\\\.insync\\\\.replicas" in configs.`,
    }),
  ]
}

/** The same for a topic that exists: its replicas are what they are. */
function tooManyInSync({ spec, target, titles }: FlowView, routes: readonly Route[]): Finding[] {
  const minimum = (value: string | null | undefined): number => Number(value ?? 1)
  const unwritable = routes.filter(({ before, after }) => {
    if (before === undefined) return false
    const is = before.configs.find(({ name }) => name === 'min.insync.replicas')?.value
    const willBe = after.configs.get('min.insync.replicas')?.value
    return willBe !== is && minimum(willBe) > (before.partitions[0]?.replicas.length ?? 1)
  })
  if (unwritable.length === 0) return []
  return [
    errorFinding('ST425', {
      flow: spec.name,
      cluster: target.name,
      subjects: unwritable.map(({ after }) => after.name),
      at: 'configs',
      detail: `The source asks for more min.insync.replicas than these topics have replicas on ${titles.target}, so they would refuse every record from then on. Give them more replicas on ${titles.target}, or exclude "min\\\\.insync\\\\.replicas" in configs.`,
    }),
  ]
}

/** Partitions cannot be taken away, and what was copied from those that are gone has no source any more. */
function fewerPartitions(
  { spec, identity, source, target, titles }: FlowView,
  routes: readonly Route[],
): Finding[] {
  const shrunk = routes.filter(({ source: topic, before }) =>
    (before?.partitions ?? []).some(
      (_, partition) =>
        partition >= topic.partitions && target.offsetMaps.has(positionKey(identity, topic.name, partition)),
    ),
  )
  if (shrunk.length === 0) return []
  return [
    errorFinding('ST446', {
      flow: spec.name,
      cluster: source.name,
      subjects: shrunk.map(({ source: topic }) => topic.name),
      at: 'topics',
      detail: `${atStart(titles.flow)} copied more partitions of these topics than ${titles.source} has now: they were deleted and created again with fewer. Kafka takes no partitions away, so the copies on ${titles.target} cannot follow. Give the topics their partitions back, or leave them out of the flow and copy them under another name.`,
    }),
  ]
}

function badNames(flow: FlowView): Finding[] {
  const { spec, target, titles } = flow
  const bad = badlyNamed(flow)
  if (bad.length === 0) return []
  return [
    errorFinding('ST426', {
      flow: spec.name,
      cluster: target.name,
      subjects: bad,
      at: 'naming',
      detail: `The naming of ${titles.flow} gives these source topics names that Kafka refuses: 249 characters at most, of letters, digits, ".", "_" and "-". Exclude them, or choose another naming.`,
    }),
  ]
}

/** Topics of the source that the flow selects and cannot copy: Kafka would refuse their names. In order. */
export function badlyNamed({ spec, source, selectTopic }: FlowView): string[] {
  return likelyTopics(topicNames(source), spec.topics.include).filter(
    (topic) => selectTopic(topic).rule === 'bad_remote_name',
  )
}

/** Kafka takes "." and "_" for the same character in metrics, and refuses the second of two such names. */
function collidingNames(
  outlook: Outlook,
  { spec, target, titles }: FlowView,
  created: readonly Route[],
): Finding[] {
  const byMetric = namesByMetric(outlook).get(target)
  const colliding = created
    .map(({ after }) => after.name)
    .filter((name) => (byMetric?.get(metricName(name)) ?? []).some((other) => other !== name))
  if (colliding.length === 0) return []
  return [
    errorFinding('ST426', {
      flow: spec.name,
      cluster: target.name,
      subjects: colliding,
      at: 'naming',
      detail: `Kafka takes "." and "_" for the same character in topic names, and ${titles.target} has, or would get, topics that differ from these in nothing else. Exclude one of each pair, or choose another naming.`,
    }),
  ]
}

function metricName(topic: string): string {
  return topic.replaceAll('.', '_')
}

/** Topics that are or will be on each target, by what metrics make of their names. */
const namesByMetric = oncePer(({ routes }: Outlook) => {
  const byTarget = Map.groupBy(routes, ({ flow }) => flow.target)
  return new Map(
    [...byTarget].map(([target, all]) => {
      const planned = all.map(({ after }) => after.name)
      return [target, Map.groupBy(new Set([...target.topics.keys(), ...planned]), metricName)]
    }),
  )
})
