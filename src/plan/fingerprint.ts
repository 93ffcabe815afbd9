// What a plan was decided on, and nothing that moves by itself: never offsets, lag, sizes, time, leaders, nor
// whether a group or an agent is live (the broker refuses a commit to a live group anyway). Each input has a
// name that a person understands, so that a stale plan can say which one changed.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { foreseeAcls, type WantedAcls } from './acls.ts'
import { describeAcl } from './address.ts'
import { byText, canonicalJson, sha256 } from './canonical.ts'
import { conflictsOf } from './conflicts.ts'
import { declaredAcls, joiningAcls } from './declared-acls.ts'
import type { Tied } from './dependencies.ts'
import { thingsLetGo } from './fates.ts'
import { importsOf, isImportOpen } from './imports.ts'
import { internalTopics, missingInternalTopics, replicasWanted } from './internal-topics.ts'
import { hasAcl } from './live-acls.ts'
import { managedTopic } from './managed-things.ts'
import { ownerOf } from './ownership.ts'
import { formatVersion, type Plan } from './plan-file.ts'
import { loopsWithOthers } from './policies/foreign-loops.ts'
import { badlyNamed } from './policies/possible-topics.ts'
import type { Outlook, Route } from './routes.ts'
import type { FlowView, PlanView } from './view.ts'

export type Fingerprint = Plan['fingerprint']

type Input = readonly [name: string, value: string]

/** Longer values are kept as their hash: they are there to be compared. */
const valueLengthMax = 200

/** `decided`: by which dependencies the rows are in their order. */
export function fingerprintOf(
  outlook: Outlook,
  decided: Tied['decided'],
  straitVersion: string,
): Fingerprint {
  const { view, routes } = outlook
  const inputs: Input[] = [
    ['format version', formatVersion],
    ['strait version', straitVersion],
    ...clusterInputs(outlook),
    ...Object.entries(view.topology.addresses ?? {}).map(
      ([path, address]): Input => [`address of ${path}`, address],
    ),
    ...view.flows.flatMap((flow) => flowInputs(flow)),
    ...view.leftOver.map(
      ({ cluster, entry }): Input => [
        `flow "${entry.name}", applied on ${cluster}`,
        short(canonicalJson(entry.address === undefined ? entry.spec : [entry.spec, entry.address])),
      ],
    ),
    // Commits move by themselves, so a group that leaves is no input; each of its places is compared before it goes.
    ...thingsLetGo(outlook).flatMap(({ thing, fate, reason }): Input[] =>
      thing.type === 'group_offset'
        ? []
        : [[`${thing.entry.address}, which Strait made`, `${fate}: ${reason}`]],
    ),
    ...guardInputs(view),
    ...nameInputs(view),
    ...conflictInputs(outlook),
    ...importInputs(outlook),
    ...internalTopicInputs(view),
    ...routes.flatMap(routeInputs),
    ...foreseeAcls(view).flatMap(aclInputs),
    ...declaredInputs(view),
    ...view.flows.flatMap(badNameInputs),
    ...[...decided].map(([what, order]): Input => [what, short(order)]),
  ]
  const ordered = inputs.toSorted((one, other) => byText(one[0], other[0]) || byText(one[1], other[1]))
  return { hash: sha256(JSON.stringify(dedupe(ordered))), inputs: Object.fromEntries(ordered) }
}

function clusterInputs(outlook: Outlook): Input[] {
  const { view } = outlook
  const { topology, flows } = view
  const keepingAcls = declaredAcls(view).map(({ cluster }) => cluster)
  const used = new Set([...flows.flatMap(({ source, target }) => [source, target]), ...keepingAcls])
  const replicas = replicasToMake(outlook)
  return [...used].flatMap(({ name, description }) => {
    const spec = topology.clusters[name]
    return [
      ...leaves(spec ?? {}, `of cluster "${name}"`),
      [`cluster id of ${name}`, description.clusterId],
      ...brokersInput(name, description.brokers.length, replicas.get(name) ?? 0),
      ...authorizerInput(view, name),
    ]
  })
}

/** Of each cluster where topics are to be made, the most replicas that one of them asks for. */
function replicasToMake({ view, routes }: Outlook): ReadonlyMap<string, number> {
  const most = new Map<string, number>()
  const asks = ({ name }: ClusterSnapshot, replicas: number): void => {
    most.set(name, Math.max(replicas, most.get(name) ?? 0))
  }
  for (const { cluster } of missingInternalTopics(view)) asks(cluster, replicasWanted)
  for (const { flow, before } of routes) {
    if (before === undefined) asks(flow.target, flow.spec.replicationFactor)
  }
  return most
}

