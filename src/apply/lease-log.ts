// Who holds the lease, read from the control topic. Kafka has no compare-and-set, but one partition is a total
// order: everyone folds the same records by the same rule and so agrees on the holder.
//
//   record                         while the lease is free    while X holds, unexpired    X's time is over
//   beat of X                      X holds                    X holds for longer          X holds again
//   beat of Y                      Y holds                    ignored                     Y holds
//   null (only a holder writes it) free                       free                        free
//
// "Expired" compares the beat of the newcomer with the expiry of the holder, never with the reader's clock.

import { controlKey, foldControl, type LeaseEntry } from '../mirror/control.ts'

/** What folding needs of a record of the control topic. */
export interface ControlRecord {
  readonly key: Buffer | null
  readonly value: Buffer | null
}

const sample = { kind: 'lease', holder: '', operation: '', beatAt: '', expiresAt: '' } as const

/** The record key under which leases are written. */
export const leaseKey: string = controlKey(sample)

/** The newest beat of the holder, expired or not; undefined while the lease is free. Records oldest first. */
export function leaseHolder(records: Iterable<ControlRecord>): LeaseEntry | undefined {
  let held: LeaseEntry | undefined
  for (const record of records) {
    if (record.key?.toString('utf8') !== leaseKey) continue
    const beat = record.value === null ? undefined : leaseOf(record)
    if (record.value === null) held = undefined
    else if (beat !== undefined && mayTake(beat, held)) held = beat
  }
  return held
}

function mayTake(beat: LeaseEntry, held: LeaseEntry | undefined): boolean {
  return (
    held === undefined || held.holder === beat.holder || Date.parse(beat.beatAt) > Date.parse(held.expiresAt)
  )
}

function leaseOf(record: ControlRecord): LeaseEntry | undefined {
  return foldControl([record]).find((entry) => entry.kind === 'lease')
}
