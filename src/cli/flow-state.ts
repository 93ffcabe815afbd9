// What pause and resume share: find the flow's target, write its state, say whether that was news.

import { StraitError } from '../errors/strait-error.ts'
import { openClusters } from './clusters.ts'
import type { Context } from './context.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import type { VariableFlags } from './given-flags.ts'
import { leaseHolder } from './lease-holder.ts'
import { loadTopology } from './load-topology.ts'
import { namedFlow } from './named-flow.ts'
import { readRevision } from './revision.ts'

interface StateCommand {
  readonly flow: string
  readonly directory: string
  readonly state: 'running' | 'paused'
}

export async function changeFlowState(
  context: Context,
  { flow: named, directory: given, state }: StateCommand,
  flags: VariableFlags,
): Promise<ExitCode> {
  const directory = context.path(given)
  const topology = await loadTopology(context, directory, flags)
  if (topology === undefined) return failed
  const spec = namedFlow(topology, named)
  const flow = spec.name
  const { setFlowState } = await import('../operate/flow-state.ts')
  const target = topology.clusters[spec.target]
  const clusters = await openClusters(target === undefined ? {} : { [target.name]: target }, directory)
  try {
    const cluster = clusters.byName.get(spec.target)
    if (cluster === undefined) throw new StraitError('ST550', `cluster "${spec.target}" is not described`)
    const holder = leaseHolder(await readRevision(directory))
    const { entry, changed } = await setFlowState(cluster, { flow, state, topology, holder })
    const { terminal, json } = context
    if (json) terminal.print(JSON.stringify({ format_version: '1.0', flow, state: entry.state, changed }))
    else
      terminal.print(changed ? `Flow ${flow} is ${entry.state}.` : `Flow ${flow} was ${entry.state} already.`)
    return done
  } finally {
    await clusters.close()
  }
}
