// A partition and its copy as brokers hold them, item by item: compaction holes, markers of transactions and fences,
// aborted data, records that the source lost before they were copied, records of others, records that are there
// twice, a stored map that is late or trimmed. Nothing here counts; what a consumer reads is listed.

import fc from 'fast-check'
import { advance, appendRun, growOffsetMap, type Run } from '../../src/mirror/offset-map.ts'

type SourceItem = 'record' | 'marker' | 'aborted' | 'hole' | 'lost'

interface Copy {
  readonly kind: 'copy'
  readonly source: number
}
type TargetItem = Copy | { readonly kind: 'foreign' } | { readonly kind: 'marker' }

export interface SimulatedPartition {
  /** Index = offset. */
  readonly source: readonly SourceItem[]
  readonly sourceEarliest: number
  readonly target: readonly TargetItem[]
  readonly targetEarliest: number
  /** Target offsets that compaction took. */
  readonly compacted: ReadonlySet<number>
  /** The source offset that is copied next. */
  readonly copiedTo: number
  /** What stands in the positions topic; undefined where nothing was copied yet. */
  readonly map: { readonly runs: Run[]; readonly sourceNext: number; readonly targetNext: number } | undefined
  /** Where the copy began among records of others, as far as the map still says so. */
  readonly mark: { readonly source: number; readonly target: number } | undefined
  readonly recreated: boolean
  /** The target has the partition. */
  readonly exists: boolean
  /** The group's commits. */
  readonly onSource: number | undefined
  readonly onTarget: number | undefined
}

/** What may be among the partitions of one topic. */
export interface SimulatedTopicFacts {
  readonly compacted: boolean
  /** Copied at least once. */
  readonly doubled: boolean
}

const sourceItem = fc.constantFrom<SourceItem>(
  'record',
  'record',
  'record',
  'record',
  'record',
  'marker',
  'aborted',
  'hole',
  'lost',
)

/** Mostly none, so that most cases have an exact answer. */
const seldom = (most: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(most) })

