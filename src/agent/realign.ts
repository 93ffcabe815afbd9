// Finds a position again where the source has lost records since they were copied: retention cut its log, or its
// cleaner took what later records replaced. The walk cannot lay the two logs beside each other then.
//
// Both ways of losing take the oldest records of a key first. So of what the target holds of a key behind the old
// position, the source still has the newest ones, and behind these whatever was not copied yet. The position is the
// last place in the source at which that is true of every key. Where the target's own cleaner was at work, too, the
// older records of a key may be there on the source only.
//
//   target behind the position   a1 b1 a2 c1        the source lost a1 and b1, whose key came again
//   source                             a2 c1 | b2 a3 …

import { createHash } from 'node:crypto'
import type { Run } from '../mirror/offset-map.ts'
import { listAt } from '../std/list-at.ts'
import { decodeRecords, type WireRecord } from '../wire/records.ts'
import { prepareBatch } from './prepared-batch.ts'
import type { LogRange } from './proof.ts'
import { targetStretches, type Walked, type WalkRequest } from './walk.ts'

export interface RealignRequest extends WalkRequest {
  readonly sourceLog: LogRange
}

/** Undefined where losses of the source do not explain what the target holds: somebody else wrote there. */
export async function realign(request: RealignRequest): Promise<Walked | undefined> {
  const { position, sourceLog, targetEnd } = request
  const tail = await readTail(request)
  const targetNext = Math.max(targetEnd, position.targetNext)
  if (tail.records + tail.holes === 0) return { ...position, targetNext, runs: [] }
  const source = sourceRecords(request)
  const seen: SourceRecord[] = []
  let best: { readonly count: number; readonly sourceNext: number } | undefined
  for (;;) {
    const { value: record } = await source.next()
    // Each record that was copied took an offset of the source, and what is no record took its own.
    const least = position.sourceNext + tail.records + (record?.silent ?? 0)
    const mayEnd = least <= (record?.offset ?? sourceLog.end)
    if (mayEnd && tail.fits) {
      best = { count: seen.length, sourceNext: Math.max(least, (seen.at(-1)?.offset ?? -1) + 1) }
    }
    if (record === undefined) break
    seen.push(record)
    if (seen.length > tail.records + tail.holes || (mayEnd && !tail.knows(record.key))) break
    tail.add(record)
  }
  if (best === undefined) return undefined
  const runs = runsOf(seen.slice(0, best.count), tail)
  const isCut = sourceLog.start > position.sourceNext
  const replaced = isCut || (await comeAgain(tail.without(seen.slice(0, best.count)), seen, source))
  if (runs === undefined || !replaced) return undefined
  // The epoch before that offset may be lost with its records.
  return { sourceNext: best.sourceNext, targetNext, leaderEpoch: -1, runs }
}

interface KeyedRecord {
  readonly offset: number
  readonly key: string
  readonly content: string
  /** Undefined where the target's broker set its own. */
  readonly timestampMs: number | undefined
  readonly isTombstone: boolean
}

interface SourceRecord extends KeyedRecord {
  /** Offsets before it, from the old position on, that are there and hold no record of a consumer. */
  readonly silent: number
}

/** What the target holds behind the position, key by key, beside what was read of the source so far. */
class Tail {
  records = 0
  holes = 0
  readonly #copied = new Map<string, KeyedRecord[]>()
  readonly #read = new Map<string, SourceRecord[]>()
  readonly #unfit = new Set<string>()

