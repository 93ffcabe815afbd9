// `strait agent`: replicates what was applied, until it is stopped.

import type { Context } from '../context.ts'
import { type ExitCode, failed } from '../exit-code.ts'
import type { VariableFlags } from '../given-flags.ts'
import { loadTopology } from '../load-topology.ts'
import { namedFlow } from '../named-flow.ts'
import { runAgent } from '../running.ts'

interface AgentFlags extends VariableFlags {
  readonly flow?: string
  readonly id?: string
}

export async function command(
  context: Context,
  [given = '.']: readonly string[],
  flags: AgentFlags,
): Promise<ExitCode> {
  const directory = context.path(given)
  const topology = await loadTopology(context, directory, flags)
  if (topology === undefined) return failed
  const flowName = flags.flow === undefined ? undefined : namedFlow(topology, flags.flow).name
  return runAgent(context, { topology, directory, flowName, agentId: flags.id })
}
