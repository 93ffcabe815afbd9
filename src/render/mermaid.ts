// A graph in mermaid's language, which GitHub draws in a comment. Mermaid refuses texts above 50,000 characters and
// 500 edges, so a larger graph is collapsed, and one that is too large even then is no picture but a table.

import { collapse, type EdgeChange, type Graph } from './graph.ts'

/** Mermaid's own defaults, `maxTextSize` and `maxEdges`. */
export const mermaidLimits = { charactersMax: 50_000, edgesMax: 500 } as const

export interface Limits {
  readonly charactersMax: number
  readonly edgesMax: number
}

/** Without a fence and without a line break at the end; undefined where no picture within the limits exists. */
export function renderMermaid(graph: Graph, limits: Limits = mermaidLimits): string | undefined {
  return [graph, collapse(graph)]
    .filter(({ edges }) => edges.length <= limits.edgesMax)
    .map(draw)
    .find((text) => text.length <= limits.charactersMax)
}

function draw({ clusters, titles, edges }: Graph): string {
  const ids = new Map(clusters.map((name, index) => [name, `c${index}`]))
  const links = edges.map(({ source, target, lines, change }) => {
    const text = lines.map(escaped).join('<br/>')
    return `  ${ids.get(source)} ${arrows[change]}|"${text}"| ${ids.get(target)}`
  })
  const styles = Object.entries(colours).flatMap(([change, colour]) => {
    const places = edges.flatMap((edge, index) => (edge.change === change ? [index] : []))
    return places.length === 0 ? [] : [`  linkStyle ${places.join()} stroke:${colour},stroke-width:3px`]
  })
  return [
    'flowchart LR',
    ...clusters.map((name) => `  ${ids.get(name)}(["${escaped(titles[name] ?? name)}"])`),
    ...links,
    ...styles,
  ].join('\n')
}

const arrows: Record<EdgeChange, string> = { added: '==>', changed: '==>', removed: '-.->', same: '-->' }

/** Readable on GitHub's light and on its dark page. */
const colours: Record<Exclude<EdgeChange, 'same'>, string> = {
  added: '#2da44e',
  changed: '#bf8700',
  removed: '#cf222e',
}

const nameCharactersMax = 60

/** Whatever mermaid, Markdown or HTML could act on becomes one of mermaid's own entities. */
function escaped(name: string): string {
  const characters = Array.from(name)
  const short =
    characters.length <= nameCharactersMax
      ? characters
      : [...characters.slice(0, nameCharactersMax - 16), '…', ...characters.slice(-15)]
  return short
    .map((character) =>
      /[A-Za-z0-9 .,_+~-]/.test(character) ? character : `#${character.codePointAt(0) ?? 63};`,
    )
    .join('')
}
