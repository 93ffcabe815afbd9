// Which shard a source partition belongs to. Stored positions and transactional ids hang on it, so it never
// changes: FNV-1a over the topic's UTF-8 bytes, plus the partition.

export function shardOf(topic: string, partition: number, shardCount: number): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(topic)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return (hash + partition) % shardCount
}