  copied(record: KeyedRecord): void {
    this.records += 1
    listAt(this.#copied, record.key).push(record)
  }

  add(record: SourceRecord): void {
    const read = listAt(this.#read, record.key)
    read.push(record)
    const copied = this.#copied.get(record.key) ?? []
    const both = Math.min(read.length, copied.length)
    const newest = read.slice(read.length - both)
    const isSame = newest.every((one, index) => same(copied.at(index - both), one))
    if (isSame && read.length - copied.length <= this.holes) this.#unfit.delete(record.key)
    else this.#unfit.add(record.key)
  }

  /** Whether what was read of each key is the newest that was copied of it. */
  get fits(): boolean {
    return this.#unfit.size === 0
  }

  knows(key: string): boolean {
    return this.#copied.has(key)
  }

  /** The target's records of one key, oldest first. */
  of(key: string): readonly KeyedRecord[] {
    return this.#copied.get(key) ?? []
  }

  /** Keys of which the source has none of what was copied, although nothing says that they were deleted. */
  without(matched: readonly SourceRecord[]): Set<string> {
    const there = new Set(matched.map(({ key }) => key))
    const keys = [...this.#copied.keys()]
    return new Set(keys.filter((key) => !there.has(key) && this.of(key).at(-1)?.isTombstone !== true))
  }
}

/** A cleaner takes the last record of a key only for a later one. */
async function comeAgain(
  gone: Set<string>,
  seen: readonly SourceRecord[],
  source: AsyncGenerator<SourceRecord>,
): Promise<boolean> {
  for (const { key } of seen) gone.delete(key)
  while (gone.size > 0) {
    const next = await source.next()
    if (next.done === true) return false
    gone.delete(next.value.key)
  }
  return true
}

/** Where each record lies on the target, as far as it is there; undefined where they lie in another order. */
function runsOf(matched: readonly SourceRecord[], tail: Tail): Run[] | undefined {
  const left = new Map<string, number>()
  for (const { key } of matched) left.set(key, (left.get(key) ?? 0) + 1)
  const runs: Run[] = []
  let targetNext = 0
  for (const { key, offset } of matched) {
    const behind = left.get(key) ?? 0
    left.set(key, behind - 1)
    const copy = tail.of(key).at(-behind)
    if (copy === undefined || tail.of(key).length < behind) continue
    if (copy.offset < targetNext) return undefined
    targetNext = copy.offset + 1
    runs.push({ sourceStart: offset, targetStart: copy.offset, count: 1 })
  }
  return runs
}

async function readTail(request: RealignRequest): Promise<Tail> {
  const tail = new Tail()
  for await (const { targetStart, first, count, content } of targetStretches(request)) {
    for (let index = 0; index < count; index += 1) {
      const record = content?.record(first + index)
      if (record === undefined) tail.holes += 1
      else tail.copied(keyed({ ...record, offset: targetStart + index }, content?.logAppendTime))
    }
  }
  return tail
}

async function* sourceRecords({
  position,
  sourceLog,
  scanSource,
}: RealignRequest): AsyncGenerator<SourceRecord, undefined> {
  let silent = 0
  for await (const { batch, header, delivers } of scanSource(
    Math.max(position.sourceNext, sourceLog.start),
  )) {
    const prepared = delivers ? prepareBatch(batch, header, position.sourceNext) : undefined
    if (!delivers && header.baseOffset >= position.sourceNext) silent += header.count
    if (prepared === undefined) continue
    const offsets = prepared.runs.flatMap(([start, count]) =>
      Array.from({ length: count }, (_, index) => start + index),
    )
    for (const [index, record] of decodeRecords(prepared.batch).entries()) {
      yield { ...keyed({ ...record, offset: offsets[index] ?? 0 }), silent }
    }
  }
  return undefined
}

function keyed(record: WireRecord, logAppendTime = false): KeyedRecord {
  const { offset, key, value, timestampMs, headers } = record
  const hash = createHash('sha1')
  const sizes = headers.map(([name, bytes]) => [Buffer.byteLength(name), bytes?.length ?? null])
  hash.update(JSON.stringify([value?.length ?? null, ...sizes]))
  if (value !== null) hash.update(value)
  for (const [name, bytes] of headers) hash.update(name).update(bytes ?? '')
  return {
    offset,
    key: key === null ? '' : `=${key.toString('latin1')}`,
    content: hash.digest('base64'),
    timestampMs: logAppendTime ? undefined : timestampMs,
    isTombstone: value === null,
  }
}

function same(copy: KeyedRecord | undefined, { content, timestampMs }: KeyedRecord): boolean {
  if (copy?.content !== content) return false
  return copy.timestampMs === undefined || copy.timestampMs === timestampMs
}
