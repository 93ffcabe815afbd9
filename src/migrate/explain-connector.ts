// What became of a setting in the configuration of a single connector: Strimzi's sections, or Connect's own JSON.

import { didYouMean } from '../std/did-you-mean.ts'
import { explainOfPair } from './explain-keys.ts'
import { different, ignored, type Verdict } from './mirror-setup.ts'
import { connectorNames, pairNames } from './mm2-names.ts'

/** Which section reads settings that only one connector knows. */
const readers: readonly (readonly [RegExp, string])[] = [
  [/^(?:sync\.group|emit\.checkpoints|refresh\.groups|checkpoints\.|groups?(?:\.|$))/, 'checkpointConnector'],
  [/^(?:emit\.heartbeats|heartbeats\.topic)/, 'heartbeatConnector'],
  [
    /^(?:sync\.topic|refresh\.topics|replication\.factor|offset\.lag|offset-syncs\.topic\.replication|topics)/,
    'sourceConnector',
  ],
]

/** A setting of one connector that no part of the mapping spoke about. `section`: `sourceConnector` and so on. */
export function explainConnector(section: string, name: string, value: string): Verdict {
  const known = explainOfPair(name, value)
  if (known !== undefined) return known
  const reader = readers.find(([shape]) => shape.test(name))?.[1]
  if (connectorNames.has(name) && reader !== undefined && reader !== section) {
    return ignored(`the ${section} does not read it, the ${reader} does`, `${reader}.config.${name}`)
  }
  if (connectorNames.has(name)) return different('the sourceConnector decides for the flow')
  const near =
    didYouMean(name, [...connectorNames, ...pairNames]) ??
    [...connectorNames].find((one) => one.startsWith(`${name}.`))
  return ignored('nobody reads a setting of this name', near)
}
