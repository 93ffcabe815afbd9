// What the agents of a flow are known by to the target's transaction coordinators. Whoever grants rights grants them on
// these, and on the agents' group.

/** What all transactional ids of a flow begin with. */
export function transactionalIdPrefix(identity: string): string {
  return `strait.${identity}.`
}

export function transactionalIdOf(identity: string, shard: number): string {
  return `${transactionalIdPrefix(identity)}${shard}`
}
