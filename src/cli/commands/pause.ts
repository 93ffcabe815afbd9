// `strait pause`: stops a flow's copying; positions stay.

import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-code.ts'
import { changeFlowState } from '../flow-state.ts'
import type { VariableFlags } from '../given-flags.ts'

export async function command(
  context: Context,
  [flow = '', directory = '.']: readonly string[],
  flags: VariableFlags,
): Promise<ExitCode> {
  return changeFlowState(context, { flow, directory, state: 'paused' }, flags)
}
