// Which requests a recording proxy saw, by the names of their APIs.

import type { FaultProxy } from '../proxy/proxy.ts'

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

/** How often each API was asked since `record()`, in no order; opening connections (ApiVersions, SASL) aside. */
export function requestCounts(proxy: FaultProxy): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of requestsOf(proxy)) {
    if (name !== 'ApiVersions' && !name.startsWith('Sasl')) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

function requestsOf(proxy: FaultProxy): string[] {
  const streams = new Map<number, Buffer[]>()
  for (const { connection, direction, bytes } of proxy.recorded) {
    if (direction !== 'requests') continue
    const stream = streams.get(connection)
    if (stream === undefined) streams.set(connection, [bytes])
    else stream.push(bytes)
  }
  return [...streams.values()].flatMap((chunks) => [...apiNames(Buffer.concat(chunks))])
}

/** A request is its size (int32) and then a header that begins with the API key (int16). */
function* apiNames(stream: Buffer): Generator<string> {
  for (let at = 0; at + 6 <= stream.length; at += 4 + stream.readInt32BE(at)) {
    const key = stream.readInt16BE(at + 4)
    yield names[key] ?? `API ${key}`
  }
}
