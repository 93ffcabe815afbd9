// A whole topic, read to the end that it had when reading began: for the small internal topics that hold state.
// Committed records only, each batch checked against its CRC. Partitions of one leader are fetched together.

import { StraitError } from '../errors/strait-error.ts'
import { eachBatch, readBatchHeader, verifyCrc } from '../wire/batch.ts'
import { committedFilter } from '../wire/committed.ts'
import { decodeRecords } from '../wire/records.ts'
import type { LogRecord, TopicDescription, TopicPartition } from './cluster.ts'
import { type Fetched, fetchOnce, readAttempt } from './fetch-once.ts'
import type { Link } from './link.ts'
import { listOffsets } from './offsets.ts'
import { errorCodes, leaderRefusal, unrouted } from './refusal.ts'
import { retrying, untilVisible } from './retry.ts'
import { describeTopics } from './topics.ts'

/** How far one partition has been read. */
interface Cursor extends TopicPartition {
  next: number
  readonly end: number
  readonly records: LogRecord[]
}

/**
 * By partition, then by offset. Throws ST351 where the topic does not exist, ST307 at a damaged batch, ST350
 * without the right to read, and after some tries what kept a partition from answering.
 */
export async function readTopic(link: Link, topic: string): Promise<LogRecord[]> {
  const described = await describedTopic(link, topic)
  if (described === undefined) throw unrouted('topic', readAttempt(link, topic))
  const partitions = described.partitions.map((_, partition) => ({ topic, partition }))
  const cursors = await openCursors(link, partitions)
  while (cursors.some(isOpen)) await readOn(link, cursors.filter(isOpen))
  return cursors.flatMap(({ records }) => records)
}

/** A topic that we have seen, as one that we just created, may be news to the broker that is asked now. */
async function describedTopic(link: Link, topic: string): Promise<TopicDescription | undefined> {
  const isKnown = link.leaders.knows(topic)
  let [described] = await describeTopics(link, [topic])
  if (described !== undefined || !isKnown) return described
  await untilVisible(async () => {
    described = (await describeTopics(link, [topic]))[0]
    return described !== undefined
  })
  return described
}

async function openCursors(link: Link, partitions: readonly TopicPartition[]): Promise<Cursor[]> {
  const [starts, ends] = await Promise.all([
    listOffsets(link, partitions, 'earliest'),
    listOffsets(link, partitions, 'stable'),
  ])
  for (const { error } of [...starts, ...ends]) if (error !== undefined) throw error
  return partitions.map((partition, index) => ({
    ...partition,
    next: starts[index]?.offset ?? 0,
    end: ends[index]?.offset ?? 0,
    records: [],
  }))
}

function isOpen({ next, end }: Cursor): boolean {
  return next < end
}

/** One fetch per leader. What a leader refuses is tried again; each try goes on where the last one got to. */
async function readOn(link: Link, cursors: readonly Cursor[]): Promise<void> {
  await retrying(async (round) => {
    const open = cursors.filter(isOpen)
    const { byBroker, unrouted: homeless } = await link.leaders.route(open, { fresh: round > 0 })
    for (const { partition, missing } of homeless) throw unrouted(missing, readAttempt(link, partition.topic))
    await Promise.all(
      [...byBroker].map(async ([brokerId, led]) => {
        take(link, led, await fetchOnce(link, brokerId, led))
      }),
    )
  })
}

function take(link: Link, cursors: readonly Cursor[], { partitions, throttleMs }: Fetched): void {
  const silent = throttleMs === 0 && partitions.every(({ records }) => records.length === 0)
  for (const cursor of cursors) {
    const fetched = partitions.find(({ partition }) => partition === cursor.partition)
    if (fetched === undefined) continue
    const { errorCode, records, abortedTransactions, logStartOffset } = fetched
    if (errorCode === errorCodes.offsetOutOfRange && logStartOffset > cursor.next)
      cursor.next = logStartOffset
    else if (errorCode !== errorCodes.none) throw leaderRefusal(errorCode, readAttempt(link, cursor.topic))
    // A leader that answers nothing below the end has nothing there: compaction removed it.
    else if (silent) cursor.next = cursor.end
    else deliver(cursor, records, committedFilter({ abortedTransactions }))
  }
}

function deliver(cursor: Cursor, records: Buffer, delivers: ReturnType<typeof committedFilter>): void {
  const { topic, partition, end } = cursor
  for (const batch of eachBatch(records)) {
    const header = readBatchHeader(batch)
    if (!verifyCrc(batch)) {
      const { baseOffset } = header
      throw new StraitError(
        'ST307',
        `the batch at ${topic}-${partition} offset ${baseOffset} fails its CRC`,
        {
          facts: { topic, partition, offset: baseOffset },
        },
      )
    }
    if (delivers(header, batch)) {
      for (const record of decodeRecords(batch)) {
        const { offset, timestampMs, key, value } = record
        if (offset < cursor.next || offset >= end) continue
        const headers = record.headers.map(([name, bytes]) => [String(name), bytes] as const)
        cursor.records.push({ topic, partition, offset, timestampMs, key, value, headers })
      }
    }
    cursor.next = Math.max(cursor.next, header.baseOffset + header.lastOffsetDelta + 1)
  }
}
