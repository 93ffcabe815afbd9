// The addresses under which a control topic keeps what Strait made: `topic.eu["us.orders"]`, with any modules before
// it. An entry stands on the cluster that it speaks of, and clusters may be renamed: the cluster's name says nothing.

import type { ControlEntry, ManagedEntry } from './control.ts'

const managedTypes = ['topic', 'internal_topic', 'acl', 'group_offset'] as const

export interface ManagedAddress {
  readonly type: (typeof managedTypes)[number]
  /** The topic's name, the ACL in words, or the group's id. */
  readonly name: string
}

/** Names and keys of blocks hold no quote, dot or bracket, identities of flows may end in `.2`; the last key may hold anything. */
const managedAddress =
  /^(?:module\.[\w-]+(?:\["[\w-]+"\])?\.)*([a-z_]+)\.[\w-]+(?:\.\d+)?(?:\["[\w-]+"\](?=\[))?\[(".*")\]$/s

/** Undefined for what a newer Strait may manage. */
export function parseAddress(address: string): ManagedAddress | undefined {
  const [, word, key] = managedAddress.exec(address) ?? []
  const type = managedTypes.find((known) => known === word)
  if (type === undefined) return undefined
  try {
    const name: unknown = JSON.parse(key ?? '')
    return typeof name === 'string' ? { type, name } : undefined
  } catch {
    return undefined
  }
}

/** The entries of topics by name, of one cluster's control topic. */
export function managedTopics(entries: readonly ControlEntry[]): Map<string, ManagedEntry> {
  return new Map(
    entries.flatMap((entry) => {
      const parsed = entry.kind === 'managed' ? parseAddress(entry.address) : undefined
      return entry.kind === 'managed' && parsed?.type === 'topic' ? [[parsed.name, entry] as const] : []
    }),
  )
}
