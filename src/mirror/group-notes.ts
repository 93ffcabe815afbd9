// Which places on a target a flow committed for a group: noted in the control topic once, when Strait commits there
// for the first time. Without the note nobody could tell its commits from those of a consumer on the target.

import type { TopicPartition } from '../kafka/cluster.ts'
import type { ManagedEntry } from './control.ts'

/** Partitions by remote topic, in order. */
export type CommitPlaces = Readonly<Record<string, readonly number[]>>

/** By the flow's identity: the note outlives a change of its name. */
export function groupNoteAddress(identity: string, groupId: string): string {
  return `group_offset.${identity}[${JSON.stringify(groupId)}]`
}

/** All places of both, in the one order in which notes are written. */
export function joinPlaces(known: CommitPlaces, more: readonly TopicPartition[]): Record<string, number[]> {
  const joined = new Map<string, Set<number>>()
  const add = (topic: string, partition: number): void => {
    joined.set(topic, (joined.get(topic) ?? new Set()).add(partition))
  }
  for (const [topic, partitions] of Object.entries(known))
    for (const partition of partitions) add(topic, partition)
  for (const { topic, partition } of more) add(topic, partition)
  return Object.fromEntries(
    [...joined]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([topic, partitions]) => [topic, [...partitions].sort((one, other) => one - other)]),
  )
}

/** `known` without some of its places. */
export function withoutPlaces(
  known: CommitPlaces,
  gone: readonly TopicPartition[],
): Record<string, number[]> {
  const isGone = new Set(gone.map(({ topic, partition }) => `${topic}/${partition}`))
  return Object.fromEntries(
    Object.entries(known).flatMap(([topic, partitions]) => {
      const left = partitions.filter((partition) => !isGone.has(`${topic}/${partition}`))
      return left.length === 0 ? [] : [[topic, left]]
    }),
  )
}

export function hasPlaces(known: CommitPlaces, all: readonly TopicPartition[]): boolean {
  return all.every(({ topic, partition }) => known[topic]?.includes(partition))
}

export function noteOf(
  flow: { readonly identity: string; readonly protect: boolean; readonly topology?: string | undefined },
  groupId: string,
  commits: Record<string, number[]>,
): ManagedEntry & { readonly commits: Record<string, number[]> } {
  const { identity, protect, topology } = flow
  return {
    kind: 'managed',
    address: groupNoteAddress(identity, groupId),
    flow: identity,
    ...(topology === undefined ? {} : { topology }),
    protect,
    commits,
  }
}
