// `strait agent`: replicates what was applied, until it is stopped.

import { StraitError } from '../../errors/strait-error.ts'
import type { Context } from '../context.ts'
import { type ExitCode, failed } from '../exit-code.ts'
import type { VariableFlags } from '../given-flags.ts'
import { loadTopology } from '../load-topology.ts'
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
  if (flags.flow !== undefined && topology.flows[flags.flow] === undefined) {
    const known = Object.keys(topology.flows).join(', ')
    throw new StraitError('ST550', `this directory has no flow "${flags.flow}"; it has: ${known}`)
  }
  return runAgent(context, { topology, directory, flowName: flags.flow, agentId: flags.id })
}
