// Where a flow starts: MirrorMaker's topics go on where it stopped, whatever its consumer's auto.offset.reset says of
// topics that it never copied.

import type { FlowSpec } from '../topology/model.ts'
import type { ImportContext } from './import-context.ts'
import { different } from './mirror-setup.ts'
import type { Settings } from './setting.ts'

/** MirrorMaker's order: what is said for the source's consumer beats what is said for the pair's. */
export function mapStart(settings: Settings, flow: string, { ledger }: ImportContext): FlowSpec['start'] {
  const special = settings.get('source.consumer.auto.offset.reset')
  const common = settings.get('consumer.auto.offset.reset')
  const setting = special ?? common
  if (setting === undefined) {
    ledger.notes.set(`flow.${flow}.start`, 'goes on where MirrorMaker stopped')
    return 'mirrormaker'
  }
  if (special !== undefined && common !== undefined) {
    ledger.say(common, { outcome: 'ignored', note: `${special.key} on line ${special.line} beats it` })
  }
  ledger.mapped(setting, `flow.${flow}.start`)
  if (setting.value.trim().toLowerCase() === 'earliest') return 'mirrormaker'
  ledger.say(
    setting,
    different(
      'topics that MirrorMaker never copied begin at their earliest record; where records vanish before they are copied, a flow halts and says so (on_gap)',
    ),
  )
  ledger.remark(
    `flow.${flow}`,
    `CHECK THIS: by ${setting.key} on line ${setting.line} topics that MirrorMaker never copied begin elsewhere; here they begin at their earliest record.`,
  )
  return 'mirrormaker'
}
