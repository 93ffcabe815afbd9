// How old the record at an offset is, without fetching it: brokers answer "the first offset not older than T",
// so T is searched, for all partitions at once, one batched round trip a round.
//
//   now -1s -2s -4s -8s … doubling until the answer is at or before the offset, then halving the last interval

import type { Cluster, TopicPartition } from '../kafka/cluster.ts'

export interface Waiting extends TopicPartition {
  /** The offset whose record's age is wanted. */
  readonly offset: number
}

export interface OffsetAge extends TopicPartition {
  /** Null where the record's time cannot be found: none, or in the future. */
  readonly ageSeconds: number | null
}

interface Search {
  readonly at: Waiting
  /** The record is younger than `high` and not younger than `low`, both in seconds. */
  low: number
  high: number | undefined
}

/** The shortest age that is told apart, and how old a record can be: ten years. */
const firstAgeSeconds = 1
const oldestAgeSeconds = 320_000_000
/** Ages are told to about a sixteenth. */
const halvings = 4

export async function agesOf(
  cluster: Cluster,
  waiting: readonly Waiting[],
  nowMs: number,
): Promise<OffsetAge[]> {
  const searches: Search[] = waiting.map((at) => ({ at, low: 0, high: undefined }))
  for (let age = firstAgeSeconds; age < oldestAgeSeconds; age *= 2) {
    const open = searches.filter(({ high }) => high === undefined)
    if (open.length === 0) break
    await narrow(cluster, { searches: open, ages: open.map(() => age), nowMs })
  }
  for (let round = 0; round < halvings; round++) {
    const open = searches.filter(
      ({ high, low }) => high !== undefined && high > firstAgeSeconds && high - low > 0.5,
    )
    if (open.length === 0) break
    await narrow(cluster, {
      searches: open,
      ages: open.map(({ low, high = low }) => (low + high) / 2),
      nowMs,
    })
  }
  return searches.map(({ at: { topic, partition }, low, high }) => ({
    topic,
    partition,
    ageSeconds: high === undefined ? null : Math.round((low + high) / 2),
  }))
}

interface Round {
  readonly searches: readonly Search[]
  /** One for each search. */
  readonly ages: readonly number[]
  readonly nowMs: number
}

/** Asks once per distinct age, for every partition that wants it. */
async function narrow(cluster: Cluster, { searches, ages, nowMs }: Round): Promise<void> {
  const byAge = Map.groupBy(searches.keys(), (index) => ages[index] ?? 0)
  await Promise.all(
    Array.from(byAge, async ([age, indexes]) => {
      const asked = indexes.flatMap((index) => searches.slice(index, index + 1))
      const timestampMs = Math.floor(nowMs - age * 1000)
      const answers = await cluster.offsets(
        asked.map(({ at }) => at),
        { timestampMs },
      )
      const offsets = new Map(answers.map((one) => [`${one.topic} ${one.partition}`, one]))
      for (const search of asked) {
        const answer = offsets.get(`${search.at.topic} ${search.at.partition}`)
        if (answer === undefined || answer.error !== undefined) continue
        // -1: no record is that young, so ours is older too.
        const isYounger = answer.offset !== -1 && answer.offset <= search.at.offset
        if (isYounger) search.high = age
        else search.low = age
      }
    }),
  )
}
