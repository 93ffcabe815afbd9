// A switch of the connectors → whether it is on, as Kafka's ConfigDef reads it.

import type { Ledger } from './ledger.ts'
import type { Setting } from './setting.ts'

/** Refuses what Kafka refuses, whatever was meant by it: `yes`, `1`, `on`, nothing at all. */
export function readFlag(setting: Setting | undefined, fallback: boolean, ledger: Ledger): boolean {
  if (setting === undefined) return fallback
  const text = setting.value.trim().toLowerCase()
  if (text !== 'true' && text !== 'false') {
    ledger.refuse(setting, {
      code: 'ST231',
      summary: `"${setting.key}" is neither true nor false`,
      detail: 'MirrorMaker does not start with it.',
    })
  }
  return text === 'true'
}
