// Notes in the control topic which places the agents of a flow committed for its groups. Several agents share a flow
// and each knows its own places, so a note is joined with what stands there, and looked at again in every round: where
// two wrote at once, the one whose places are missing writes anew.

import type { Cluster, TopicPartition } from '../kafka/cluster.ts'
import { controlRecord, controlTopic, type ManagedEntry } from '../mirror/control.ts'
import { groupNoteAddress, hasPlaces, joinPlaces, noteOf } from '../mirror/group-notes.ts'

export interface GroupNotesOptions {
  readonly target: Cluster
  readonly identity: string
  readonly protect: boolean
  /** Of the topology that applied the flow, where it has a name. */
  readonly topology?: string | undefined
  /** What stands in the control topic, as far as it was read. */
  standing(address: string): ManagedEntry | undefined
}

export class GroupNotes {
  readonly #options: GroupNotesOptions
  readonly #committed = new Map<string, Record<string, number[]>>()
  /** What stood there when a note was written: until it changes, the note is on its way. */
  readonly #writtenOver = new Map<string, ManagedEntry | undefined>()

  constructor(options: GroupNotesOptions) {
    this.#options = options
  }

  committed(groupId: string, places: readonly TopicPartition[]): void {
    this.#committed.set(groupId, joinPlaces(this.#committed.get(groupId) ?? {}, places))
  }

  /** Writes what is missing. Rejects where the control topic cannot be written; the next call tries again. */
  async write(): Promise<void> {
    const { target, identity, standing } = this.#options
    const entries: ManagedEntry[] = []
    for (const [groupId, own] of this.#committed) {
      const address = groupNoteAddress(identity, groupId)
      const known = standing(address)
      const places = placesIn(own)
      if (hasPlaces(known?.commits ?? {}, places)) continue
      if (this.#writtenOver.has(address) && this.#writtenOver.get(address) === known) continue
      entries.push(noteOf(this.#options, groupId, joinPlaces(known?.commits ?? {}, places)))
    }
    if (entries.length === 0) return
    await target.append(controlTopic, entries.map(controlRecord))
    for (const { address } of entries) this.#writtenOver.set(address, standing(address))
  }
}

function placesIn(commits: Readonly<Record<string, readonly number[]>>): TopicPartition[] {
  return Object.entries(commits).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  )
}
