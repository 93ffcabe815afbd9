// `strait graph`: clusters and flows as a picture, of a directory or of a saved plan. Contacts nothing.

import { StraitError } from '../../errors/strait-error.ts'
import { type Graph, graphOfPlan, graphOfTopology } from '../../render/graph.ts'
import { renderGraphTable } from '../../render/graph-markdown.ts'
import { renderGraphSvg } from '../../render/graph-svg.ts'
import { renderMermaid } from '../../render/mermaid.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import type { VariableFlags } from '../given-flags.ts'
import { loadTopology } from '../load-topology.ts'
import { loadPlan } from '../saved-plan.ts'

interface GraphFlags extends VariableFlags {
  readonly format?: string
  readonly plan?: string
}

const formats: Readonly<Record<string, (graph: Graph) => string | undefined>> = {
  mermaid: renderMermaid,
  svg: renderGraphSvg,
}

export async function command(
  context: Context,
  [directory = '.']: readonly string[],
  flags: GraphFlags,
): Promise<ExitCode> {
  const { terminal, json } = context
  const { format = 'mermaid' } = flags
  const draw = formats[format]
  if (draw === undefined) {
    throw new StraitError('ST600', `--format is mermaid or svg, not ${JSON.stringify(format)}`)
  }
  const graph = await readGraph(context, directory, flags)
  if (graph === undefined) return failed
  if (json) {
    terminal.print(JSON.stringify({ format_version: '1.0', ...graph }, null, 2))
    return done
  }
  const picture = draw(graph)
  if (picture === undefined)
    terminal.note('Too many flows for a picture that anyone could read: here is a table.')
  terminal.print(picture ?? renderGraphTable(graph))
  return done
}

async function readGraph(context: Context, directory: string, flags: GraphFlags): Promise<Graph | undefined> {
  if (flags.plan !== undefined) return graphOfPlan(loadPlan(context.path(flags.plan)).plan)
  const topology = await loadTopology(context, context.path(directory), flags)
  return topology === undefined ? undefined : graphOfTopology(topology)
}
