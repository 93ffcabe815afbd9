// `strait groups`: group offsets on the source, translated, and on the target.

import { groupsOf } from '../../operate/flow-groups.ts'
import { renderGroups } from '../../render/groups.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-code.ts'
import { type LookFlags, lookAt } from '../looking.ts'

export async function command(
  context: Context,
  [directory = '.']: readonly string[],
  flags: LookFlags,
): Promise<ExitCode> {
  return lookAt(context, { directory, flags }, async ({ topology, snapshot }) => {
    const document = groupsOf(topology, snapshot)
    return { document, text: (width) => renderGroups(document, width) }
  })
}