/** Brokers that are away for a moment decide nothing but how many replicas a new topic can have. */
function brokersInput(name: string, brokers: number, replicas: number): Input[] {
  return replicas === 0 ? [] : [[`brokers of ${name}`, String(Math.min(replicas, brokers))]]
}

/** It decides only where ACLs are copied or declared. */
function authorizerInput({ snapshot, flows, topology }: PlanView, name: string): Input[] {
  const copies = flows.some(({ spec }) => spec.acls.sync && [spec.source, spec.target].includes(name))
  const declares = Object.values(topology.acls ?? {}).some(({ cluster }) => cluster === name)
  if (!copies && !declares) return []
  const acls = snapshot.clusters.get(name)?.acls
  return [[`authorizer of ${name}`, acls === undefined ? 'none' : 'present']]
}

function importInputs({ view, routes }: Outlook): Input[] {
  return importsOf({ view, routes }).map(({ into, topic, route }): Input => {
    const isDone = route !== undefined && !isImportOpen(route)
    return [`import of \`${topic}\` ${into}`, isDone ? 'done' : 'to do']
  })
}

/** What the topology is called, and where what it takes over comes from. */
function nameInputs(view: PlanView): Input[] {
  const { name, formerly } = view.topology
  return [
    ...(name === undefined ? [] : [['name of the topology', name] as const]),
    ...(formerly === undefined ? [] : [['former names of the topology', formerly.join(', ')] as const]),
    ...view.flows.flatMap(({ spec, formerTopology }): Input[] =>
      formerTopology === undefined
        ? []
        : [[`topology of flow "${spec.name}" until now`, formerTopology ?? 'none']],
    ),
    ...[...joiningAcls(view)].map(
      ([place, from]): Input => [`topology of ACL ${place} until now`, from ?? 'none'],
    ),
  ]
}

/** Flows of others are no input until one of them stands in the way. */
function conflictInputs(outlook: Outlook): Input[] {
  return [
    ...conflictsOf(outlook).map(
      ({ kind, name, cluster, topology }): Input => [
        `${kind} "${name}" on ${cluster}, of another topology`,
        topology ?? 'without a name',
      ],
    ),
    ...loopsWithOthers(outlook.view).map(
      ({ hops }): Input => [
        `loop of flows ${hops.map(({ flow }) => `"${flow.spec.name}"`).join(', ')}`,
        hops.flatMap(({ flow }) => flow.foreign?.entry.topology ?? []).join(', '),
      ],
    ),
  ]
}

function guardInputs({ topology, held }: PlanView): Input[] {
  return [
    ...leaves(topology.deletes ?? {}, 'of deletes'),
    ...leaves(topology.brake ?? {}, 'of brake'),
    ...blockInputs('moved', topology.moved),
    ...blockInputs('removed', [...(topology.removed ?? []), ...(topology.removedThings ?? [])]),
    ...blockInputs('import', topology.imports),
    ...(topology.policies ?? []).flatMap((policy) => leaves(policy, `of policy "${policy.name}"`)),
    ...held.map(({ entry }): Input => [`guard of flow "${entry.name}"`, 'holds']),
  ]
}

function blockInputs(kind: string, blocks: readonly object[] = []): Input[] {
  return blocks.length === 0 ? [] : [[`${kind} blocks`, short(canonicalJson(blocks))]]
}

function flowInputs({ spec, identity, applied, elsewhere }: FlowView): Input[] {
  const state = (flow: FlowView['applied']): string =>
    flow === undefined ? 'absent' : flow.entry.state === 'stopped' ? 'stopped' : 'applied'
  return [
    ...leaves(spec, `of flow "${spec.name}"`),
    [`identity of flow "${spec.name}"`, identity],
    [`flow "${spec.name}" in the control topic of ${spec.target}`, state(applied)],
    ...(applied === undefined ? [] : leaves(applied.entry.spec, `of flow "${spec.name}" as applied`)),
    ...(elsewhere === undefined
      ? []
      : [[`flow "${spec.name}" in the control topic of ${elsewhere.cluster}`, state(elsewhere)] as const]),
  ]
}

function internalTopicInputs(view: PlanView): Input[] {
  return internalTopics(view).map(({ cluster, topic }) => {
    const live = cluster.topics.get(topic)
    const policy = live?.configs.find(({ name }) => name === 'cleanup.policy')?.value ?? 'compact'
    return [
      `internal topic ${topic} on ${cluster.name}`,
      live === undefined ? 'absent' : `present, cleanup.policy = ${policy}`,
    ]
  })
}

