// The consumer's auto.offset.reset → where a flow starts on topics that it never copied.

import type { FlowSpec } from '../topology/model.ts'
import type { ImportContext } from './import-context.ts'
import { unsupported } from './mirror-setup.ts'
import type { Settings } from './setting.ts'

/** MirrorMaker's order: what is said for the source's consumer beats what is said for the pair's. */
export function mapStart(settings: Settings, flow: string, { ledger }: ImportContext): FlowSpec['start'] {
  const special = settings.get('source.consumer.auto.offset.reset')
  const common = settings.get('consumer.auto.offset.reset')
  const setting = special ?? common
  if (setting === undefined) return 'earliest'
  if (special !== undefined && common !== undefined) {
    ledger.say(common, { outcome: 'ignored', note: `${special.key} on line ${special.line} beats it` })
  }
  const value = setting.value.trim().toLowerCase()
  if (value === 'earliest' || value === 'latest') {
    ledger.mapped(setting, `flow.${flow}.start`)
    return value
  }
  ledger.say(
    setting,
    unsupported(
      value === 'none'
        ? 'a flow starts at the earliest record; where records vanish before they are copied, it halts and says so (on_gap)'
        : 'a flow starts at "earliest", "latest" or a time: it is written as "earliest", set start to the time that you mean',
    ),
  )
  ledger.remark(
    `flow.${flow}`,
    `CHECK THIS: MirrorMaker starts by ${setting.key} on line ${setting.line}, this flow at the earliest record.`,
  )
  return 'earliest'
}
