// A value of what the plan leaves as it is, or one that a row of it does not change.

import { StraitError } from '../errors/strait-error.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import type { Outlook } from '../plan/routes.ts'
import { standingConfigs } from '../plan/standing-config.ts'
import { explainConfig } from '../render/explain-steady.ts'
import type { Explained } from '../render/explain-text.ts'
import { safeValue } from '../render/safe-text.ts'
import { didYouMean } from '../std/did-you-mean.ts'

export type Standing = Pick<ResourceChange, 'address' | 'type' | 'name' | 'flow'>

/**
 * `rest`: the value by its name, as `configs.retention.ms`. Throws ST550 where there is none, or, without an outlook,
 * where only a cluster knows it.
 */
export function explainStanding(
  { address, type, name, flow }: Standing,
  rest: string,
  { plan: { configuration }, outlook }: { readonly plan: Plan; readonly outlook?: Outlook },
): { title: string; facts: Explained } {
  const [, key] = /^configs\.(.+)$/.exec(rest) ?? []
  if (key === undefined || flow === null || (type !== 'topic' && type !== 'topic_config'))
    throw new StraitError(
      'ST550',
      `${address} has no value ${rest} that the plan knows.${type.startsWith('topic') ? ` Of its configs ask as ${address}.configs.retention.ms.` : ''}`,
    )
  if (outlook === undefined)
    throw new StraitError(
      'ST550',
      'A saved plan holds no values of what stays as it is: explain the directory.',
    )
  const configs = standingConfigs(outlook, { flow, name })
  const config = configs?.get(key)
  if (config !== undefined) {
    const title = `${address}.${rest}`
    return { title, facts: safeValue(explainConfig(title, config, { flow, configuration })) }
  }
  const meant = didYouMean(key, [...(configs?.keys() ?? [])])
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
  throw new StraitError('ST550', `${address} has no config ${key}.${hint}`)
}
