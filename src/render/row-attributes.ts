// The attributes of a row, before and after, in the words of the topology language: what a reader sees in the
// plan is what could be written in HCL.

import { durationText } from '../plan/duration-text.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import {
  defaultConfigExcludes,
  defaultGroupExcludes,
  defaultSeparator,
  defaultTopicExcludes,
} from '../topology/defaults.ts'
import type { FlowSpec, Topology } from '../topology/model.ts'
import { quoted } from './safe-text.ts'
import { block, type Entries, list, map, type Shown, value } from './shown.ts'

type Type = ResourceChange['type']
type Attributes<T extends Type> = NonNullable<Extract<ResourceChange, { type: T }>['change']['after']>

/** Undefined for a side that does not exist. */
export function rowAttributes(
  row: ResourceChange,
  configuration: Topology,
): { before: Entries | undefined; after: Entries | undefined } {
  switch (row.type) {
    case 'topic':
      return both(row.change, topicEntries)
    case 'topic_config':
      return both(row.change, ({ configs }) => new Map([['configs', map(configEntries(configs))]]))
    case 'internal_topic':
      return both(row.change, internalTopicEntries)
    case 'acl':
      return both(row.change, aclEntries)
    case 'flow':
      return both(row.change, (spec) => flowEntries(spec, configuration))
    case 'group_offset':
      return both(row.change, offsetEntries)
  }
}

function both<Value>(
  { before, after }: { readonly before: Value | null; readonly after: Value | null },
  show: (attributes: Value) => Entries,
) {
  return {
    before: before === null ? undefined : show(before),
    after: after === null ? undefined : show(after),
  }
}

function topicEntries({ partitions, replicationFactor, configs }: Attributes<'internal_topic'>): Entries {
  const entries: [string, Shown][] = [
    ['partitions', value(String(partitions))],
    ['replication_factor', replicas(replicationFactor)],
  ]
  if (Object.keys(configs).length > 0) entries.push(['configs', map(configEntries(configs))])
  return new Map(entries)
}

/** All alike, so the little that there is goes in one line. */
function internalTopicEntries({
  partitions,
  replicationFactor,
  configs,
}: Attributes<'internal_topic'>): Entries {
  return new Map([
    ['partitions', value(String(partitions))],
    ['replication_factor', replicas(replicationFactor)],
    ...configEntries(configs),
  ])
}

function replicas(replicationFactor: number): Shown {
  return value(replicationFactor === -1 ? "(the cluster's default)" : String(replicationFactor))
}

function configEntries(configs: Readonly<Record<string, string>>): Entries {
  return new Map(
    Object.entries(configs)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, text]) => [quoted(name), value(quoted(text), configNote(name, text))]),
  )
}

/** Kafka keeps times in milliseconds; nobody reads 604800000 as a week. */
function configNote(name: string, text: string): string | undefined {
  return name.endsWith('.ms') && /^-?\d{1,15}$/.test(text) ? durationText(Number(text)) : undefined
}

/** A literal name and every host go without saying. */
function aclEntries(acl: Attributes<'acl'>): Entries {
  return new Map([
    ['permission', value(quoted(acl.permission))],
    ['principal', value(quoted(acl.principal))],
    ['operation', value(quoted(acl.operation))],
    [acl.resourceType, value(quoted(acl.resourceName))],
    ...(acl.patternType === 'literal' ? [] : [['pattern', value(quoted(acl.patternType))] as const]),
    ...(acl.host === '*' ? [] : [['host', value(quoted(acl.host))] as const]),
  ])
}

/** By topic, then partition. */
function offsetEntries({ offsets }: Attributes<'group_offset'>): Entries {
  const byTopic = Map.groupBy(offsets, ({ topic }) => topic)
  return new Map(
    [...byTopic].map(([topic, partitions]) => [
      quoted(topic),
      map(new Map(partitions.map(({ partition, offset }) => [String(partition), value(String(offset))]))),
    ]),
  )
}