const shape = fc.record({
  source: fc.array(sourceItem, { minLength: 4, maxLength: 24, size: 'max' }),
  sourceEarliest: seldom(24),
  startsAt: seldom(12),
  copied: fc.oneof({ weight: 3, arbitrary: fc.constant(24) }, { weight: 1, arbitrary: fc.nat(24) }),
  markers: fc.array(seldom(2), { maxLength: 24 }),
  trailing: seldom(2),
  trailingKnown: fc.boolean(),
  foreign: seldom(4),
  crashes: fc.array(seldom(3), { maxLength: 24 }),
  stale: seldom(5),
  isMapped: fc.oneof(
    { weight: 19, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  targetEarliest: fc.oneof(fc.constant(0), fc.nat(24)),
  trimmed: fc.nat(3),
  compacted: fc.array(fc.boolean(), { maxLength: 40 }),
  recreated: fc.nat(30),
  lacking: fc.nat(20),
  onSource: fc.option(fc.nat(28), { nil: undefined, freq: 9 }),
  onTarget: fc.option(fc.nat(32), { nil: undefined }),
})

type Shape = typeof shape extends fc.Arbitrary<infer Of> ? Of : never

export function simulatedPartition(topic: SimulatedTopicFacts): fc.Arbitrary<SimulatedPartition> {
  return shape.map((given) => build(given, topic))
}

function build(given: Shape, topic: SimulatedTopicFacts): SimulatedPartition {
  const { source } = given
  const startsAt = Math.min(given.startsAt, source.length)
  const copiedTo = Math.min(source.length, startsAt + given.copied)
  const { target, mapped } = copyOf(given, { topic, startsAt, copiedTo })
  const known = mapped.slice(0, Math.max(0, mapped.length - given.stale))
  const isStale = known.length < mapped.length
  const mark = given.foreign > 0 ? { source: startsAt, target: given.foreign } : undefined
  const map = growOffsetMap({ runs: [], sourceNext: startsAt, targetNext: given.foreign })
  if (mark !== undefined) map.runs.push({ sourceStart: mark.source, targetStart: mark.target, count: 0 })
  for (const [from, to] of known) appendRun(map, { sourceStart: from, targetStart: to, count: 1 })
  if (!isStale) advance(map, { sourceNext: copiedTo })
  if (!isStale && given.trailingKnown) advance(map, { targetNext: target.length })
  const targetEarliest = Math.min(given.targetEarliest, target.length)
  const dropped = map.runs
    .slice(0, given.trimmed)
    .filter((run) => run.targetStart + run.count <= targetEarliest).length
  map.runs.splice(0, dropped)
  return {
    source,
    sourceEarliest: Math.min(given.sourceEarliest, source.length),
    target,
    targetEarliest,
    compacted: topic.compacted ? superseded(target, given.compacted) : new Set(),
    copiedTo,
    map: given.isMapped ? map : undefined,
    mark: map.runs[0]?.count === 0 ? mark : undefined,
    recreated: given.recreated === 30,
    exists: given.lacking < 20,
    onSource: within(given.onSource, source.length + 1),
    onTarget: within(given.onTarget, target.length + 2),
  }
}

/** Evenly up to `most`: a bit past an end is worth trying, far past it is the same case again and again. */
function within(value: number | undefined, most: number): number | undefined {
  return value === undefined ? undefined : value % (most + 1)
}

/** Offsets that compaction takes: of a record that is there twice never the later one alone. */
function superseded(target: readonly TargetItem[], isTaken: readonly boolean[]): Set<number> {
  const taken = new Set<number>()
  const gone = new Set<number>()
  for (const [offset, item] of [...target.entries()].reverse()) {
    if (isTaken[offset] !== true && !(item.kind === 'copy' && gone.has(item.source))) continue
    taken.add(offset)
    if (item.kind === 'copy') gone.add(item.source)
  }
  return taken
}

/** The target's log, and the pairs of offsets that the copy learned by acknowledgements. */
function copyOf(
  { source, foreign, markers, crashes, trailing }: Shape,
  {
    topic,
    startsAt,
    copiedTo,
  }: { readonly topic: SimulatedTopicFacts; readonly startsAt: number; readonly copiedTo: number },
): { target: TargetItem[]; mapped: (readonly [number, number])[] } {
  const target: TargetItem[] = Array.from({ length: foreign }, () => ({ kind: 'foreign' }))
  const mapped: (readonly [number, number])[] = []
  const isCopied = (offset: number): boolean => source[offset] === 'record'
  for (let offset = startsAt; offset < copiedTo; offset++) {
    if (!isCopied(offset)) continue
    for (let marker = 0; marker < (markers[offset] ?? 0); marker++) target.push({ kind: 'marker' })
    // Written before an agent was killed, and written again by the next one.
    const again = topic.doubled ? (crashes[offset] ?? 0) : 0
    for (let copy = offset; copy < Math.min(copiedTo, offset + again); copy++) {
      if (isCopied(copy)) target.push({ kind: 'copy', source: copy })
    }
    mapped.push([offset, target.length])
    target.push({ kind: 'copy', source: offset })
  }
  for (let marker = 0; marker < trailing; marker++) target.push({ kind: 'marker' })
  return { target, mapped }
}

/** A record that a consumer gets. */
export interface Delivery {
  /** The same for all copies of a record. */
  readonly name: string
  /** The group read it already, on the source or right here. */
  readonly again: boolean
}

/** What a consumer gets on the target from `place` on, as the log is now. */
export function deliveredFrom(partition: SimulatedPartition, place: number): Delivery[] {
  const { target, targetEarliest, compacted } = partition
  return target.flatMap((_, offset) =>
    offset < Math.max(place, targetEarliest) || compacted.has(offset) ? [] : deliveryAt(partition, offset),
  )
}

/** What it gets later: records that the target has yet to get. */
export function deliveredLater({ source, copiedTo, onSource = 0 }: SimulatedPartition): Delivery[] {
  return source.flatMap((item, offset) =>
    offset >= copiedTo && item === 'record' ? [{ name: `source ${offset}`, again: offset < onSource }] : [],
  )
}

/** Copies that a consumer at `place` has behind it, and that the group may never have read. */
export function passedOver(partition: SimulatedPartition, from: number, place: number): Delivery[] {
  return partition.target.flatMap((item, offset) =>
    offset < from || offset >= place || item.kind !== 'copy' || partition.compacted.has(offset)
      ? []
      : deliveryAt(partition, offset),
  )
}

/** Nothing where a marker stands. Records of others are told apart by their offset. */
function deliveryAt({ target, onSource = 0, onTarget = 0 }: SimulatedPartition, offset: number): Delivery[] {
  const item = target[offset]
  if (item === undefined || item.kind === 'marker') return []
  const isHere = offset < onTarget
  return item.kind === 'copy'
    ? [{ name: `source ${item.source}`, again: isHere || item.source < onSource }]
    : [{ name: `foreign ${offset}`, again: isHere }]
}
