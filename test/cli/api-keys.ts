// Which Kafka requests passed through a recording proxy, by name. A request is a length, then its API key.

import type { Recorded } from '../proxy/proxy.ts'

const names: Readonly<Record<number, string>> = {
  0: 'Produce',
  1: 'Fetch',
  2: 'ListOffsets',
  3: 'Metadata',
  8: 'OffsetCommit',
  9: 'OffsetFetch',
  10: 'FindCoordinator',
  15: 'DescribeGroups',
  16: 'ListGroups',
  17: 'SaslHandshake',
  18: 'ApiVersions',
  19: 'CreateTopics',
  22: 'InitProducerId',
  29: 'DescribeAcls',
  30: 'CreateAcls',
  32: 'DescribeConfigs',
  35: 'DescribeLogDirs',
  36: 'SaslAuthenticate',
  37: 'CreatePartitions',
  44: 'IncrementalAlterConfigs',
  60: 'DescribeCluster',
  69: 'ConsumerGroupDescribe',
}

/** Every API that was called; one without a name here as its number. */
export function apiKeysIn(recorded: readonly Recorded[]): Set<string> {
  const requests = recorded.filter(({ direction }) => direction === 'requests')
  const streams = Map.groupBy(requests, ({ connection }) => connection)
  const found = new Set<string>()
  for (const chunks of streams.values()) {
    const bytes = Buffer.concat(chunks.map((chunk) => chunk.bytes))
    for (let at = 0; at + 6 <= bytes.length; at += 4 + bytes.readInt32BE(at)) {
      const key = bytes.readInt16BE(at + 4)
      found.add(names[key] ?? `API ${key}`)
    }
  }
  return found
}
