// A pair of clusters that MirrorMaker mirrors → a flow. What MirrorMaker does by default and Strait does not is
// written out, so that the flow does what the pair did.

import { defaultSeparator, flowDefaults } from '../topology/defaults.ts'
import { type FlowSpec, flowSpec, type PatternSet } from '../topology/model.ts'
import { clusterName, type ImportContext } from './import-context.ts'
import { mapConfigExcludes, mapGroups, mapTopics, noteFilterClasses } from './map-filters.ts'
import { mapNaming } from './map-naming.ts'
import { mapStart } from './map-start.ts'
import { ignored, type SetupFlow, unsupported } from './mirror-setup.ts'
import { pairName } from './pair-name.ts'
import { readFlag } from './read-flag.ts'
import type { Setting, Settings } from './setting.ts'

const none: Settings = new Map()

/** MirrorMaker's own default for new remote topics; -1 asks the target's brokers. */
const replicasByDefault = 2

/** Undefined where the pair copies nothing; the ledger says why. */
export function mapFlow(setup: SetupFlow, context: ImportContext): FlowSpec | undefined {
  const { ledger } = context
  const source = clusterName(context, setup.source)
  const target = clusterName(context, setup.target)
  const name = pairName(source, target)
  const { sourceConnector, checkpointConnector } = setup
  if (sourceConnector === undefined) return undefined
  const topics = mapTopics(sourceConnector, name, context)
  if (topics === undefined) {
    const setting = sourceConnector.get('topics')
    if (setting !== undefined) {
      ledger.say(setting, ignored('an empty list selects no topic, so there is no flow to write'))
    }
    return undefined
  }
  const part: Part = { name, context }
  noteFilterClasses(setup, name, context)
  noteTransforms(sourceConnector, name, context)
  const naming = mapNaming(setup, sourceConnector, name, context)
  const isBlind = naming.kind === 'template' || (naming.kind === 'prefix' && target !== setup.target)
  const settings = { source: sourceConnector, checkpoint: checkpointConnector ?? none }
  const copiesGroups = checkpointConnector !== undefined
  return flowSpec.parse({
    ...flowDefaults,
    name,
    source,
    target,
    naming,
    topics: isBlind ? withoutReturns(topics, setup, sourceConnector) : topics,
    groups: mapGroups(settings.checkpoint, name, context),
    start: mapStart(sourceConnector, name, context),
    replicationFactor: mapReplicas(settings.source, part),
    refreshIntervalMs: mapRefresh(settings.source, part),
    configs: {
      sync: flag(part, settings.source.get('sync.topic.configs.enabled'), 'configs.sync', true),
      exclude: mapConfigExcludes(settings.source, name, context),
    },
    acls: { sync: mapAcls(settings.source, part) },
    offsets: {
      ...flowDefaults.offsets,
      sync: copiesGroups && mapGroupSync(settings.checkpoint, part),
      intervalMs: seconds(
        part,
        settings.checkpoint.get('sync.group.offsets.interval.seconds'),
        'offsets.intervalMs',
      ),
    },
    heartbeats: mapHeartbeats(setup, part),
    checkpoints: {
      emit:
        copiesGroups &&
        flag(part, settings.checkpoint.get('emit.checkpoints.enabled'), 'checkpoints.emit', true),
      intervalMs: seconds(
        part,
        settings.checkpoint.get('emit.checkpoints.interval.seconds'),
        'checkpoints.intervalMs',
      ),
    },
    offsetSyncs: mapOffsetSyncs(settings.source, part),
  } satisfies FlowSpec)
}

/** They may do anything to a record, and send it to another topic. */
function noteTransforms(settings: Settings, flow: string, { ledger }: ImportContext): void {
  const transforms = settings.get('transforms')
  if (transforms === undefined || transforms.value.trim() === '') return
  ledger.remark(
    `flow.${flow}`,
    `CHECK THIS: MirrorMaker changes records on their way (${transforms.key}, line ${transforms.line}). Here they are copied as they are, into the topics that naming says.`,
  )
}

/** Where the target's name is not its prefix, nothing shows that a topic came from there: the filter has to say it. */
function withoutReturns(topics: PatternSet, { target }: SetupFlow, settings: Settings): PatternSet {
  const separator = settings.get('replication.policy.separator')?.value ?? defaultSeparator
  const alias = settings.get('target.cluster.alias')?.value ?? target
  if (alias + separator === '') return topics
  const returning = `${(alias + separator).replaceAll(/[.+*?()|[\]{}^$\\]/g, '\\$&')}.*`
  return { ...topics, exclude: [returning, ...topics.exclude] }
}

interface Part {
  /** The flow's name. */
  readonly name: string
  readonly context: ImportContext
}

type Duration =
  | 'offsets.intervalMs'
  | 'checkpoints.intervalMs'
  | 'heartbeats.intervalMs'
  | 'refreshIntervalMs'

/** Longer ones would not fit a timer; nobody means them. */
const secondsMax = 2_000_000

