// Live ACLs → `acl` blocks. What Strait made of such blocks is always among them, or a plan of the export would let go
// of it; everything else that stands on the clusters where it is asked for. What flows bring is their business.

import type { Acl } from '../kafka/cluster.ts'
import type { MirrorTraces } from '../live/read-mirrors.ts'
import { remoteAcl } from '../mirror/acl-sync.ts'
import { type ManagedEntry, nobodysFlow } from '../mirror/control.ts'
import { parseAddress } from '../mirror/managed-address.ts'
import { topicSelector } from '../mirror/selection.ts'
import { describeAcl } from '../plan/address.ts'
import { byText, canonicalJson } from '../plan/canonical.ts'
import { clusterResource } from '../topology/defaults.ts'
import { type AclSpec, aclOperations, aclSpec, type FlowSpec } from '../topology/model.ts'

export interface ExportedAcls {
  readonly acls: readonly AclSpec[]
  readonly notices: readonly string[]
}

interface Wanted {
  readonly flows: readonly FlowSpec[]
  /** Of the topology that is exported. */
  readonly topology: string | undefined
  /** Also those that Strait did not make. */
  readonly all: boolean
}

/** Two names of one cluster show the same ACLs: the first speaks for both. */
export function exportAcls(traces: readonly MirrorTraces[], wanted: Wanted): ExportedAcls {
  const clusters = [...new Map(traces.toReversed().map((cluster) => [cluster.clusterId, cluster])).values()]
  const parts = clusters.toReversed().map((cluster) => aclsOn(cluster, traces, wanted))
  const names = new Set<string>()
  const specs = parts.flatMap(({ cluster, acls }) =>
    blocksOf(acls).map((block) => ({ ...block, name: nameOf(block, names), cluster })),
  )
  const acls = specs.flatMap((spec) => aclSpec.safeParse(spec).data ?? [])
  return { acls, notices: parts.flatMap(({ notices }) => notices) }
}

function aclsOn(cluster: MirrorTraces, traces: readonly MirrorTraces[], { flows, topology, all }: Wanted) {
  const { name, acls: live = [], managed } = cluster
  const made = new Map(managed.flatMap((entry) => madeAcl(entry)))
  const brought = new Set(
    flows
      .filter(({ target, acls }) => target === name && acls.sync)
      .flatMap((flow) => {
        const source = traces.find((one) => one.name === flow.source)?.acls ?? []
        const select = topicSelector(flow)
        return source.flatMap((acl) => remoteAcl(acl, select) ?? []).map(canonicalJson)
      }),
  )
  const isOurs = (acl: Acl): boolean => {
    const entry = made.get(describeAcl(acl))
    if (entry !== undefined) return entry.flow === nobodysFlow && entry.topology === topology
    return all && !brought.has(canonicalJson(acl))
  }
  const ours = live.filter(isOurs)
  const odd = ours.filter((acl) => !isSayable(acl))
  return {
    cluster: name,
    acls: ours.filter(isSayable),
    notices: [
      ...(all && cluster.acls === undefined
        ? [`Cluster ${name} keeps no ACLs: its brokers have no authorizer.`]
        : []),
      ...odd.map(
        (acl) => `The ACL "${describeAcl(acl)}" of ${name} is left out: an acl block cannot say it.`,
      ),
    ],
  }
}

function madeAcl(entry: ManagedEntry): [string, ManagedEntry][] {
  const thing = parseAddress(entry.address)
  return thing?.type === 'acl' ? [[thing.name, entry]] : []
}

/** Brokers may know operations that this version does not, and keep what never applies: a prefix of the cluster's name. */
function isSayable({ resourceType, resourceName, patternType, operation, principal }: Acl): boolean {
  const known: readonly string[] = aclOperations[resourceType] ?? []
  const isNamed =
    resourceType === 'cluster'
      ? resourceName === clusterResource && patternType === 'literal'
      : resourceName !== ''
  return isNamed && known.includes(operation) && /^[^:]+:./s.test(principal)
}

type Block = Omit<AclSpec, 'name' | 'cluster' | 'operations'> & { readonly operations: readonly string[] }

/** One for what differs in nothing but the operation. */
function blocksOf(acls: readonly Acl[]): Block[] {
  const alike = Map.groupBy(acls, ({ operation: _, ...rest }) => canonicalJson(rest))
  const blocks = [...alike.values()].flatMap((group): Block[] => {
    const [first] = group
    if (first === undefined) return []
    const { operation: _, ...rest } = first
    return [{ ...rest, operations: group.map(({ operation }) => operation).sort(byText) }]
  })
  return blocks.sort((one, other) => byText(placeOf(one), placeOf(other)))
}

/** By what they are about, then by whom. */
function placeOf({ resourceType, resourceName, principal, ...rest }: Block): string {
  return JSON.stringify([resourceType, resourceName, principal, canonicalJson(rest)])
}

const nameLengthMax = 80

/** As `billing-topic-orders`, with a number where another one is called so. */
function nameOf(block: Block, taken: Set<string>): string {
  const { principal, permission, resourceType, resourceName } = block
  const who = principal.slice(principal.indexOf(':') + 1)
  const words = [
    permission === 'deny' ? 'deny' : '',
    who === '*' ? 'everybody' : who,
    resourceType,
    resourceType === 'cluster' ? '' : resourceName === '*' ? 'all' : resourceName,
  ]
  const plain = words
    .join('-')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .slice(0, nameLengthMax)
    .replaceAll(/^-|-$/g, '')
  const first = /^[A-Za-z]/.test(plain) ? plain : `acl-${plain}`
  let name = first
  for (let number = 2; taken.has(name); number++) name = `${first}-${number}`
  taken.add(name)
  return name
}
