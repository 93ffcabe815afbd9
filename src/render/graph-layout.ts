// Where the parts of a graph stand: clusters in columns from left to right, and between two columns one for what
// their edges say, so that no two labels overlap. Edges that go back (two clusters that copy to each other are the
// ordinary case) are laid out like those that go forth and only drawn the other way. Sugiyama's method in four
// steps: columns, detours for long edges, order by the middle of the neighbours, heights.

import type { Graph } from './graph.ts'

export interface Box {
  readonly width: number
  readonly height: number
}

export interface Placed extends Box {
  /** The middle. */
  x: number
  y: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface PlacedEdge {
  /** Place in `Graph.edges`. */
  readonly index: number
  readonly label: Placed
  /** From source to target: where it leaves a box and where it comes to the next, again and again. */
  readonly legs: readonly (readonly [Point, Point])[]
}

export interface Layout extends Box {
  /** By place in `Graph.clusters`. */
  readonly clusters: readonly Placed[]
  readonly edges: readonly PlacedEdge[]
}

const gap = { x: 44, xMax: 240, y: 18, margin: 24 } as const
const sweeps = 12

interface Node extends Placed {
  readonly column: number
  readonly before: Node[]
  readonly after: Node[]
}

/** `sizes`: how large each cluster and each edge's label is drawn, by place in the graph. */
export function layOut(
  graph: Graph,
  sizes: { readonly clusters: readonly Box[]; readonly labels: readonly Box[] },
): Layout {
  const columns = columnsOf(graph)
  const nodes: Node[] = []
  const place = (size: Box, column: number): Node => {
    const node = { width: size.width, height: size.height, x: 0, y: 0, column, before: [], after: [] }
    nodes.push(node)
    return node
  }
  const none = { width: 0, height: 0 }
  // Even columns hold clusters, odd ones labels.
  const clusters = graph.clusters.map((name, at) =>
    place(sizes.clusters[at] ?? none, 2 * (columns.get(name) ?? 0)),
  )
  const nodeOf = new Map(graph.clusters.map((name, at) => [name, clusters[at]]))
  const ways = graph.edges.flatMap((edge, index) => {
    const [source, target] = [nodeOf.get(edge.source), nodeOf.get(edge.target)]
    if (source === undefined || target === undefined || source === target) return []
    const isBack = source.column > target.column
    const [left, right] = isBack ? [target, source] : [source, target]
    const label = place(sizes.labels[index] ?? none, left.column + 1)
    const columnsBetween = right.column - left.column - 2
    const detours = Array.from({ length: columnsBetween }, (_, at) =>
      place({ width: 0, height: 8 }, left.column + 2 + at),
    )
    const way = [left, label, ...detours, right]
    for (const [at, node] of way.slice(1).entries()) {
      way[at]?.after.push(node)
      node.before.push(way[at] ?? node)
    }
    return [{ index, label, way, isBack }]
  })
  const size = setPlaces(nodes)
  const port = portsOf(clusters)
  const edges = ways.map(({ index, label, way, isBack }): PlacedEdge => {
    const legs = way.slice(1).map((right, at): [Point, Point] => {
      const left = way[at] ?? right
      const from = { x: left.x + left.width / 2, y: port(left, 'after', right) }
      const to = { x: right.x - right.width / 2, y: port(right, 'before', left) }
      return isBack ? [to, from] : [from, to]
    })
    return { index, label, legs: isBack ? legs.toReversed() : legs }
  })
  return { ...size, clusters, edges }
}

/** Edges meet a cluster one under the other, or nobody could tell which of them the arrow belongs to. */
function portsOf(clusters: readonly Node[]) {
  const offsets = new Map<Node, { before: Map<Node, number>; after: Map<Node, number> }>()
  for (const node of clusters) {
    const spread = (near: readonly Node[]): Map<Node, number> => {
      const ordered = near.toSorted((one, other) => one.y - other.y)
      const step = Math.min(14, (node.height - 16) / Math.max(1, ordered.length - 1))
      return new Map(ordered.map((one, at) => [one, (at - (ordered.length - 1) / 2) * step]))
    }
    offsets.set(node, { before: spread(node.before), after: spread(node.after) })
  }
  return (node: Node, side: 'before' | 'after', neighbour: Node): number =>
    node.y + (offsets.get(node)?.[side].get(neighbour) ?? 0)
}

/** The longest way to a cluster, by edges that close no circle. */
function columnsOf({ clusters, edges }: Graph): ReadonlyMap<string, number> {
  const targets = new Map(clusters.map((name) => [name, new Set<string>()]))
  for (const { source, target } of edges) if (source !== target) targets.get(source)?.add(target)
  const columns = new Map(clusters.map((name) => [name, 0]))
  const forward: [string, string][] = []
  const state = new Map<string, 'open' | 'done'>()
  const order: string[] = []
  const visit = (name: string): void => {
    state.set(name, 'open')
    for (const target of targets.get(name) ?? []) {
      if (state.get(target) === 'open') continue
      forward.push([name, target])
      if (state.get(target) === undefined) visit(target)
    }
    state.set(name, 'done')
    order.unshift(name)
  }
  // What nothing leads to comes first, or its edges would be drawn back.
  const led = new Set(edges.map(({ target }) => target))
  for (const name of [...clusters.filter((one) => !led.has(one)), ...clusters]) {
    if (state.get(name) === undefined) visit(name)
  }
  const next = Map.groupBy(forward, ([source]) => source)
  for (const source of order) {
    for (const [, target] of next.get(source) ?? []) {
      columns.set(target, Math.max(columns.get(target) ?? 0, (columns.get(source) ?? 0) + 1))
    }
  }
  return columns
}

function setPlaces(nodes: readonly Node[]): Box {
  const columns: Node[][] = []
  for (const node of nodes) {
    const column = columns[node.column] ?? []
    columns[node.column] = column
    column.push(node)
  }
  const filled = Array.from(columns, (column) => column ?? [])
  for (const column of filled) stack(column)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isForth = sweep % 2 === 0
    for (const column of isForth ? filled : filled.toReversed()) settle(column, isForth ? 'before' : 'after')
  }
  let x: number = gap.margin
  let behind = 0
  for (const column of filled) {
    const width = Math.max(0, ...column.map((node) => node.width))
    for (const node of column) node.x = x + width / 2
    behind = width === 0 ? 0 : gapBehind(column)
    x += width + behind
  }
  const top = Math.min(...nodes.map(({ y, height }) => y - height / 2))
  for (const node of nodes) node.y += gap.margin - top
  return {
    width: x - behind + gap.margin,
    height: Math.max(...nodes.map(({ y, height }) => y + height / 2)) + gap.margin,
  }
}

