// The race of a limited copy against retention, held against one that is run record by record, each with the very
// moment at which the broker deletes it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CopyingLog, expiringRecords } from '../../src/plan/expiry.ts'
import { assertProperty } from '../fuzz.ts'

interface RacingLog {
  readonly log: CopyingLog
  /** When the broker deletes a record; infinite where it does not. */
  expiresMs(offset: number): number
}

const common = {
  records: fc.integer({ min: 1, max: 150 }),
  earliest: fc.nat(40),
  copied: fc.nat(60),
  bytesPerRecord: fc.integer({ min: 20, max: 60 }),
}

/** By age: gaps of time between records, and when the first of them goes. */
const aged: fc.Arbitrary<RacingLog> = fc
  .record({
    ...common,
    firstMs: fc.integer({ min: -3000, max: 20_000 }),
    gapsMs: fc.array(fc.nat(400), { minLength: 1, maxLength: 20 }),
  })
  .map(({ firstMs, gapsMs, ...facts }) => {
    const log = startOf(facts)
    const times: number[] = []
    let atMs = firstMs
    for (let offset = log.earliest; offset < log.latest; offset++) {
      atMs += gapsMs[offset % gapsMs.length] ?? 0
      times.push(atMs)
    }
    const expiry = times.map((afterMs, index) => ({ afterMs, offset: log.earliest + index + 1 }))
    const before = { afterMs: (times[0] ?? 0) - 1, offset: log.earliest }
    return {
      log: { ...log, expiry: [before, ...expiry] },
      expiresMs: (offset) => times[offset - log.earliest] ?? Number.POSITIVE_INFINITY,
    }
  })

/** By size: what the log may hold beside what it holds, and how fast it grows. */
const sized: fc.Arbitrary<RacingLog> = fc
  .record({
    ...common,
    maxShare: fc.integer({ min: 0, max: 200 }),
    bytesPerSecond: fc.nat(3000),
    perSegment: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ maxShare, bytesPerSecond, perSegment, ...facts }) => {
    const log = startOf(facts)
    const bytes = (log.latest - log.earliest) * log.bytesPerRecord
    const segmentBytes = perSegment * log.bytesPerRecord
    const maxBytes = Math.floor((bytes * maxShare) / 100)
    return {
      log: { ...log, bound: { bytes, maxBytes, bytesPerSecond, segmentBytes } },
      // A segment goes once the log without it, and without all before it, is still as large as it has to be.
      expiresMs(offset) {
        const upTo = (Math.floor((offset - log.earliest) / perSegment) + 1) * segmentBytes
        const missing = maxBytes + upTo - bytes
        if (missing <= 0) return 0
        return bytesPerSecond === 0 ? Number.POSITIVE_INFINITY : (missing / bytesPerSecond) * 1000
      },
    }
  })

const endless: fc.Arbitrary<RacingLog> = fc
  .record(common)
  .map((facts) => ({ log: startOf(facts), expiresMs: () => Number.POSITIVE_INFINITY }))

function startOf(facts: {
  readonly records: number
  readonly earliest: number
  readonly copied: number
  readonly bytesPerRecord: number
}): CopyingLog {
  const { records, earliest, copied, bytesPerRecord } = facts
  const latest = earliest + records
  const next = Math.min(latest, earliest + copied)
  return { topic: '', earliest, next, latest, bytesPerRecord, expiry: [], bound: undefined }
}

/** Every log has an even share of the limit. A record is lost unless it is begun before the broker deletes it. */
function raced(logs: readonly RacingLog[], bytesPerSecond: number): number[] {
  const copies = logs.map(({ log, expiresMs }) => ({ ...log, expiresMs, done: 0, lost: 0 }))
  let nowMs = 0
  for (;;) {
    for (const copy of copies) {
      while (copy.done === 0 && copy.next < copy.latest && copy.expiresMs(copy.next) <= nowMs) {
        copy.next += 1
        copy.lost += 1
      }
    }
    const open = copies.filter(({ next, latest }) => next < latest)
    if (open.length === 0) return copies.map(({ lost }) => lost)
    const perMs = bytesPerSecond / 1000 / open.length
    const stepMs = Math.min(...open.map(({ bytesPerRecord, done }) => (bytesPerRecord - done) / perMs))
    nowMs += stepMs
    for (const copy of open) {
      copy.done += stepMs * perMs
      if (copy.done < copy.bytesPerRecord - 1e-6) continue
      copy.next += 1
      copy.done = 0
    }
  }
}

test('what the plan says will be lost is what a copy record by record loses', () => {
  const seen = { lossless: 0, byAge: 0, bySize: 0 }
  assertProperty(
    fc.property(
      fc.array(fc.oneof(aged, sized, endless), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 50, max: 5000 }),
      (drawn, bytesPerSecond) => {
        const logs = drawn.map((one, index) => ({ ...one, log: { ...one.log, topic: `t${index}` } }))
        const said = expiringRecords(
          logs.map(({ log }) => log),
          bytesPerSecond,
        )
        for (const [index, lost] of raced(logs, bytesPerSecond).entries()) {
          const log = logs[index]?.log
          assert.ok(log !== undefined)
          const predicted = said[log.topic] ?? 0
          if (lost === 0) seen.lossless++
          else if (log.bound === undefined) seen.byAge++
          else seen.bySize++
          const others = logs.filter((one) => one.log !== log).map((one) => one.log)
          assert.ok(
            Math.abs(predicted - lost) <= tolerance(log, lost, others),
            `${predicted} are said to be lost of ${log.latest - log.next}, and ${lost} are`,
          )
        }
      },
    ),
    { numRuns: 2000 },
  )
  assert.ok(Math.min(...Object.values(seen)) > 50, JSON.stringify(seen))
})

/**
 * The plan takes records for a fluid. Where the copy is just ahead of a segment that goes, a hair decides over the
 * whole of it; and while another log is busy with a record or a segment that the plan gave up, this one has less.
 */
function tolerance(log: CopyingLog, lost: number, others: readonly CopyingLog[]): number {
  const records = log.latest - log.next
  const own = lost > 0 && lost < records ? (log.bound?.segmentBytes ?? 0) : 0
  const busy = others.reduce(
    (sum, { bytesPerRecord, bound }) => sum + bytesPerRecord + (bound?.segmentBytes ?? 0),
    0,
  )
  return 2 + 0.02 * records + (own + busy) / log.bytesPerRecord
}
