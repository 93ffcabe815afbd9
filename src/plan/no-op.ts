// What would turn a row of a plan into nothing: an edit of the topology, in words for people and as data for the test
// that carries it out. Not advice: the way to say "leave this as it is".

import { controlTopic } from '../mirror/control.ts'
import { checkpointsTopic, heartbeatsTopic, isHeartbeatsTopic, isInternalTopic } from '../mirror/naming.ts'
import { positionsTopic } from '../mirror/positions.ts'
import type { FlowSpec } from '../topology/model.ts'
import type { Plan } from './plan-file.ts'
import type { ResourceChange } from './resource-change.ts'
import { configChangeOf } from './topic-configs.ts'

export type Edit =
  | {
      readonly kind: 'exclude'
      readonly flow: string
      readonly filter: 'topics' | 'groups' | 'configs'
      readonly patterns: readonly string[]
    }
  | { readonly kind: 'set'; readonly flows: readonly string[]; readonly values: Partial<FlowSpec> }
  | { readonly kind: 'remove'; readonly flows: readonly string[] }
  | { readonly kind: 'remove_acl'; readonly block: string }
  | { readonly kind: 'restore'; readonly spec: FlowSpec }

export interface NoOp {
  /** One sentence. */
  readonly words: string
  readonly edits: readonly Edit[]
}

/** Undefined where nothing in the topology decides it alone. */
export function noOpOf(
  row: ResourceChange,
  { configuration }: Pick<Plan, 'configuration'>,
): NoOp | undefined {
  const [action] = row.change.actions
  if (action === 'no-op' || action === 'forget' || row.change.importing !== undefined) return undefined
  if (row.previous_address !== undefined || row.previous_topology !== undefined) return undefined
  const flow = configuration.flows[row.flow ?? '']
  switch (row.type) {
    case 'topic':
      if (flow === undefined || row.change.after === null) return undefined
      return isHeartbeatsTopic(flow, row.change.after.sourceTopic)
        ? withoutHeartbeats(flow, row.change.after.sourceTopic, configuration)
        : exclude(flow.name, 'topics', [row.change.after.sourceTopic])
    case 'topic_config': {
      const { set, unset } = configChangeOf(row)
      return flow === undefined ? undefined : exclude(flow.name, 'configs', [...Object.keys(set), ...unset])
    }
    case 'acl':
      if (row.impact.block !== undefined) return withoutBlock(row.impact.block)
      if (flow === undefined || action === 'delete') return undefined
      return {
        words: `Set acls { sync = false } in flow "${flow.name}".`,
        edits: [{ kind: 'set', flows: [flow.name], values: { acls: { sync: false } } }],
      }
    case 'group_offset':
      if (action === 'delete') return undefined
      return flow === undefined ? undefined : exclude(flow.name, 'groups', [row.name])
    case 'flow':
      return ofFlow(row)
    case 'internal_topic':
      return action === 'delete' ? undefined : ofInternalTopic(row, Object.values(configuration.flows))
  }
}

function withoutBlock(block: string): NoOp {
  return { words: `Remove acl "${block}".`, edits: [{ kind: 'remove_acl', block }] }
}

function exclude(flow: string, filter: 'topics' | 'groups' | 'configs', names: readonly string[]): NoOp {
  const patterns = names.map((name) => name.replace(/[!-/:-@[-^`{-~]/g, '\\$&'))
  const written = patterns.map((pattern) => JSON.stringify(pattern)).join(', ')
  return {
    words: `Add ${written} to exclude in the ${filter} of flow "${flow}".`,
    edits: [{ kind: 'exclude', flow, filter, patterns }],
  }
}

/** They are copied while flows emit them, whatever the filters say; of several flows the next would take over. */
function withoutHeartbeats(flow: FlowSpec, topic: string, { flows }: Plan['configuration']): NoOp {
  const names = Object.values(flows).flatMap(({ name, source, target }) =>
    source === flow.source && target === flow.target ? [name] : [],
  )
  const values = { heartbeats: { ...flow.heartbeats, emit: false } }
  return {
    words: `Set heartbeats { emit = false } in ${names.map((name) => `flow "${name}"`).join(' and ')}, and exclude ${JSON.stringify(topic)} where a filter lets it in.`,
    edits: [
      { kind: 'set', flows: names, values },
      ...names.flatMap((name) => exclude(name, 'topics', [topic]).edits),
    ],
  }
}

function ofFlow({ name, change: { before, actions } }: Extract<ResourceChange, { type: 'flow' }>): NoOp {
  if (before === null) return { words: `Remove flow "${name}".`, edits: [{ kind: 'remove', flows: [name] }] }
  const words =
    actions.length === 2
      ? `Give flow "${name}" its target "${before.target}" back, and every other argument as it was applied.`
      : actions[0] === 'delete'
        ? `Put flow "${name}" back as it was applied.`
        : `Write flow "${name}" as it was applied: what changes stands in the row, with its value before.`
  return { words, edits: [{ kind: 'restore', spec: before }] }
}

function ofInternalTopic({ name, cluster }: ResourceChange, flows: readonly FlowSpec[]): NoOp | undefined {
  if (name === controlTopic || name === positionsTopic) {
    const here = flows.filter(({ target }) => target === cluster).map((flow) => flow.name)
    const words = `It is needed as long as a flow has ${cluster} as its target: remove ${here.map((one) => `"${one}"`).join(', ')}.`
    return { words, edits: [{ kind: 'remove', flows: here }] }
  }
  const using = flows.filter((flow) => [flow.source, flow.target].includes(cluster))
  const emits = (owner: string, values: Partial<FlowSpec>, of: readonly FlowSpec[]): NoOp => ({
    words: `Set ${owner} { emit = false } in ${of.map((flow) => `flow "${flow.name}"`).join(' and ')}.`,
    edits: [{ kind: 'set', flows: of.map((flow) => flow.name), values }],
  })
  const [first] = using
  if (first === undefined) return undefined
  if (name === heartbeatsTopic) {
    const emitting = using.filter(({ heartbeats }) => heartbeats.emit)
    return emits('heartbeats', { heartbeats: { ...first.heartbeats, emit: false } }, emitting)
  }
  const own = using.filter((flow) => flow.target === cluster && checkpointsTopic(flow) === name)
  if (own.length > 0) return emits('checkpoints', { checkpoints: { ...first.checkpoints, emit: false } }, own)
  if (!isInternalTopic(first, name)) return undefined
  return emits('offset_syncs', { offsetSyncs: { ...first.offsetSyncs, emit: false } }, using)
}