function flowEntries(spec: FlowSpec, { addresses = {} }: Topology): Entries {
  const reference = (cluster: string): Shown => value(addresses[`cluster.${cluster}`] ?? `cluster.${cluster}`)
  return new Map([
    ['source', reference(spec.source)],
    ['target', reference(spec.target)],
    ...namingEntries(spec.naming),
    ['start', value(quoted(startText(spec.start)))],
    ['delivery', value(quoted(spec.delivery))],
    ['on_gap', value(quoted(spec.onGap))],
    ['on_poison', value(quoted(spec.onPoison))],
    ['engine', value(quoted(spec.engine))],
    ['replication_factor', replicas(spec.replicationFactor)],
    ['refresh_interval', interval(spec.refreshIntervalMs)],
    ['topics', patternBlock(spec.topics, defaultTopicExcludes)],
    ['groups', patternBlock(spec.groups, defaultGroupExcludes)],
    [
      'configs',
      block(
        new Map([
          ['sync', bool(spec.configs.sync)],
          ['exclude', patterns(spec.configs.exclude, defaultConfigExcludes)],
          ...present('steps_above', spec.configs.stepsAboveBytes, (bytes) => value(quoted(bytesText(bytes)))),
        ]),
      ),
    ],
    ['acls', block(new Map([['sync', bool(spec.acls.sync)]]))],
    [
      'offsets',
      block(
        new Map([
          ['sync', bool(spec.offsets.sync)],
          ['interval', interval(spec.offsets.intervalMs)],
          ['on_conflict', value(quoted(spec.offsets.onConflict))],
        ]),
      ),
    ],
    ['heartbeats', emitBlock(spec.heartbeats)],
    ['checkpoints', emitBlock(spec.checkpoints)],
    [
      'offset_syncs',
      block(
        new Map([
          ['emit', bool(spec.offsetSyncs.emit)],
          ['location', value(quoted(spec.offsetSyncs.location))],
        ]),
      ),
    ],
    ...limitEntries(spec.limits),
    [
      'lifecycle',
      block(
        new Map([
          ['protect', bool(spec.lifecycle.protect)],
          ...present('ignore_changes', spec.lifecycle.ignoreChanges, (keys) => list(keys.map(quoted))),
          ...present('drift', spec.lifecycle.drift, (drift) => value(quoted(drift))),
        ]),
      ),
    ],
  ])
}

function namingEntries(naming: FlowSpec['naming']): [string, Shown][] {
  switch (naming.kind) {
    case 'identity':
      return [['naming', value('"identity"')]]
    case 'template':
      return [['naming', value(quoted(naming.template))]]
    case 'prefix':
      return [
        ['naming', value('"prefix"')],
        ...(naming.separator === defaultSeparator
          ? []
          : [['separator', value(quoted(naming.separator))] satisfies [string, Shown]]),
      ]
  }
}

/** An entry for what is written; what is absent is at its default, and has none. */
function present<T>(name: string, written: T | undefined, show: (written: T) => Shown): [string, Shown][] {
  return written === undefined ? [] : [[name, show(written)]]
}

function limitEntries({ bytesPerSecond }: FlowSpec['limits']): [string, Shown][] {
  if (bytesPerSecond === undefined) return []
  return [['limits', block(new Map([['bytes_per_second', value(quoted(bytesText(bytesPerSecond)))]]))]]
}

function startText(start: FlowSpec['start']): string {
  return typeof start === 'string' ? start : new Date(start.timestampMs).toISOString()
}

/** Exact, as HCL would have it: `40MiB`. */
function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let amount = bytes
  let unit = 0
  while (amount % 1024 === 0 && amount > 0 && unit < units.length - 1) {
    amount /= 1024
    unit += 1
  }
  return `${amount}${units[unit] ?? 'B'}`
}

function emitBlock({ emit, intervalMs }: FlowSpec['heartbeats']): Shown {
  return block(
    new Map([
      ['emit', bool(emit)],
      ['interval', interval(intervalMs)],
    ]),
  )
}

function patternBlock({ include, exclude }: FlowSpec['topics'], defaults: readonly string[]): Shown {
  return block(
    new Map([
      ['include', list(include.map(quoted))],
      ['exclude', patterns(exclude, defaults)],
    ]),
  )
}

/** The default excludes are in nearly every filter: they are named as one, or a reader would skip the others. */
function patterns(exclude: readonly string[], defaults: readonly string[]): Shown {
  const hasDefaults = defaults.every((pattern) => exclude.includes(pattern))
  const own = hasDefaults ? exclude.filter((pattern) => !defaults.includes(pattern)) : exclude
  return list([...own.map(quoted), ...(hasDefaults ? [`(${defaults.length} defaults)`] : [])])
}

function bool(flag: boolean): Shown {
  return value(String(flag))
}

function interval(ms: number): Shown {
  return value(quoted(durationText(ms)))
}