function routeInputs(route: Route): Input[] {
  const { flow, source, sourceLive, before, after } = route
  const sourcePlace = `\`${source.name}\` on ${flow.source.name}`
  const targetPlace = `\`${after.name}\` on ${flow.target.name}`
  return [
    [`topic ${sourcePlace}`, sourceLive?.id ?? 'absent'],
    [`partitions of ${sourcePlace}`, String(source.partitions)],
    [`topic ${targetPlace}`, before === undefined ? 'absent' : 'present'],
    [`partitions of ${targetPlace}`, String(before?.partitions.length ?? 0)],
    [`owner of ${targetPlace}`, ownerText(route)],
    ...rememberedInputs(route, targetPlace),
    // The size of a topic decides nothing but whether a cut that is due is made in steps.
    ...route.steps.map(({ name, value }): Input => [`step of \`${name}\` of ${targetPlace}`, value]),
    ...configInputs(route).flatMap((name): Input[] => [
      [`\`${name}\` of ${sourcePlace}`, sourceText(route, name)],
      ...(before === undefined
        ? []
        : [[`\`${name}\` of ${targetPlace}`, targetText(before.configs, name)] as const]),
    ]),
  ]
}

/** A free topic and one that the flow itself wrote are planned alike: records arrive by themselves. */
function ownerText(route: Route): string {
  const owner = ownerOf(route)
  if (owner.kind === 'stranger') return 'a stranger'
  return owner.kind === 'flow' && owner.flow !== route.flow.identity
    ? `flow "${owner.flow}"`
    : 'nobody or this flow'
}

/** What Strait last set decides only where the flow does not simply set it again. */
function rememberedInputs(route: Route, place: string): Input[] {
  const { flow, before } = route
  const { drift = 'revert' } = flow.spec.lifecycle
  const configs = before === undefined ? undefined : managedTopic(flow.target, before.name)?.configs
  if (drift === 'revert' || configs === undefined) return []
  return configInputs(route).map(
    (name): Input => [`\`${name}\` of ${place}, as Strait last set it`, configs[name] ?? 'not set'],
  )
}

/** The keys that decide: what the source has set, and what the target has set and a sync would touch. */
function configInputs({ flow, source, before }: Route): string[] {
  const deciding = new Set<string>()
  for (const { name, source: origin, readOnly, sensitive } of source.configs.values()) {
    const isInherited = origin === 'default' || origin === 'static_broker' || origin === 'unknown'
    if (!isInherited && !readOnly && !sensitive && flow.configTravels(name)) deciding.add(name)
  }
  if (!flow.spec.configs.sync) return before === undefined ? [...deciding] : []
  for (const { name, source: origin, sensitive } of before?.configs ?? []) {
    if (origin === 'topic' && !sensitive && flow.configTravels(name)) deciding.add(name)
  }
  return [...deciding]
}

function sourceText({ source }: Route, name: string): string {
  const entry = source.configs.get(name)
  return entry === undefined
    ? 'absent'
    : `${entry.value ?? ''}${entry.source === 'default' ? ' (default)' : ''}`
}

function targetText(
  configs: readonly { name: string; value: string | null; source: string }[],
  name: string,
): string {
  const entry = configs.find((config) => config.name === name)
  return entry === undefined
    ? 'absent'
    : `${entry.value ?? ''}${entry.source === 'topic' ? '' : ' (default)'}`
}

function aclInputs({ flow, acls }: WantedAcls): Input[] {
  return acls.map((acl) => [
    `ACL "${describeAcl(acl)}" of ${flow.target.name}`,
    hasAcl(flow.target, acl) ? 'present' : 'missing',
  ])
}

function declaredInputs(view: PlanView): Input[] {
  return [
    ...Object.values(view.topology.acls ?? {}).flatMap((spec) => leaves(spec, `of acl "${spec.name}"`)),
    ...declaredAcls(view).map(
      ({ cluster, acl }): Input => [
        `ACL "${describeAcl(acl)}" of ${cluster.name}`,
        hasAcl(cluster, acl) ? 'present' : 'missing',
      ],
    ),
  ]
}

function badNameInputs(flow: FlowView): Input[] {
  return badlyNamed(flow).map((topic) => [`name of \`${topic}\` on ${flow.target.name}`, 'not possible'])
}

/** Every attribute by its name in HCL, as `limits.bytes_per_second of flow "orders"`. */
function leaves(value: object, owner: string, path: readonly string[] = []): Input[] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]): Input[] => {
    const inner = [...path, key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]
    if (typeof member === 'object' && member !== null && !Array.isArray(member)) {
      return leaves(member, owner, inner)
    }
    const text = typeof member === 'string' ? member : canonicalJson(member)
    return member === undefined ? [] : [[`${inner.join('.')} ${owner}`, short(text)]]
  })
}

function short(value: string): string {
  return value.length <= valueLengthMax ? value : sha256(value)
}

function dedupe(inputs: readonly Input[]): Input[] {
  return inputs.filter(([name, value], index) => {
    const before = inputs[index - 1]
    return before === undefined || before[0] !== name || before[1] !== value
  })
}