/** Strait's own interval where the setting is absent; MirrorMaker has no shorter one than a second. */
function seconds({ name, context: { ledger } }: Part, setting: Setting | undefined, key: Duration): number {
  const fallback = {
    'offsets.intervalMs': flowDefaults.offsets.intervalMs,
    'checkpoints.intervalMs': flowDefaults.checkpoints.intervalMs,
    'heartbeats.intervalMs': flowDefaults.heartbeats.intervalMs,
    refreshIntervalMs: flowDefaults.refreshIntervalMs,
  }[key]
  if (setting === undefined) return fallback
  const value = Number(setting.value.trim())
  const isNumber = /^-?\d+$/.test(setting.value.trim())
  if (!isNumber || value > secondsMax) {
    ledger.refuse(setting, {
      code: 'ST231',
      ...(isNumber
        ? {
            summary: `"${setting.key}" is more than three weeks`,
            detail: 'It is a number of seconds. Write the one that is meant, and import again.',
          }
        : {
            summary: `"${setting.key}" is not a number of seconds`,
            detail: 'MirrorMaker does not start with it.',
          }),
    })
    return fallback
  }
  if (value <= 0) {
    ledger.say(
      setting,
      unsupported('MirrorMaker never does it at such an interval; Strait does it at its own'),
    )
    return fallback
  }
  ledger.mapped(setting, `flow.${name}.${key}`)
  return value * 1000
}

function flag(
  { name, context: { ledger } }: Part,
  setting: Setting | undefined,
  key: string,
  fallback: boolean,
): boolean {
  if (setting !== undefined) ledger.mapped(setting, `flow.${name}.${key}`)
  return readFlag(setting, fallback, ledger)
}

function mapReplicas(settings: Settings, { name, context: { ledger } }: Part): number {
  const setting = settings.get('replication.factor')
  const place = `flow.${name}.replicationFactor`
  if (setting === undefined) {
    ledger.notes.set(place, 'MirrorMaker’s default')
    return replicasByDefault
  }
  const value = Number(setting.value.trim())
  if (!Number.isInteger(value) || (value !== -1 && value < 1) || value > 32_767) {
    ledger.refuse(setting, {
      code: 'ST231',
      summary: `"${setting.key}" is no replication factor`,
      detail: 'It is a number from 1, or -1 for the default of the target’s brokers.',
    })
    return replicasByDefault
  }
  ledger.mapped(setting, place)
  return value
}

function mapRefresh(settings: Settings, part: Part): number {
  const { ledger } = part.context
  const enabled = settings.get('refresh.topics.enabled')
  if (enabled !== undefined && !readFlag(enabled, true, ledger)) {
    ledger.say(
      enabled,
      unsupported(
        'new topics and partitions that a filter selects are always picked up: narrow the filter to keep them out',
      ),
    )
  } else if (enabled !== undefined) {
    ledger.say(enabled, {
      outcome: 'mapped',
      note: 'new topics and partitions are picked up here too',
    })
  }
  return seconds(part, settings.get('refresh.topics.interval.seconds'), 'refreshIntervalMs')
}

/** On where nothing is said, as in MirrorMaker; Strait's own default is off. */
function mapAcls(settings: Settings, part: Part): boolean {
  const setting = settings.get('sync.topic.acls.enabled')
  if (setting === undefined)
    part.context.ledger.notes.set(`flow.${part.name}.acls.sync`, 'MirrorMaker’s default')
  return flag(part, setting, 'acls.sync', true)
}

/** Off where nothing is said, as in MirrorMaker; Strait's own default is on. */
function mapGroupSync(settings: Settings, part: Part): boolean {
  const setting = settings.get('sync.group.offsets.enabled')
  if (setting === undefined)
    part.context.ledger.notes.set(`flow.${part.name}.offsets.sync`, 'MirrorMaker’s default')
  return flag(part, setting, 'offsets.sync', false)
}

/**
 * Strait's flow emits both of the heartbeats that MirrorMaker needs two connectors for: its own on the target, and
 * that of the opposite pair on the source.
 */
function mapHeartbeats({ heartbeatConnector, oppositeHeartbeats, sourceConnector }: SetupFlow, part: Part) {
  const { ledger } = part.context
  const place = `flow.${part.name}.heartbeats.emit`
  const emits = [heartbeatConnector, oppositeHeartbeats].map((settings) => {
    const setting = settings?.get('emit.heartbeats.enabled')
    if (setting !== undefined) ledger.mapped(setting, place)
    return settings !== undefined && readFlag(setting, true, ledger)
  })
  const replicated = sourceConnector?.get('heartbeats.replication.enabled')
  if (replicated !== undefined) {
    ledger.say(
      replicated,
      readFlag(replicated, true, ledger)
        ? { outcome: 'mapped', note: 'heartbeats are copied here too, while they are emitted' }
        : unsupported(
            'heartbeats are copied while they are emitted: set heartbeats { emit = false } to have neither',
          ),
    )
  }
  const emit = emits.includes(true)
  if (emit && emits.includes(false)) {
    ledger.notice(
      `Flow ${part.name} emits heartbeats on both of its clusters; MirrorMaker emits them on one.`,
    )
  }
  return {
    emit,
    intervalMs: seconds(
      part,
      heartbeatConnector?.get('emit.heartbeats.interval.seconds'),
      'heartbeats.intervalMs',
    ),
  }
}

function mapOffsetSyncs(settings: Settings, part: Part): FlowSpec['offsetSyncs'] {
  const { ledger } = part.context
  const setting = settings.get('offset-syncs.topic.location')
  const location = setting?.value.trim().toLowerCase() ?? flowDefaults.offsetSyncs.location
  const emit = flag(part, settings.get('emit.offset-syncs.enabled'), 'offsetSyncs.emit', true)
  if (location !== 'source' && location !== 'target') {
    ledger.refuse(setting ?? { line: 1 }, {
      code: 'ST231',
      summary: '"offset-syncs.topic.location" is neither source nor target',
      detail: 'MirrorMaker does not start with it.',
    })
    return { emit, location: 'source' }
  }
  if (setting !== undefined) ledger.mapped(setting, `flow.${part.name}.offsetSyncs.location`)
  return { emit, location }
}
