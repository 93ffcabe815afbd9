// Retention is cut in steps where there is much to delete: brokers that are told to drop most of a large log at once
// do little else for a while. One apply makes one step and gives up at most half of what is kept; where a step begins
// is read off the topic, so an apply that was cut off, or repeated, goes on from there.

import type { TopicSnapshot } from '../live/snapshot.ts'
import { stepsAboveBytesDefault } from '../topology/defaults.ts'
import type { FlowSpec } from '../topology/model.ts'
import { type ConfigEntries, configEntries } from './inherited-configs.ts'

export interface RetentionStep {
  readonly name: string
  /** What this plan sets. */
  readonly value: string
  /** What the source wants. */
  readonly wanted: string
  /** How many more after this one. */
  readonly appliesLeft: number
}

/** The steps of one topic; none where retention does not shrink, or where there is little to delete. */
export function retentionSteps(
  { configs }: Pick<FlowSpec, 'configs'>,
  before: TopicSnapshot,
  after: ConfigEntries,
): RetentionStep[] {
  const bytes = before.sizeBytes.reduce((sum, one) => sum + one, 0)
  if (bytes <= (configs.stepsAboveBytes ?? stepsAboveBytesDefault)) return []
  const live = configEntries(before.configs)
  return ['retention.ms', 'retention.bytes'].flatMap((name): RetentionStep[] => {
    const from = numberIn(live, name)
    const wanted = numberIn(after, name)
    if (from === undefined || wanted === undefined || wanted < 0) return []
    const [value, ...rest] = stepsDown(from, wanted)
    if (value === undefined || rest.length === 0) return []
    return [{ name, value: String(value), wanted: String(wanted), appliesLeft: rest.length }]
  })
}

/** An unlimited log is taken for one that keeps so many times what is wanted. */
const unlimitedIs = 16

/** Every value on the way, the last one is `wanted`; empty where it does not go down. -1 is no limit. */
export function stepsDown(from: number, wanted: number): number[] {
  if (from >= 0 && from <= wanted) return []
  const steps: number[] = []
  let at = from < 0 ? wanted * unlimitedIs : from
  while (at > wanted) {
    at = Math.max(wanted, Math.floor(at / 2))
    steps.push(at)
  }
  return steps.length === 0 ? [wanted] : steps
}

function numberIn(entries: ConfigEntries, name: string): number | undefined {
  const value = entries.get(name)?.value
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined
}
