// Counts what is really in a broker's log by reading its segment files: independent of any client, and fast,
// because only batch headers are looked at. Control batches (transaction markers) are not records.

import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

const HEADER_BYTES = 61
const CONTROL_BIT = 0x20

export interface PartitionCount {
  readonly partition: number
  readonly records: number
  readonly batches: number
  readonly bytes: number
}

/** Every partition of `topic` under a broker's `log.dirs`, in order. */
export function countTopic(logDir: string, topic: string): PartitionCount[] {
  return readdirSync(logDir)
    .filter((name) => name.startsWith(`${topic}-`) && /^\d+$/.test(name.slice(topic.length + 1)))
    .map((name) => countPartition(join(logDir, name), Number(name.slice(topic.length + 1))))
    .sort((one, other) => one.partition - other.partition)
}

function countPartition(folder: string, partition: number): PartitionCount {
  const sum = { partition, records: 0, batches: 0, bytes: 0 }
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.log')) countSegment(join(folder, name), sum)
  }
  return sum
}

function countSegment(path: string, sum: { records: number; batches: number; bytes: number }): void {
  const file = openSync(path, 'r')
  const header = Buffer.alloc(HEADER_BYTES)
  try {
    for (let at = 0; readSync(file, header, 0, HEADER_BYTES, at) === HEADER_BYTES; ) {
      const sizeBytes = header.readInt32BE(8)
      // A preallocated or still unwritten tail is zeros.
      if (sizeBytes <= 0) return
      at += 12 + sizeBytes
      if ((header.readInt16BE(21) & CONTROL_BIT) !== 0) continue
      sum.records += header.readInt32BE(57)
      sum.batches++
      sum.bytes += 12 + sizeBytes
    }
  } finally {
    closeSync(file)
  }
}
