// Who runs which shard: as even as it gets, moving as few as possible. Pure, so that every leader that sees the
// same members decides the same.

/** `owned` is what each member says it has; answers each member's shards, sorted. */
export function assignShards(
  owned: ReadonlyMap<string, readonly number[]>,
  shardCount: number,
): Map<string, number[]> {
  const members = [...owned.keys()].sort()
  const assignment = new Map<string, number[]>(members.map((member) => [member, []]))
  if (members.length === 0) return assignment
  const least = Math.floor(shardCount / members.length)
  let withOneMore = shardCount % members.length
  const free = new Set(Array.from({ length: shardCount }, (_, shard) => shard))
  for (const member of members) {
    const kept = assignment.get(member) ?? []
    for (const shard of [...(owned.get(member) ?? [])].sort((a, b) => a - b)) {
      const takesOneMore = kept.length === least && withOneMore > 0
      if (!free.has(shard) || (kept.length >= least && !takesOneMore)) continue
      if (takesOneMore) withOneMore -= 1
      free.delete(shard)
      kept.push(shard)
    }
  }
  for (const shard of free) {
    const poorest = members.reduce((a, b) => (sizeOf(assignment, b) < sizeOf(assignment, a) ? b : a))
    assignment.get(poorest)?.push(shard)
  }
  for (const shards of assignment.values()) shards.sort((a, b) => a - b)
  return assignment
}

function sizeOf(assignment: ReadonlyMap<string, readonly number[]>, member: string): number {
  return assignment.get(member)?.length ?? 0
}
