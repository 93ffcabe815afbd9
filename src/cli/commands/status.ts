// `strait status`: how every flow is.

import { statusOf } from '../../operate/flow-status.ts'
import { renderStatus } from '../../render/status.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-code.ts'
import { type LookFlags, lookAt } from '../looking.ts'

export async function command(
  context: Context,
  [directory = '.']: readonly string[],
  flags: LookFlags,
): Promise<ExitCode> {
  return lookAt(context, { directory, flags }, async ({ topology, snapshot }) => {
    const document = statusOf(topology, snapshot)
    return { document, text: (width, paint) => renderStatus(document, width, paint) }
  })
}
