// What someone changed behind Strait's back: remote topics that hold copied records by our positions, and are gone;
// configs that are not what Strait last set. Listed apart from what is proposed.

import { firstMatch } from '../mirror/patterns.ts'
import { positionKey } from '../mirror/positions.ts'
import { defaultConfigExcludes } from '../topology/defaults.ts'
import { topicAddress, topicConfigAddress } from './address.ts'
import { byText } from './canonical.ts'
import { setValue } from './config-guard.ts'
import { configEntries } from './inherited-configs.ts'
import { managedTopic } from './managed-things.ts'
import type { Finding } from './plan-file.ts'
import { explicitConfigs } from './planned-configs.ts'
import { warning } from './policies/policy.ts'
import type { ChangeOf } from './resource-change.ts'
import { type Outlook, type Route, routesByFlow } from './routes.ts'
import type { FlowView } from './view.ts'

export function vanishedTopics({ routes }: Outlook): ChangeOf<'topic'>[] {
  return routes.filter(hasVanished).map(({ flow, source, after }) => ({
    address: topicAddress(flow.target.name, after.name),
    type: 'topic',
    name: after.name,
    cluster: flow.target.name,
    flow: flow.spec.name,
    change: {
      actions: ['delete'],
      before: {
        sourceTopic: source.name,
        partitions: copiedPartitions(flow, source.name, source.partitions),
        replicationFactor: -1,
        configs: {},
      },
      after: null,
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: 'deleted_outside',
    impact: { records: 0, bytes: 0, groups: [] },
    risk: { level: 'none', reasons: [] },
  }))
}

/** Configs of a topic that Strait made: `before` is what it last set, `after` what is there. */
export function changedConfigs({ view, routes }: Outlook): ChangeOf<'topic_config'>[] {
  return routes.flatMap((route): ChangeOf<'topic_config'>[] => {
    const { flow, before, after } = route
    const remembered = before && managedTopic(flow.target, before.name)
    if (before === undefined || remembered?.configs === undefined || remembered.topicId !== before.id)
      return []
    const changed = driftedKeys(route, remembered.configs)
    if (changed.length === 0) return []
    const live = configEntries(before.configs)
    const side = (value: (name: string) => string | undefined): { configs: Record<string, string> } => ({
      configs: Object.fromEntries(
        changed.flatMap((name) => {
          const found = value(name)
          return found === undefined ? [] : [[name, found]]
        }),
      ),
    })
    return [
      {
        address: topicConfigAddress(flow.target.name, after.name),
        type: 'topic_config',
        name: after.name,
        cluster: flow.target.name,
        flow: flow.spec.name,
        change: {
          actions: ['update'],
          before: side((name) => remembered.configs?.[name]),
          after: side((name) => setValue(live.get(name))),
          after_unknown: {},
          replace_paths: [],
        },
        action_reason: `drift_${flow.spec.lifecycle.drift ?? 'revert'}`,
        impact: { groups: [...view.groupsOn(flow.target, after.name)], target_only: [] },
        risk: { level: 'none', reasons: [] },
      },
    ]
  })
}

/**
 * Only keys that follow the source: the rest is the target's own, and what the flow ignores is nobody's drift. A key that
 * Strait never set is told where something becomes of it: not where it says its default, or stays as the target's own.
 */
function driftedKeys(
  { flow, before, after, kept }: Route,
  remembered: Readonly<Record<string, string>>,
): string[] {
  const live = configEntries(before?.configs ?? [])
  const wanted = explicitConfigs(after.configs)
  const isDecided = (name: string): boolean =>
    remembered[name] !== undefined ||
    wanted[name] !== setValue(live.get(name)) ||
    kept.some((each) => each.name === name && (each.reason === 'report' || each.reason === 'adopt'))
  const ignores = firstMatch(flow.spec.lifecycle.ignoreChanges ?? [])
  const names = new Set([...Object.keys(remembered), ...Object.keys(explicitConfigs(live))])
  return [...names]
    .filter((name) => flow.spec.configs.sync && flow.configTravels(name) && ignores(name) === undefined)
    .filter((name) => remembered[name] !== setValue(live.get(name)) && isDecided(name))
    .sort(byText)
}

export function driftWarnings(outlook: Outlook): Finding[] {
  return [...vanishedWarnings(outlook), ...adoptedWarnings(outlook)]
}

/** One a flow: the line in its block that makes the change its own. */
function adoptedWarnings(outlook: Outlook): Finding[] {
  return routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const adopted = routes.filter(({ kept }) => kept.some(({ reason }) => reason === 'adopt'))
    if (adopted.length === 0) return []
    const names = adopted.flatMap(({ kept }) =>
      kept.filter(({ reason }) => reason === 'adopt').map(({ name }) => name),
    )
    const line = excludeLine(flow, [...new Set(names)].sort(byText))
    return [
      warning('ST447', {
        flow: flow.spec.name,
        cluster: flow.target.name,
        subjects: adopted.map(({ after }) => after.name),
        at: 'lifecycle.drift',
        detail: `Someone changed configs of these topics, and drift = "adopt" leaves them so. To make it theirs for good, write in flow "${flow.spec.name}": configs { ${line} }. To take it back, set drift = "revert".`,
      }),
    ]
  })
}

function excludeLine({ spec }: FlowView, names: readonly string[]): string {
  const own = spec.configs.exclude.filter((pattern) => !defaultConfigExcludes.includes(pattern))
  const patterns = [...own, ...names.map((name) => name.replaceAll('.', '\\.'))]
  return `exclude = [${patterns.map((pattern) => JSON.stringify(pattern)).join(', ')}]`
}

function vanishedWarnings(outlook: Outlook): Finding[] {
  return routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const subjects = routes.filter(hasVanished).map(({ after }) => after.name)
    if (subjects.length === 0) return []
    return [
      warning('ST442', {
        flow: flow.spec.name,
        cluster: flow.target.name,
        subjects,
        detail: `Flow "${flow.spec.name}" copied records to these topics, and someone deleted them on ${flow.target.name}. They are created again, empty; the agent halts on a topic that is not the one it wrote, until its position is reset.`,
      }),
    ]
  })
}

function hasVanished({ flow, source, before }: Route): boolean {
  return before === undefined && copiedPartitions(flow, source.name, source.partitions) > 0
}

function copiedPartitions(flow: FlowView, topic: string, partitions: number): number {
  return Array.from({ length: partitions }, (_, partition) =>
    positionKey(flow.identity, topic, partition),
  ).filter((key) => (flow.target.offsetMaps.get(key)?.targetNext ?? 0) > 0).length
}
