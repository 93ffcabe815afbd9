// What MirrorMaker left on two clusters → a flow that selects exactly what it copied. Its own offsets name every
// topic; where they cannot be found (its tasks ran in a Connect cluster with other topics), names of remote topics do.

import type { TopicDescription } from '../kafka/cluster.ts'
import type { MirrorTraces } from '../live/read-mirrors.ts'
import { isHeartbeatsTopic, isInternalTopic } from '../mirror/naming.ts'
import {
  defaultConfigExcludes,
  defaultGroupExcludes,
  defaultGroupInclude,
  defaultSeparator,
  defaultTopicExcludes,
  flowDefaults,
} from '../topology/defaults.ts'
import type { FlowSpec, Naming } from '../topology/model.ts'
import { pairName } from './pair-name.ts'

export interface DetectedMirror {
  readonly spec: FlowSpec
  /** What it is concluded from, one sentence each. */
  readonly evidence: readonly string[]
}

/** Undefined where nothing tells that MirrorMaker copies from `source` to `target`. */
export function detectMirror(source: MirrorTraces, target: MirrorTraces): DetectedMirror | undefined {
  const names = new Set(target.topics.map(({ name }) => name))
  const separators = separatorsOf(source.name, target)
  const copied = copiedTopics(source, target)
  const remote = (separator: string): string[] => remoteTopics(source, names, separator)
  const separator = separators.find((one) => remote(one).length > 0) ?? separators[0] ?? defaultSeparator
  const prefixed = remote(separator)
  const topics = (copied.length > 0 ? copied : prefixed).toSorted()
  const checkpoints = checkpointsTopic(source.name, separator)
  const hasCheckpoints = names.has(checkpoints)
  if (topics.length === 0 && !hasCheckpoints) return undefined
  const naming = namingOf({ topics, prefixed, names, separator })
  const pair = { naming, source: source.name, target: target.name }
  const selected = topics.filter((topic) => !isInternalTopic(pair, topic) && !isHeartbeatsTopic(pair, topic))
  const groups = target.checkpointed.get(checkpoints) ?? []
  return {
    spec: {
      ...flowDefaults,
      name: pairName(source.name, target.name),
      ...pair,
      topics: filterOf(selected, defaultTopicExcludes),
      groups:
        groups.length === 0
          ? { include: [...defaultGroupInclude], exclude: [...defaultGroupExcludes] }
          : filterOf(groups, defaultGroupExcludes),
      replicationFactor: replicasOf(selected, target.topics, naming, source.name),
      configs: { sync: true, exclude: [...defaultConfigExcludes] },
      heartbeats: { ...flowDefaults.heartbeats, emit: names.has('heartbeats') },
      checkpoints: { ...flowDefaults.checkpoints, emit: hasCheckpoints },
      offsetSyncs: offsetSyncsOf({ source, target, separator }),
    },
    evidence: [
      copied.length > 0
        ? `mm2-offsets.${source.name}.internal on ${target.name} names ${count(selected.length, 'topic')} that MirrorMaker copied`
        : `${count(selected.length, 'topic')} of ${target.name} ${selected.length === 1 ? 'is' : 'are'} named after a topic of ${source.name}`,
      ...(hasCheckpoints ? [`${checkpoints} holds offsets of ${count(groups.length, 'group')}`] : []),
    ],
  }
}

/** Source topics that MirrorMaker has offsets of, and that are still there. */
function copiedTopics(source: MirrorTraces, target: MirrorTraces): string[] {
  const there = new Set(source.topics.map(({ name }) => name))
  const named = target.sourceOffsets
    .filter(({ cluster }) => cluster === source.name)
    .map(({ topic }) => topic)
  return [...new Set(named)].filter((topic) => there.has(topic))
}

/** Source topics whose prefixed name exists on the target. */
function remoteTopics(source: MirrorTraces, names: ReadonlySet<string>, separator: string): string[] {
  return source.topics.map(({ name }) => name).filter((name) => names.has(source.name + separator + name))
}

/** The separator shows in the name of the checkpoints topic; without one the usual ones are tried. */
function separatorsOf(source: string, { topics }: MirrorTraces): string[] {
  const shown = topics.flatMap(({ name }) => {
    const rest = name.startsWith(source) ? name.slice(source.length) : ''
    const [, before, after] = /^([._-]+)checkpoints([._-]+)internal$/.exec(rest) ?? []
    return before === undefined || (before !== after && after !== defaultSeparator) ? [] : [before]
  })
  return [...shown, ...(shown.length > 0 ? [] : [defaultSeparator, '_', '-'])]
}

function checkpointsTopic(source: string, separator: string): string {
  return `${source}${separator}checkpoints${separator}internal`
}

interface NamingTraces {
  readonly topics: readonly string[]
  readonly prefixed: readonly string[]
  readonly names: ReadonlySet<string>
  readonly separator: string
}

/** Identity where topics stand under their own names and none under a prefixed one. Heartbeats always have a prefix. */
function namingOf({ topics, prefixed, names, separator }: NamingTraces): Naming {
  const own = topics.filter((topic) => !topic.endsWith('heartbeats'))
  const isIdentity =
    own.length > 0 &&
    own.every((topic) => names.has(topic)) &&
    !prefixed.some((topic) => !topic.endsWith('heartbeats'))
  return isIdentity ? { kind: 'identity' } : { kind: 'prefix', separator }
}

/** Patterns that match these names and no other; default excludes only where they keep none of them out. */
function filterOf(names: readonly string[], defaults: readonly string[]): FlowSpec['topics'] {
  const excluded = defaults.some((pattern) => names.some((name) => new RegExp(`^(?:${pattern})$`).test(name)))
  return { include: names.map(literal), exclude: excluded ? [] : [...defaults] }
}

function literal(name: string): string {
  return name.replaceAll(/[.+*?()|[\]{}^$\\]/g, '\\$&')
}

/** What most of the remote topics have. */
function replicasOf(
  topics: readonly string[],
  described: readonly TopicDescription[],
  naming: Naming,
  source: string,
): number {
  const prefix = naming.kind === 'prefix' ? source + naming.separator : ''
  const remote = new Set(topics.map((topic) => prefix + topic))
  const factors = described
    .filter(({ name }) => remote.has(name))
    .map(({ partitions }) => partitions[0]?.replicas.length ?? 0)
    .filter((factor) => factor > 0)
  const most = [...Map.groupBy(factors, (factor) => factor)].sort(
    (one, other) => other[1].length - one[1].length,
  )[0]
  return most?.[0] ?? flowDefaults.replicationFactor
}

interface SyncTraces {
  readonly source: MirrorTraces
  readonly target: MirrorTraces
  readonly separator: string
}

/** The topic's name holds the alias of the cluster that does not host it. */
function offsetSyncsOf({ source, target, separator }: SyncTraces): FlowSpec['offsetSyncs'] {
  const on = ({ topics }: MirrorTraces, alias: string): boolean =>
    topics.some(({ name }) => name === `mm2-offset-syncs${separator}${alias}${separator}internal`)
  if (on(source, target.name)) return { emit: true, location: 'source' }
  if (on(target, source.name)) return { emit: true, location: 'target' }
  return { emit: false, location: 'source' }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
