// Which configs of a remote topic a plan leaves as they are: those that the flow ignores, those that only the target
// sets and nobody opted to delete, and those that someone changed since Strait last set them, where the flow reports or adopts that. What Strait set last is remembered with
// the topic's entry in the control topic; without that memory every difference counts as someone else's.

import type { ConfigEntry } from '../kafka/cluster.ts'
import { firstMatch } from '../mirror/patterns.ts'
import { managedTopic } from './managed-things.ts'
import type { FlowView } from './view.ts'

export type KeepReason = 'ignored' | 'theirs' | 'report' | 'adopt'

export interface KeptConfig {
  readonly name: string
  readonly reason: KeepReason
  /** What is set on the remote topic itself, and what would be; undefined for nothing. */
  readonly live: string | undefined
  readonly wanted: string | undefined
}

/** Answers why a key stays as it is; undefined where it follows the source. */
export function configGuard(
  { spec, target, deletesConfigs }: FlowView,
  topic: string,
): (name: string, live: ConfigEntry | undefined, wanted: string | undefined) => KeepReason | undefined {
  const { ignoreChanges = [], drift = 'revert' } = spec.lifecycle
  const ignores = firstMatch(ignoreChanges)
  const remembered = managedTopic(target, topic)?.configs
  return (name, live, wanted) => {
    if (ignores(name) !== undefined) return 'ignored'
    const isOurs = remembered !== undefined && remembered[name] === setValue(live)
    if (isOurs) return undefined
    if (drift !== 'revert') return drift
    return wanted === undefined && !deletesConfigs ? 'theirs' : undefined
  }
}

/** The value that is set on the topic itself. */
export function setValue(entry: ConfigEntry | undefined): string | undefined {
  return entry?.source === 'topic' ? (entry.value ?? undefined) : undefined
}
