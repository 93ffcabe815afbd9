// What MM2 and Java remember of a partition's offset syncs, and how they translate by it: 64 slots, newest
// first, spaced ever wider towards the past. Needed to read what MM2 left behind, and to prove that our syncs
// make Java translate to the right record or before it, never past it.
//
//   slot 0 is the newest sync, slot 63 the earliest usable one; slots repeat. For slots i < j of different syncs:
//   B  s[i].up <= s[j].up + 2^j - 2^i           near slots hold recent syncs
//   C  s[i].up >= s[j].up + 2^max(i-2, 0)       no two syncs stand too close

import type { OffsetPair } from './offset-sync-rule.ts'

const slotCount = 64

type Slots = readonly OffsetPair[]

/** How Java began to read. */
export interface OffsetSyncStoreOptions {
  /** Java's state when its earlier checkpoints are unknown: of the syncs before `readToEnd` only the last counts. */
  readonly mustReadToEnd: boolean
}

/** The syncs of one partition. */
export class OffsetSyncStore {
  readonly #mustReadToEnd: boolean
  #slots: Slots | undefined
  #readToEnd = false

  constructor({ mustReadToEnd }: OffsetSyncStoreOptions = { mustReadToEnd: false }) {
    this.#mustReadToEnd = mustReadToEnd
  }

  /** Takes the next sync of the topic, oldest first. */
  add(sync: OffsetPair): void {
    const onlyLast = this.#mustReadToEnd && !this.#readToEnd
    const newest = this.#slots?.[0]
    const rewinds = newest !== undefined && sync.upstreamOffset < newest.upstreamOffset
    if (this.#slots === undefined || onlyLast || rewinds) {
      this.#slots = Array.from({ length: slotCount }, () => sync)
    } else {
      this.#slots = insert(this.#slots, sync)
    }
  }

  /** The topic was read to its end once: translation may begin. */
  readToEnd(): void {
    this.#readToEnd = true
  }

  /** The distinct syncs, newest first. */
  get syncs(): readonly OffsetPair[] {
    return [...new Set(this.#slots)]
  }

  /** Java's answer: undefined where it has none yet, -1 where the offset is older than every usable sync. */
  translateDownstream(upstreamOffset: number): number | undefined {
    if (!this.#readToEnd || this.#slots === undefined) return undefined
    const sync = this.#slots.find((slot) => slot.upstreamOffset <= upstreamOffset)
    if (sync === undefined) return -1
    // One past the sync and no further: how many of the records behind it were copied is not known.
    return sync.downstreamOffset + (sync.upstreamOffset === upstreamOffset ? 0 : 1)
  }
}

function insert(old: Slots, sync: OffsetPair): Slots {
  const slots = [sync, ...old.slice(1)]
  let replacement = sync
  let reading = 0
  for (let slot = 1; slot < slotCount; slot++) {
    const previous = at(slots, slot - 1)
    let skip: boolean
    do {
      const candidate = at(old, reading)
      const apart = isApart(previous, candidate, slot - 1)
      const promote =
        apart &&
        isRecent(previous, candidate, slot - 1) &&
        (slot + 1 >= slotCount || isApart(candidate, at(slots, slot + 1), slot))
      if (promote) replacement = candidate
      skip = !apart || (reading + 1 < slotCount && candidate === at(old, reading + 1))
      if (promote || skip) reading += 1
    } while (reading < slot && skip)
    // From here on the old tail still fits.
    if (isRecent(previous, at(slots, slot), slot - 1)) break
    slots[slot] = replacement
  }
  return slots
}

/** Invariant B between a slot and the next one. */
function isRecent(sync: OffsetPair, older: OffsetPair, slot: number): boolean {
  return sync === older || sync.upstreamOffset <= older.upstreamOffset + 2 ** (slot + 1) - 2 ** slot
}

/** Invariant C between a slot and any later one. */
function isApart(sync: OffsetPair, older: OffsetPair, slot: number): boolean {
  return sync === older || sync.upstreamOffset >= older.upstreamOffset + 2 ** Math.max(slot - 2, 0)
}

function at(slots: Slots, slot: number): OffsetPair {
  const sync = slots[slot]
  if (sync === undefined) throw new RangeError(`there is no slot ${slot}`)
  return sync
}
