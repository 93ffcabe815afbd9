// Follows the control topic of one target: what is applied there, from the first record on and as it changes. A
// poll costs one offset request while nothing changed.

import { setTimeout as delay } from 'node:timers/promises'
import { type ControlEntry, controlTopic, foldControl } from '../mirror/control.ts'
import { decodeRecords } from '../wire/records.ts'
import type { ConnectedCluster } from './connected-cluster.ts'
import { scanLog } from './log-scan.ts'
import { reading, refused } from './patience.ts'

const pollMs = 1_000
/** After failures in a row: a broker that refuses us is not to be asked for a login every second. */
const pollMsMax = 10_000

export interface ControlFeedOptions
  extends Pick<ConnectedCluster, 'cluster' | 'brokers' | 'side' | 'expect'> {
  /** Called with all live entries, at first and after each change. */
  changed(entries: readonly ControlEntry[]): Promise<void>
  /** Told when the topic is not there: nothing was ever applied, or it `wasThere` and somebody deleted it. */
  absent(wasThere: boolean): void
  trouble(error: unknown): void
}

interface Read {
  latest: ReadonlyMap<string, { key: Buffer; value: Buffer }>
  topicId: string | undefined
  next: number
}

/** Runs until the signal aborts. */
export async function followControl(options: ControlFeedOptions, signal: AbortSignal): Promise<void> {
  const read: Read = { latest: new Map(), topicId: undefined, next: 0 }
  // Until told without failure.
  let untold = true
  let waitMs = pollMs
  while (!signal.aborted) {
    try {
      const news = await readOn(options, read, signal)
      if (news === 'absent') options.absent(read.topicId !== undefined)
      else if (news === 'read' || untold) {
        untold = true
        await options.changed(foldControl(read.latest.values()))
        untold = false
      }
      waitMs = pollMs
    } catch (error) {
      if (signal.aborted) return
      options.trouble(refused(error, options.side, reading(controlTopic)))
      waitMs = Math.min(waitMs * 2, pollMsMax)
    }
    await delay(waitMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Reads what came since. */
async function readOn(
  { cluster, brokers, expect }: ControlFeedOptions,
  read: Read,
  signal: AbortSignal,
): Promise<'absent' | 'read' | 'nothing'> {
  const [topic] = await cluster.topics([controlTopic])
  const partition = topic?.partitions[0]
  if (topic === undefined || partition === undefined) return 'absent'
  const isAnother = read.topicId !== undefined && topic.id !== read.topicId
  const next = isAnother ? 0 : read.next
  const [range] = await cluster.offsets([{ topic: controlTopic, partition: 0 }], 'latest')
  if (range?.error !== undefined) throw range.error
  const end = range?.offset ?? 0
  if (end <= next) return 'nothing'
  const [earliest] = await cluster.offsets([{ topic: controlTopic, partition: 0 }], 'earliest')
  const start = Math.max(next, earliest?.offset ?? 0)
  const place = { topic: controlTopic, topicId: topic.id, partition: 0, leader: partition.leader }
  const latest = new Map(isAnother ? [] : read.latest)
  for await (const { batch, delivers } of scanLog(brokers, place, { start, end, signal })) {
    if (!delivers) continue
    for (const { key, value } of decodeRecords(batch)) {
      if (key === null) continue
      if (value === null) latest.delete(key.toString('utf8'))
      else latest.set(key.toString('utf8'), { key, value })
    }
  }
  if (isAnother) {
    // Another cluster's is none of ours, and agents report to a topic before it is applied to: neither ends a flow.
    await expect()
    if (!foldControl(latest.values()).some(({ kind }) => kind === 'flow')) return 'nothing'
  }
  read.latest = latest
  read.topicId = topic.id
  read.next = end
  return 'read'
}
