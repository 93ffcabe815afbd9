// A graph on a pull request: a picture where GitHub can draw it, a table where it cannot.

import type { Graph } from './graph.ts'
import { codeSpan, fenced, markdownTable, prose } from './markdown-text.ts'
import { type Limits, mermaidLimits, renderMermaid } from './mermaid.ts'
import { count } from './quantity.ts'

/** What a table may list before it only counts. */
const rowsMax = 100

/** Without a line break at the end; empty where there is no flow. */
export function renderGraphMarkdown(graph: Graph, limits: Limits = mermaidLimits): string {
  if (graph.edges.length === 0) return ''
  const picture = renderMermaid(graph, limits)
  return picture === undefined ? renderGraphTable(graph) : fenced(picture, 'mermaid')
}

/** Changed flows first; the rest is counted where there are too many. */
export function renderGraphTable({ edges, titles }: Graph): string {
  const ordered = [...edges.filter(isChanged), ...edges.filter((edge) => !isChanged(edge))]
  const shown = ordered.slice(0, rowsMax)
  const table = markdownTable(
    ['flow', 'source → target', 'plan', 'to copy'],
    shown.map(({ source, target, lines: [name = '', ...rest], change }) => [
      codeSpan(name),
      prose(`${titles[source] ?? source} → ${titles[target] ?? target}`),
      change === 'same' ? '' : change,
      prose(rest.join(', ')),
    ]),
  )
  const more = ordered.length - shown.length
  return more === 0 ? table : `${table}\n\nand ${count(more)} more flows`
}

function isChanged({ change }: Graph['edges'][number]): boolean {
  return change !== 'same'
}
