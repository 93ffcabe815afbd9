// Position records to bytes and back, and a topic full of them folded into one offset map per partition. What
// cannot be read is an error with the key in it: a position that was guessed would copy records twice or lose
// them.

import { StraitError } from '../errors/strait-error.ts'
import type { OffsetMap, Run } from './offset-map.ts'
import { chunkKey, type PositionRecord, positionKey, positionRecord, runsPerChunk } from './positions.ts'

/** All that is stored of one partition of a flow. `topic` is the source's name. */
export interface StoredPosition extends OffsetMap {
  readonly flow: string
  readonly topic: string
  readonly partition: number
  readonly sourceTopicId: string
  readonly targetTopicId: string
  readonly sourceLeaderEpoch: number
  readonly producerId: number
  readonly producerEpoch: number
  /** Chunk numbers of the first and the newest chunk of the map. */
  readonly firstChunk: number
  readonly lastChunk: number
}

type RawRecord = { readonly key: Buffer | null; readonly value: Buffer | null }

/** The record as it is written, under the key of its chunk. */
export function encodePosition(record: PositionRecord): { key: Buffer; value: Buffer } {
  return { key: Buffer.from(chunkKey(record)), value: Buffer.from(JSON.stringify(record)) }
}

/** Throws ST500 where the record is not one of ours, of a newer format, or filed under another's key. */
export function decodePosition({ key, value }: { key: Buffer; value: Buffer }): PositionRecord {
  const name = key.toString('utf8')
  const parsed = positionRecord.safeParse(parseJson(value))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const where = issue?.path.join('.') || 'value'
    throw unreadable(name, `${where}: ${issue?.message ?? 'not valid'}`, parsed.error)
  }
  if (chunkKey(parsed.data) !== name)
    throw unreadable(name, `its content belongs under ${chunkKey(parsed.data)}`)
  return parsed.data
}

/** Cuts runs into the chunks they are stored in, the first one numbered `firstChunk`; at least one chunk. */
export function chunkRuns(
  runs: readonly Run[],
  firstChunk = 0,
): { readonly chunk: number; readonly runs: [number, number, number][] }[] {
  const chunks = []
  for (let start = 0; start === 0 || start < runs.length; start += runsPerChunk) {
    chunks.push({
      chunk: firstChunk + start / runsPerChunk,
      runs: runs
        .slice(start, start + runsPerChunk)
        .map((run): [number, number, number] => [run.sourceStart, run.targetStart, run.count]),
    })
  }
  return chunks
}

/**
 * Folds the records of the positions topic, oldest first, into one map per partition, by `positionKey`. The
 * newest chunk gives the ends and the ids; chunks of another incarnation of a topic are left out. Throws ST500
 * where a live record cannot be read or the chunks do not follow each other.
 */
export function offsetMapsFrom(records: Iterable<RawRecord>): Map<string, StoredPosition> {
  const live = new Map<string, { key: Buffer; value: Buffer }>()
  for (const { key, value } of records) {
    if (key === null) continue
    const name = key.toString('utf8')
    if (value === null) live.delete(name)
    else live.set(name, { key, value })
  }
  const partitions = new Map<string, PositionRecord[]>()
  for (const raw of live.values()) {
    const record = decodePosition(raw)
    const name = positionKey(record.flow, record.topic, record.partition)
    const chunks = partitions.get(name)
    if (chunks === undefined) partitions.set(name, [record])
    else chunks.push(record)
  }
  return new Map([...partitions].map(([name, chunks]) => [name, joinChunks(name, chunks)]))
}

function joinChunks(name: string, chunks: PositionRecord[]): StoredPosition {
  chunks.sort((one, other) => one.chunk - other.chunk)
  const newest = chunks.at(-1)
  if (newest === undefined) throw unreadable(name, 'it has no chunk')
  const joined = chunks.filter((chunk) => sameTopics(chunk, newest))
  const runs: Run[] = []
  for (const [index, chunk] of joined.entries()) {
    const expected = newest.chunk - joined.length + 1 + index
    if (chunk.chunk !== expected) throw unreadable(name, `chunk ${expected} is missing`)
    for (const [sourceStart, targetStart, count] of chunk.runs) {
      const run: Run = { sourceStart, targetStart, count }
      if (!follows(runs.at(-1), run)) {
        throw unreadable(name, `chunk ${chunk.chunk} holds runs that overlap or go back`)
      }
      runs.push(run)
    }
  }
  const { chunk: lastChunk, runs: _, format: __, ...position } = newest
  if (!follows(runs.at(-1), { sourceStart: position.sourceNext, targetStart: position.targetNext })) {
    throw unreadable(name, 'its position lies before the end of its runs')
  }
  return { ...position, runs, firstChunk: newest.chunk - joined.length + 1, lastChunk }
}

function sameTopics(one: PositionRecord, other: PositionRecord): boolean {
  return one.sourceTopicId === other.sourceTopicId && one.targetTopicId === other.targetTopicId
}

function follows(last: Run | undefined, next: Pick<Run, 'sourceStart' | 'targetStart'>): boolean {
  if (last === undefined) return true
  return (
    next.sourceStart >= last.sourceStart + last.count && next.targetStart >= last.targetStart + last.count
  )
}

function parseJson(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString('utf8'))
  } catch {
    return undefined
  }
}

function unreadable(name: string, why: string, cause?: unknown): StraitError {
  return new StraitError(
    'ST500',
    `the stored position ${name} cannot be read: ${why}; use the version of strait that wrote it, or have the flow prove its position again by removing the record`,
    { cause, facts: { key: name } },
  )
}
