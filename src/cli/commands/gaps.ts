// `strait gaps`: source offsets of a flow that will never arrive, and why.

import { gapsOf } from '../../operate/flow-gaps.ts'
import { renderGaps } from '../../render/gaps.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-code.ts'
import { type LookFlags, lookAt } from '../looking.ts'

export async function command(
  context: Context,
  [flow = '', directory = '.']: readonly string[],
  flags: LookFlags,
): Promise<ExitCode> {
  return lookAt(context, { directory, flags }, async ({ topology, snapshot }) => {
    const document = gapsOf(topology, snapshot, flow)
    return { document, text: (width, paint) => renderGaps(document, width, paint) }
  })
}
