// Things that a plan has looked at and leaves as they are: no row speaks of them, but the decision inputs name them,
// and the configuration says which flow they belong to and why. Read off the plan alone, so a saved one will do.

import { likelyNames, likelyTopics, type NameIndex, nameIndex } from '../mirror/name-index.ts'
import { ownTopics } from '../mirror/own-topics.ts'
import { groupSelector, topicSelector } from '../mirror/selection.ts'
import type { FlowSpec } from '../topology/model.ts'
import { describeAcl, thingAddress } from './address.ts'
import { fullAddress } from './full-addresses.ts'
import type { Plan } from './plan-file.ts'

export interface SteadyThing {
  readonly address: string
  readonly type: 'topic' | 'topic_config' | 'internal_topic' | 'acl' | 'group_offset'
  readonly name: string
  /** The flows that manage it, by name. */
  readonly flows: readonly string[]
  /** The `acl` block that declares it. */
  readonly block?: string
  /** Of a copy. */
  readonly sourceTopic?: string
  /** The include pattern that lets it in. */
  readonly pattern?: string
}

type Found = Omit<SteadyThing, 'address'> & { readonly cluster: string }

/** Without those that have a row. `groupsOf` gives the consumer groups of a cluster, where they are at hand. */
export function steadyThings(
  plan: Plan,
  groupsOf: (cluster: string) => Iterable<string> = () => [],
): SteadyThing[] {
  const { addresses = {}, flows } = plan.configuration
  const rows = new Set(plan.resource_changes.map(({ address }) => address))
  const specs = Object.values(flows)
  // Against the wrong brokers nothing was compared.
  if (specs.length > 0 && plan.filters.length === 0) return []
  const topics = indexOf((cluster) => present(plan, 'topic `', `\` on ${cluster}`))
  const groupIds = indexOf(groupsOf)
  const found = [
    ...specs.flatMap((spec) => copies(spec, topics)),
    ...internalTopics(specs, plan),
    ...acls(specs, plan),
    ...specs.flatMap((spec) => groups(spec, groupIds(spec.source))),
  ]
  const things = found.map(({ cluster, ...thing }): SteadyThing => {
    const {
      type,
      name,
      flows: [flow = null],
    } = thing
    const owner = type === 'group_offset' ? (flow ?? '') : cluster
    const row = { type, name, cluster, flow, address: thingAddress(type, owner, name) }
    return { ...thing, address: fullAddress(row, addresses) }
  })
  return things.filter(({ address }) => !rows.has(address))
}

/** Names by cluster, each looked up once. */
function indexOf(namesOn: (cluster: string) => Iterable<string>): (cluster: string) => NameIndex {
  const known = new Map<string, NameIndex>()
  return (cluster) => {
    const index = known.get(cluster) ?? nameIndex(namesOn(cluster))
    known.set(cluster, index)
    return index
  }
}

/** What stands in the inputs as present, by the words before and behind its name. */
function present({ fingerprint }: Plan, before: string, after: string): string[] {
  return Object.entries(fingerprint.inputs).flatMap(([input, value]) => {
    const isNamed = input.startsWith(before) && input.endsWith(after)
    return isNamed && value !== 'absent' && value !== 'missing'
      ? [input.slice(before.length, input.length - after.length)]
      : []
  })
}

function copies(spec: FlowSpec, topics: (cluster: string) => NameIndex): Found[] {
  const select = topicSelector(spec)
  const live = topics(spec.target)
  return likelyTopics(topics(spec.source), spec.topics.include).flatMap((sourceTopic): Found[] => {
    const { replicated, remoteTopic: name, pattern } = select(sourceTopic)
    if (!replicated || !live.has(name)) return []
    const known = { name, cluster: spec.target, flows: [spec.name], sourceTopic, ...(pattern && { pattern }) }
    return [
      { ...known, type: 'topic' },
      { ...known, type: 'topic_config' },
    ]
  })
}

function internalTopics(specs: readonly FlowSpec[], plan: Plan): Found[] {
  return Object.keys(plan.configuration.clusters).flatMap((cluster) =>
    present(plan, 'internal topic ', ` on ${cluster}`).map((name) => ({
      type: 'internal_topic' as const,
      name,
      cluster,
      flows: specs
        .filter((spec) => ownTopics(spec).some(({ on, topic }) => spec[on] === cluster && topic === name))
        .map((spec) => spec.name),
    })),
  )
}

function acls(specs: readonly FlowSpec[], plan: Plan): Found[] {
  const { clusters, acls: blocks = {} } = plan.configuration
  const declared = Object.values(blocks).flatMap(({ name: block, cluster, operations, ...rest }) =>
    operations.map((operation) => ({ block, cluster, name: describeAcl({ ...rest, operation }) })),
  )
  return Object.keys(clusters).flatMap((cluster) => {
    const blocksOf = Map.groupBy(
      declared.filter((one) => one.cluster === cluster),
      ({ name }) => name,
    )
    const syncing = specs.filter((spec) => spec.target === cluster && spec.acls.sync)
    const flows = syncing.map((spec) => spec.name)
    return present(plan, 'ACL "', `" of ${cluster}`).map((name): Found => {
      const [declaring] = blocksOf.get(name) ?? []
      const whose = declaring === undefined ? { flows } : { flows: [], block: declaring.block }
      return { type: 'acl', name, cluster, ...whose }
    })
  })
}

function groups(spec: FlowSpec, ids: NameIndex): Found[] {
  if (!spec.offsets.sync) return []
  const select = groupSelector(spec)
  return likelyNames(ids, spec.groups.include).flatMap((name): Found[] => {
    const { selected, pattern } = select(name)
    if (!selected) return []
    return [
      { type: 'group_offset', name, cluster: spec.target, flows: [spec.name], ...(pattern && { pattern }) },
    ]
  })
}
