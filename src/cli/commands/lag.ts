// `strait lag`: how far each topic's copy is behind.

import { lagOf } from '../../operate/flow-lag.ts'
import { renderLag } from '../../render/lag.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-code.ts'
import { type LookFlags, lookAt } from '../looking.ts'

export async function command(
  context: Context,
  [directory = '.']: readonly string[],
  flags: LookFlags,
): Promise<ExitCode> {
  return lookAt(context, { directory, flags }, async (look) => {
    const document = await lagOf(look)
    return { document, text: (width, paint) => renderLag(document, width, paint) }
  })
}
