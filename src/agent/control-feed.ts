// Follows the control topic of one target: what is applied there, from the first record on and as it changes. A
// poll costs one offset request while nothing changed.

import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from '../kafka/cluster.ts'
import { type ControlEntry, controlTopic, foldControl } from '../mirror/control.ts'
import type { Brokers } from '../wire/brokers.ts'
import { decodeRecords } from '../wire/records.ts'
import { scanLog } from './log-scan.ts'

const pollMs = 1_000
/** After failures in a row: a broker that refuses us is not to be asked for a login every second. */
const pollMsMax = 10_000

export interface ControlFeedOptions {
  readonly cluster: Cluster
  readonly brokers: Brokers
  /** Called with all live entries, at first and after each change. */
  changed(entries: readonly ControlEntry[]): Promise<void>
  /** Told when the topic does not exist yet: nothing was ever applied. */
  absent(): void
  trouble(error: unknown): void
}

/** Runs until the signal aborts. */
export async function followControl(options: ControlFeedOptions, signal: AbortSignal): Promise<void> {
  const latest = new Map<string, { key: Buffer; value: Buffer }>()
  let next = 0
  // Until told without failure.
  let untold = true
  let waitMs = pollMs
  while (!signal.aborted) {
    try {
      const end = await readOn(options, { next, latest, signal })
      if (end === undefined) options.absent()
      else if (end > next || untold) {
        next = end
        untold = true
        await options.changed(foldControl(latest.values()))
        untold = false
      }
      waitMs = pollMs
    } catch (error) {
      if (signal.aborted) return
      options.trouble(error)
      waitMs = Math.min(waitMs * 2, pollMsMax)
    }
    await delay(waitMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Reads what came since; answers the offset read up to, or undefined where there is no control topic. */
async function readOn(
  { cluster, brokers }: ControlFeedOptions,
  state: { next: number; latest: Map<string, { key: Buffer; value: Buffer }>; signal: AbortSignal },
): Promise<number | undefined> {
  const { next, latest, signal } = state
  const [topic] = await cluster.topics([controlTopic])
  const partition = topic?.partitions[0]
  if (topic === undefined || partition === undefined) return undefined
  const [range] = await cluster.offsets([{ topic: controlTopic, partition: 0 }], 'latest')
  if (range?.error !== undefined) throw range.error
  const end = range?.offset ?? 0
  if (end <= next) return next
  const [earliest] = await cluster.offsets([{ topic: controlTopic, partition: 0 }], 'earliest')
  const start = Math.max(next, earliest?.offset ?? 0)
  const place = { topic: controlTopic, topicId: topic.id, partition: 0, leader: partition.leader }
  for await (const { batch, delivers } of scanLog(brokers, place, { start, end, signal })) {
    if (!delivers) continue
    for (const { key, value } of decodeRecords(batch)) {
      if (key === null) continue
      if (value === null) latest.delete(key.toString('utf8'))
      else latest.set(key.toString('utf8'), { key, value })
    }
  }
  return end
}
