// A graph as one SVG without scripts, styles or fonts from elsewhere: it can be opened, attached and printed. Its
// ground is white, so that it reads the same on a dark page.

import { displayWidth } from '../std/display-width.ts'
import { collapse, type Edge, type EdgeChange, type Graph } from './graph.ts'
import { type Box, layOut, type Placed, type PlacedEdge } from './graph-layout.ts'

/** More flows are drawn as one edge for those that run alike: the picture would be many screens high. */
const flowsMax = 120

/** Above so many edges no screen shows a picture that helps. */
const edgesMax = 500

/** Ends without a line break; undefined where the graph is too large for a picture. */
export function renderGraphSvg(graph: Graph): string | undefined {
  const shown = graph.edges.length <= flowsMax ? graph : collapse(graph)
  return shown.edges.length <= edgesMax ? draw(shown) : undefined
}

const letter = { name: 8.4, text: 6.9, lineHeight: 17 } as const
const lineCharactersMax = 44

const looks: Record<EdgeChange, { readonly colour: string; readonly word: string; readonly dashes: string }> =
  {
    added: { colour: '#1a7f37', word: 'added', dashes: '' },
    changed: { colour: '#9a6700', word: 'changed', dashes: '' },
    removed: { colour: '#cf222e', word: 'stopped', dashes: '6 5' },
    same: { colour: '#6e7781', word: 'unchanged', dashes: '' },
  }

/** What changes is drawn over what does not. */
const order = ['added', 'changed', 'removed', 'same'] as const satisfies readonly EdgeChange[]

function draw(graph: Graph): string {
  const layout = layOut(graph, {
    clusters: graph.clusters.map((name) => clusterSize(name, graph)),
    labels: graph.edges.map(({ lines }) => labelBox(lines)),
  })
  const changes = new Set(graph.edges.map(({ change }) => change))
  const isPlanned = changes.size > 1 || !changes.has('same')
  const legend = isPlanned ? order.filter((change) => changes.has(change)) : []
  const width = Math.ceil(Math.max(layout.width, 24 + 96 * legend.length))
  const height = Math.ceil(layout.height + (legend.length > 0 ? 28 : 0))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif">`,
    `<title>Clusters and flows</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...[...changes].map(arrowHead),
    ...inDrawingOrder(layout.edges, graph).map((edge) => edgeLine(edge, graph.edges[edge.index])),
    ...layout.edges.map((edge) => edgeLabel(edge, graph.edges[edge.index])),
    ...layout.clusters.map((place, at) => clusterBox(place, titleAt(graph, at))),
    ...legend.map((change, at) => legendEntry(change, { x: 24 + 96 * at, y: height - 18 })),
    '</svg>',
  ].join('\n')
}

function inDrawingOrder(edges: readonly PlacedEdge[], graph: Graph): PlacedEdge[] {
  const rank = ({ index }: PlacedEdge): number => order.indexOf(graph.edges[index]?.change ?? 'same')
  return edges.toSorted((one, other) => rank(other) - rank(one))
}

function titleAt({ clusters, titles }: Graph, at: number): string {
  const name = clusters[at] ?? ''
  return titles[name] ?? name
}

function clusterSize(name: string, { edges, titles }: Graph): Box {
  const title = titles[name] ?? name
  const busiest = edges.filter(({ source, target }) => source === name || target === name).length
  return {
    width: Math.max(96, displayWidth(short(title)) * letter.name + 40),
    height: Math.min(400, Math.max(44, 16 + 10 * busiest)),
  }
}

function labelBox(lines: readonly string[]): Box {
  const longest = Math.max(0, ...lines.map((line) => displayWidth(short(line))))
  return { width: longest * letter.text + 20, height: lines.length * letter.lineHeight + 10 }
}

function arrowHead(change: EdgeChange): string {
  return `<marker id="${change}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z" fill="${looks[change].colour}"/></marker>`
}

/** Level where it leaves and arrives, straight under its label, curved in between. */
function edgeLine({ legs }: PlacedEdge, edge: Edge | undefined): string {
  const change = edge?.change ?? 'same'
  const path = legs.map(([from, to], at) => {
    const middle = round((from.x + to.x) / 2)
    const start = `${at === 0 ? 'M' : 'L'}${round(from.x)} ${round(from.y)}`
    return `${start} C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`
  })
  const { colour, dashes } = looks[change]
  const dash = dashes === '' ? '' : ` stroke-dasharray="${dashes}"`
  const weight = change === 'same' ? 1.5 : 2.5
  return `<path d="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="${weight}"${dash} marker-end="url(#${change})"/>`
}

function edgeLabel({ label }: PlacedEdge, edge: Edge | undefined): string {
  const { colour } = looks[edge?.change ?? 'same']
  const lines = edge?.lines ?? []
  const top = label.y - label.height / 2
  const texts = lines.map((line, at) => {
    const y = round(top + 5 + letter.lineHeight * (at + 0.75))
    const look = at === 0 ? 'font-weight="600" fill="#1f2328"' : `fill="${colour}"`
    return `<text x="${round(label.x)}" y="${y}" text-anchor="middle" font-size="12" ${look}>${escaped(short(line))}</text>`
  })
  const box = `<rect x="${round(label.x - label.width / 2)}" y="${round(top)}" width="${round(label.width)}" height="${round(label.height)}" rx="5" fill="#ffffff" stroke="${colour}" stroke-opacity="0.45"/>`
  return [box, ...texts].join('')
}

function clusterBox({ x, y, width, height }: Placed, name: string): string {
  return [
    `<rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" rx="22" fill="#f6f8fa" stroke="#57606a" stroke-width="1.5"/>`,
    `<text x="${round(x)}" y="${round(y + 5)}" text-anchor="middle" font-size="15" font-weight="600" fill="#1f2328">${escaped(short(name))}</text>`,
  ].join('')
}

function legendEntry(change: EdgeChange, { x, y }: { readonly x: number; readonly y: number }): string {
  const { colour, word, dashes } = looks[change]
  const dash = dashes === '' ? '' : ` stroke-dasharray="${dashes}"`
  return `<path d="M${x} ${y} h22" stroke="${colour}" stroke-width="2.5"${dash}/><text x="${x + 28}" y="${y + 4}" font-size="11" fill="#57606a">${word}</text>`
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function short(text: string): string {
  const characters = Array.from(text)
  if (characters.length <= lineCharactersMax) return text
  return [...characters.slice(0, lineCharactersMax - 14), '…', ...characters.slice(-13)].join('')
}

/** What XML could act on, and what it does not allow at all. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
