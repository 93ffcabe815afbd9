// Live clusters → a topology as HCL. Flows that Strait runs come from the control topics and mean exactly what was
// applied, so a plan of what is written has no changes; pairs that MirrorMaker mirrors become proposals, marked as
// such. Modules and repetitions are gone: what was applied is flat.

import { StraitError } from '../errors/strait-error.ts'
import type { MirrorTraces } from '../live/read-mirrors.ts'
import { topologyTitle } from '../mirror/claims.ts'
import type { FlowEntry } from '../mirror/control.ts'
import type { AclSpec, ClusterSpec, FlowSpec } from '../topology/model.ts'
import { writeTopology } from '../topology/write/write-topology.ts'
import { detectMirror } from './detect-mirror.ts'
import { exportAcls } from './export-acls.ts'

export interface ExportedFlow {
  readonly name: string
  /** `proposed`: what MirrorMaker does today, to be read before it is applied. */
  readonly origin: 'applied' | 'proposed'
  readonly source: string
  readonly target: string
}

export interface LiveExport {
  /** What the HCL is made of: all clusters, and the flows that Strait runs. */
  readonly clusters: Readonly<Record<string, ClusterSpec>>
  readonly applied: readonly FlowSpec[]
  readonly hcl: string
  readonly flows: readonly ExportedFlow[]
  readonly acls: readonly Pick<AclSpec, 'name' | 'cluster'>[]
  readonly notices: readonly string[]
}

/**
 * What one topology applied; `asked` names it where the directory does. Throws ST234 where a flow that runs names a
 * cluster that is not among the given ones, and where flows of several topologies run and none was asked for.
 */
export function exportLive(
  clusters: Readonly<Record<string, ClusterSpec>>,
  all: readonly MirrorTraces[],
  { asked, allAcls = false }: { readonly asked?: string | undefined; readonly allAcls?: boolean } = {},
): LiveExport {
  const { name, traces, notices } = ofOneTopology(all, asked)
  const applied = traces.flatMap((cluster) => runningFlows(cluster, traces))
  const isApplied = ({ source, target }: FlowSpec): boolean =>
    applied.some(({ spec }) => spec.source === source && spec.target === target)
  const proposals = traces
    .flatMap((source) =>
      traces.filter((target) => target !== source).map((target) => detectMirror(source, target)),
    )
    .flatMap((found) => (found === undefined || isApplied(found.spec) ? [] : [found]))
  const taken = new Set(applied.map(({ spec }) => spec.name))
  const proposed = proposals.filter(({ spec }) => spec.topics.include.length > 0 && !taken.has(spec.name))
  const flows = [...applied.map(({ spec }) => spec), ...proposed.map(({ spec }) => spec)]
  const acls = exportAcls(traces, { flows, topology: name, all: allAcls })
  const above = new Map([
    ...applied.map(({ spec, revision }) => [`flow.${spec.name}`, appliedRemark(revision)] as const),
    ...proposed.map(({ spec, evidence }) => [`flow.${spec.name}`, proposalRemark(evidence)] as const),
  ])
  return {
    clusters,
    applied: applied.map(({ spec }) => spec),
    hcl: writeTopology(
      {
        ...(name === undefined ? {} : { name }),
        clusters: withIds(clusters, traces),
        flows: Object.fromEntries(flows.map((spec) => [spec.name, spec])),
        acls: Object.fromEntries(acls.acls.map((spec) => [spec.name, spec])),
      },
      { notes: new Map(), above, instead: new Map(), opening },
    ),
    flows: flows.map(({ name, source, target }) => ({
      name,
      origin: taken.has(name) ? 'applied' : 'proposed',
      source,
      target,
    })),
    acls: acls.acls.map(({ name: block, cluster }) => ({ name: block, cluster })),
    notices: [
      ...notices,
      ...pausedFlows(applied),
      ...waitingFlows(applied),
      ...unknownSources(traces),
      ...emptyProposals(proposals),
      ...acls.notices,
    ],
  }
}

/** The traces without the flows of other topologies; what MirrorMaker left is nobody's. */
function ofOneTopology(
  traces: readonly MirrorTraces[],
  asked: string | undefined,
): {
  readonly name: string | undefined
  readonly traces: readonly MirrorTraces[]
  readonly notices: string[]
} {
  const running = traces.flatMap(({ flows }) => flows.filter(({ state }) => state !== 'stopped'))
  const names = [...new Set(running.map(({ topology }) => topology))]
  if (asked === undefined && names.length > 1) {
    throw new StraitError(
      'ST234',
      `flows of ${names.length} topologies run there: ${names.map((name) => name ?? 'one without a name').join(', ')}. One export is one topology: give a directory whose strait block has the name of the one that is meant`,
    )
  }
  const [only] = names
  const name = asked ?? only
  const others = running.filter(({ topology }) => topology !== name)
  return {
    name,
    traces: traces.map((cluster) => ({
      ...cluster,
      flows: cluster.flows.filter(({ topology }) => topology === name),
    })),
    notices: others.map(
      (flow) => `Flow ${flow.name} belongs to ${topologyTitle(flow.topology)} and is left out.`,
    ),
  }
}