/** Edges that climb far need room, or they would all run on top of each other. */
function gapBehind(column: readonly Node[]): number {
  const climbs = column.flatMap((node) => node.after.map((next) => Math.abs(next.y - node.y)))
  return Math.min(gap.xMax, Math.max(gap.x, ...climbs.map((climb) => climb / 6)))
}

function stack(column: readonly Node[]): void {
  let y = 0
  for (const node of column) {
    node.y = y + node.height / 2
    y += node.height + gap.y
  }
}

/** Every node goes to the middle of its neighbours, in their order, as far as the others let it. */
function settle(column: Node[], side: 'before' | 'after'): void {
  const wished = new Map(
    column.map((node) => {
      const near = node[side].length > 0 ? node[side] : node[side === 'before' ? 'after' : 'before']
      return [node, near.length === 0 ? node.y : near.reduce((sum, { y }) => sum + y, 0) / near.length]
    }),
  )
  const wish = (node: Node): number => wished.get(node) ?? node.y
  column.sort((one, other) => wish(one) - wish(other))
  // Once pushed down by those above, the whole column moves back to where its nodes wanted to be on the average.
  let free = Number.NEGATIVE_INFINITY
  for (const node of column) {
    node.y = Math.max(wish(node), free + node.height / 2)
    free = node.y + node.height / 2 + gap.y
  }
  const shift = column.reduce((sum, node) => sum + wish(node) - node.y, 0) / Math.max(1, column.length)
  for (const node of column) node.y += shift
}
