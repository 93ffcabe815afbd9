// Clusters and flows as a picture's parts: what stands in it, what an edge says and how it changes. Mermaid, SVG and
// the table are three ways to show the same graph. Made from a plan's public JSON, or from a topology alone.

import { flowAddress } from '../plan/address.ts'
import { blockAddress } from '../plan/made-for.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { ChangeOf } from '../plan/resource-change.ts'
import { titleOf } from '../plan/titles.ts'
import { dependenciesOf } from '../topology/block-address.ts'
import type { Topology } from '../topology/model.ts'
import { nameList } from './names.ts'
import { bytes, counted, duration } from './quantity.ts'
import { safeValue } from './safe-text.ts'

/** What a plan does with an edge. `same`: nothing, or there is no plan. */
export type EdgeChange = 'added' | 'changed' | 'removed' | 'same'

export interface Edge {
  readonly source: string
  readonly target: string
  /** The flow's name, or its address where that says more, first; then what there is to say; each a line. */
  readonly lines: readonly string[]
  readonly change: EdgeChange
}

/** Names in it are one line each and act on no terminal; every sink still escapes them its own way. */
export interface Graph {
  /** Every cluster of the configuration, and those that only a removed flow still names. */
  readonly clusters: readonly string[]
  /** What a cluster is called by its address instead of its name: of repeated ones and those of modules. */
  readonly titles: Readonly<Record<string, string>>
  readonly edges: readonly Edge[]
}

export function graphOfTopology(topology: Topology): Graph {
  const safe = safeValue(topology)
  return withClusters(
    safe,
    Object.values(safe.flows).map(({ name, source, target }) => ({
      source,
      target,
      lines: [titleOf('flow', name, safe), ...waits(blockAddress('flow', name, safe), safe)],
      change: 'same',
    })),
  )
}

/** Every flow of the plan, with what it has to copy. */
export function graphOfPlan(plan: Pick<Plan, 'configuration' | 'resource_changes'>): Graph {
  const { configuration, resource_changes } = safeValue(plan)
  const edges = resource_changes.flatMap((row) => (row.type === 'flow' ? edgesOf(row, configuration) : []))
  return withClusters(configuration, edges)
}

/**
 * One edge for all flows between two clusters that change alike: what is left to show of a mesh that nobody could
 * read.
 */
export function collapse({ edges, ...rest }: Graph): Graph {
  const alike = Map.groupBy(edges, ({ source, target, change }) => JSON.stringify([source, target, change]))
  return {
    ...rest,
    edges: [...alike.values()].flatMap((flows) => {
      const [first] = flows
      if (first === undefined || flows.length === 1) return flows
      return [{ ...first, lines: [`${counted(flows.length, 'flow')}${verbs[first.change]}`] }]
    }),
  }
}

const verbs: Record<EdgeChange, string> = {
  added: ' added',
  changed: ' changed',
  removed: ' removed',
  same: '',
}

/** Flows are edges, and no edge leads from one edge to another: what a flow waits for is told beside its name. */
function waits(block: string, { dependsOn = {} }: Topology): string[] {
  const references = dependenciesOf(block, dependsOn)
  return references.length === 0 ? [] : [`after ${nameList(references)}`]
}

function edgesOf(row: ChangeOf<'flow'>, configuration: Topology): Edge[] {
  const { before, after, actions } = row.change
  const title = row.address === flowAddress(row.name) ? row.name : row.address
  const moved = actions.length === 2 && before !== null
  const gone: Edge[] = moved
    ? [
        {
          source: before.source,
          target: row.previous_cluster ?? before.target,
          lines: [title, 'stops here'],
          change: 'removed',
        },
      ]
    : []
  const spec = after ?? before
  if (spec === null) return gone
  const { source, target } = spec
  const order = after === null ? [] : waits(row.address, configuration)
  const lines = [title, ...order, ...remark(row)]
  return [...gone, { source, target, lines, change: changeOf(row) }]
}

function changeOf({ change: { actions } }: ChangeOf<'flow'>): EdgeChange {
  if (actions.length === 2) return 'added'
  const changes = {
    create: 'added',
    update: 'changed',
    delete: 'removed',
    forget: 'removed',
    'no-op': 'same',
  } as const
  return changes[actions[0]]
}

function remark({ change, impact, action_reason: reason }: ChangeOf<'flow'>): string[] {
  if (change.after === null) return ['stops']
  if (reason === 'paused') return ['paused']
  if (impact.records === 0) return []
  const most = impact.at_most ? 'up to ' : ''
  const time = impact.eta_seconds === null ? '' : `, ~${duration(impact.eta_seconds)}`
  // Sizes that nobody may read, or that round to nothing.
  const size = impact.bytes === 0 ? counted(impact.records, 'record') : bytes(impact.bytes)
  return [`${most}+${size}${time}`]
}

function withClusters(configuration: Topology, edges: readonly Edge[]): Graph {
  const named = edges.flatMap(({ source, target }) => [source, target])
  const clusters = [...new Set([...Object.keys(configuration.clusters), ...named])]
  const titles = clusters.map((name) => [name, titleOf('cluster', name, configuration)] as const)
  return { clusters, titles: Object.fromEntries(titles.filter(([name, title]) => name !== title)), edges }
}