const opening = [
  {
    kind: 'comment',
    text: 'Written by strait export from live clusters. Secrets are references, and nothing of them is here.',
  },
] as const

function appliedRemark({ commit, author }: FlowEntry['revision']): string {
  const by = author === null ? '' : ` by ${author}`
  return `Applied${commit === null ? '' : ` at ${commit.slice(0, 12)}`}${by}; as it runs now.`
}

function proposalRemark(evidence: readonly string[]): string {
  return [
    'PROPOSED: what MirrorMaker does today, concluded from what it left. Read it before you apply.',
    ...evidence.map((sentence) => `- ${sentence}`),
    '- whether it syncs ACLs and group offsets cannot be seen: see acls and offsets',
  ].join('\n')
}

/** Brokers that report another id later are refused: a topology that was read from one cluster is for that one. */
function withIds(
  clusters: Readonly<Record<string, ClusterSpec>>,
  traces: readonly MirrorTraces[],
): Record<string, ClusterSpec> {
  const ids = new Map(traces.map(({ name, clusterId }) => [name, clusterId]))
  return Object.fromEntries(
    Object.entries(clusters).map(([name, spec]) => {
      const clusterId = spec.clusterId ?? ids.get(name)
      return [name, { ...spec, ...(clusterId === undefined ? {} : { clusterId }) }]
    }),
  )
}

/** A control topic holds the flows whose target its cluster is. */
function runningFlows(cluster: MirrorTraces, traces: readonly MirrorTraces[]): FlowEntry[] {
  const running = cluster.flows.filter(({ state }) => state !== 'stopped')
  for (const { name, spec } of running) {
    if (spec.target !== cluster.name) {
      throw new StraitError(
        'ST234',
        `flow "${name}" calls its target "${spec.target}", and here it is called "${cluster.name}": name it --cluster ${spec.target}=…`,
        { facts: { flow: name, cluster: cluster.name } },
      )
    }
    if (traces.some((one) => one.name === spec.source)) continue
    throw new StraitError(
      'ST234',
      `flow "${name}" reads from cluster "${spec.source}", which was not given: add --cluster ${spec.source}=HOST:PORT`,
      { facts: { flow: name, cluster: spec.source } },
    )
  }
  return running.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

function pausedFlows(flows: readonly FlowEntry[]): string[] {
  return flows
    .filter(({ state }) => state === 'paused')
    .map(({ name }) => `Flow ${name} is paused, and stays so: that is no part of a topology.`)
}

/** Blocks are named anew in an export: what one waited for may be called otherwise, or be of a module that is gone. */
function waitingFlows(flows: readonly FlowEntry[]): string[] {
  return flows.flatMap(({ name, dependsOn = [] }) =>
    dependsOn.length === 0
      ? []
      : `Flow ${name} waited for ${dependsOn.join(', ')} when it was applied: that is not written, add depends_on where it still holds.`,
  )
}

/** MirrorMaker's internal topics name aliases; one that was not given may be a cluster of its own. */
function unknownSources(traces: readonly MirrorTraces[]): string[] {
  const known = new Set(traces.map(({ name }) => name))
  return traces.flatMap(({ name: cluster, topics }) => {
    const aliases = topics.flatMap(({ name }) => {
      const [, offsets, checkpoints] =
        /^(?:mm2-offsets\.(.+)\.internal|(.+?)[._-]+checkpoints[._-]+internal)$/.exec(name) ?? []
      return offsets ?? checkpoints ?? []
    })
    return [...new Set(aliases)]
      .filter((alias) => !known.has(alias))
      .map(
        (alias) =>
          `MirrorMaker copies from a cluster "${alias}" to ${cluster}, and no cluster of that name was given: add --cluster ${alias}=HOST:PORT.`,
      )
  })
}

function emptyProposals(proposals: ReturnType<typeof detectMirror>[]): string[] {
  return proposals.flatMap((found) =>
    found === undefined || found.spec.topics.include.length > 0
      ? []
      : `MirrorMaker left topics of its own for ${found.spec.source} → ${found.spec.target}, but copied none that is still there: no flow is proposed.`,
  )
}
