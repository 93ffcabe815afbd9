// Kafka's murmur2 (seed 0x9747b28c): the hash by which Java's default partitioner places a key. A key that Java
// reads back must lie in the partition that Java would have chosen.

const seed = 0x9747b28c
const multiplier = 0x5bd1e995

function murmur2(bytes: Buffer): number {
  let hash = seed ^ bytes.length
  const wholeEnd = bytes.length - (bytes.length % 4)
  for (let at = 0; at < wholeEnd; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), multiplier)
    word = Math.imul(word ^ (word >>> 24), multiplier)
    hash = Math.imul(hash, multiplier) ^ word
  }
  if (wholeEnd < bytes.length) {
    hash ^= bytes.readUIntLE(wholeEnd, bytes.length - wholeEnd)
    hash = Math.imul(hash, multiplier)
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return hash ^ (hash >>> 15)
}

/** The partition in which Java's default partitioner puts a record with this key. */
export function partitionOfKey(key: Buffer, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions
}
