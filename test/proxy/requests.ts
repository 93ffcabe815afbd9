// The Kafka requests that passed through a recording proxy, taken apart as the protocol says: a length, a header
// with the API's key and version, a body.

import { Decoder } from '../../src/wire/decoder.ts'
import type { Recorded } from './proxy.ts'

export interface SentRequest {
  /** `CreateTopics`; an API that is not in the table as `API 99`. */
  readonly api: string
  readonly version: number
  /** After the header. */
  readonly body: Decoder
}

interface Api {
  readonly name: string
  /** The first version with tagged fields in its header. */
  readonly flexibleFrom: number
  /** Only reads, whatever its arguments. */
  readonly reads: boolean
}

const read = (name: string, flexibleFrom: number): Api => ({ name, flexibleFrom, reads: true })
const write = (name: string, flexibleFrom: number): Api => ({ name, flexibleFrom, reads: false })

/** From Kafka's message definitions. ApiVersions' own header is never flexible for what it carries here. */
const apis: Readonly<Record<number, Api>> = {
  0: write('Produce', 9),
  1: read('Fetch', 12),
  2: read('ListOffsets', 6),
  3: read('Metadata', 9),
  8: write('OffsetCommit', 8),
  9: read('OffsetFetch', 6),
  10: read('FindCoordinator', 3),
  11: write('JoinGroup', 6),
  12: write('Heartbeat', 4),
  13: write('LeaveGroup', 4),
  14: write('SyncGroup', 4),
  15: read('DescribeGroups', 5),
  16: read('ListGroups', 3),
  17: read('SaslHandshake', 99),
  18: read('ApiVersions', 3),
  19: write('CreateTopics', 5),
  20: write('DeleteTopics', 4),
  21: write('DeleteRecords', 2),
  22: write('InitProducerId', 2),
  23: read('OffsetForLeaderEpoch', 4),
  24: write('AddPartitionsToTxn', 3),
  26: write('EndTxn', 3),
  29: read('DescribeAcls', 2),
  30: write('CreateAcls', 2),
  31: write('DeleteAcls', 2),
  32: read('DescribeConfigs', 4),
  33: write('AlterConfigs', 2),
  35: read('DescribeLogDirs', 2),
  36: read('SaslAuthenticate', 2),
  37: write('CreatePartitions', 2),
  42: write('DeleteGroups', 2),
  44: write('IncrementalAlterConfigs', 1),
  47: write('OffsetDelete', 99),
  60: read('DescribeCluster', 0),
  61: read('DescribeProducers', 0),
  65: read('DescribeTransactions', 0),
  69: read('ConsumerGroupDescribe', 0),
}

/** In the order of each connection. */
export function requestsIn(recorded: readonly Recorded[]): SentRequest[] {
  const requests = recorded.filter(({ direction }) => direction === 'requests')
  const streams = Map.groupBy(requests, ({ connection }) => connection)
  return [...streams.values()].flatMap((chunks) => [
    ...split(Buffer.concat(chunks.map(({ bytes }) => bytes))),
  ])
}

function* split(stream: Buffer): Generator<SentRequest> {
  for (let at = 0; at + 4 <= stream.length; at += 4 + stream.readInt32BE(at)) {
    const frame = stream.subarray(at + 4, at + 4 + stream.readInt32BE(at))
    const header = new Decoder(frame, 'a request')
    const key = header.int16()
    const version = header.int16()
    header.int32()
    header.plainString()
    const { name = `API ${key}`, flexibleFrom = 99 } = apis[key] ?? {}
    if (version >= flexibleFrom) header.skipTags()
    yield { api: name, version, body: header }
  }
}

/** Whether a request with this name can only read; one that the table does not know may do anything. */
export function onlyReads(api: string): boolean {
  return Object.values(apis).some(({ name, reads }) => name === api && reads)
}
