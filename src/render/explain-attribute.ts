// Where one value of a plan's row came from: what was written, or the default, or what is live.

import type { OwnedConfigs } from '../plan/config-owners.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { titleOf } from '../plan/titles.ts'
import { modelName, type ValueSource } from '../topology/value-source.ts'
import type { Explained } from './explain-text.ts'
import { bytes } from './quantity.ts'
import { clusterOf, flowOf } from './titles.ts'

/** How a flow's own arguments were written; undefined for what nobody wrote. */
export type WrittenIn = (block: string, attribute: string) => ValueSource | undefined

/** Undefined where the row has no such attribute. */
export function explainAttribute(
  row: ResourceChange,
  attribute: string,
  { plan, writtenIn }: Known,
): Explained | undefined {
  const [before, after] = [valueAt(row.change.before, attribute), valueAt(row.change.after, attribute)]
  if (before === undefined && after === undefined) return undefined
  return [
    ['value', shown(after, attribute)],
    ...ownFacts(row, attribute, { plan, writtenIn }),
    ['live', row.change.before === null ? 'nothing is there yet' : shown(before, attribute)],
  ]
}

interface Known {
  readonly plan: Plan
  readonly writtenIn: WrittenIn | undefined
}

/** Flows and declared ACLs were written; of everything else the values come from a cluster. */
function ownFacts(row: ResourceChange, attribute: string, { plan, writtenIn }: Known): Explained {
  if (row.type === 'flow') return writtenFacts(`flow.${row.name}`, attribute, writtenIn)
  if (row.type !== 'acl' || row.impact.block === undefined) return sourceFacts(row, attribute, plan)
  const argument = attribute === 'operation' ? 'operations' : attribute
  return writtenFacts(`acl.${row.impact.block}`, argument, writtenIn)
}

export function writtenFacts(block: string, attribute: string, writtenIn: WrittenIn | undefined): Explained {
  if (writtenIn === undefined) return [['written', 'a saved plan does not know where: explain the directory']]
  const source = writtenIn(block, attribute)
  if (source === undefined) return [['written', 'nowhere: this is the default']]
  return [
    ['written', `${source.text} (${source.isInherited ? 'in the defaults block, ' : ''}${source.place})`],
    ...source.definitions.map((definition) => ['from', definitionText(definition)] as const),
  ]
}

/** What stands in the `defaults` block and nowhere in the flow. */
export function inheritedFacts(
  inherited: { readonly place: string; readonly names: readonly string[] } | undefined,
): Explained {
  if (inherited === undefined) return []
  return [['defaults', `from the defaults block (${inherited.place}): ${inherited.names.join(', ')}`]]
}

/** Of a variable or local and what it is made of. */
export function definitionFacts([own, ...parts]: ValueSource['definitions']): Explained {
  if (own === undefined) return []
  const place = own.isDefault ? `default, ${own.place}` : own.place
  return [
    ['written', own.text === undefined ? `${place}; the value is not shown` : `${own.text} (${place})`],
    ...parts.map((definition) => ['from', definitionText(definition)] as const),
  ]
}

/** `local.rate = bytes(var.mib) (locals.hcl:3)`. */
function definitionText({ name, place, text, isDefault }: ValueSource['definitions'][number]): string {
  const value = text === undefined ? '' : ` = ${text}`
  return `${name}${value} (${isDefault ? 'default, ' : ''}${place})`
}

function sourceFacts(row: ResourceChange, attribute: string, plan: Plan): Explained {
  const { source } = plan.configuration.flows[row.flow ?? ''] ?? {}
  const origin = source === undefined ? 'the source' : titleOf('cluster', source, plan.configuration)
  const [first = '', ...rest] = attribute.split('.')
  const key = rest.join('.')
  if (row.type === 'topic_config') {
    const owned = row.impact.keys?.[key]
    if (owned === undefined) return [['from', 'source and target agree']]
    return [['from', ownerText(owned, { source: origin, target: clusterOf(row, plan) })]]
  }
  if (row.type !== 'topic') return []
  if (first === 'replication_factor')
    return [['from', `replication_factor of ${flowOf(row, plan)}; -1 is the cluster’s default`]]
  const topic = row.change.after?.sourceTopic ?? ''
  return [['from', `${topic} on ${origin}`]]
}

/** Who decides a config of a copy; both clusters as plans show them. */
export function ownerText(
  { owner, source }: Pick<OwnedConfigs[string], 'owner' | 'source'>,
  clusters: { readonly source: string; readonly target: string },
): string {
  switch (owner) {
    case 'source':
      return `the source: ${source ?? 'its default'} on ${clusters.source}`
    case 'target':
      return `the target: the key belongs to ${clusters.target} alone`
    case 'git':
      return `git: the configuration leaves the key to ${clusters.target}`
  }
}

/** Names are HCL's; keys of configs hold dots themselves. */
function valueAt(attributes: unknown, attribute: string): unknown {
  if (typeof attributes !== 'object' || attributes === null) return undefined
  const entries = Object.entries(attributes)
  const own = entries.find(([key]) =>
    [attribute, modelName(attribute), `${modelName(attribute)}Ms`].includes(key),
  )
  if (own !== undefined) return own[1]
  const [first = '', ...rest] = attribute.split('.')
  const inner = entries.find(([key]) => [first, modelName(first)].includes(key))
  return rest.length === 0 ? inner?.[1] : valueAt(inner?.[1], rest.join('.'))
}

function shown(value: unknown, attribute: string): string {
  if (value === undefined) return 'not set'
  if (typeof value === 'number' && /bytes(?:_per_second)?$/.test(attribute) && value >= 1024)
    return `${value} (${bytes(value)})`
  return JSON.stringify(value)
}
