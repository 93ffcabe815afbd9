// DescribeGroups (key 15), version 5, for classic groups, and ConsumerGroupDescribe (key 69), versions 0 and 1,
// for groups of the consumer protocol (KIP-848): how many members each has, and for classic ones what the asking
// principal may do. A broker answers for the groups that it coordinates.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'
import { type ConnectMember, connectorsAtWork } from './connect-assignment.ts'

export interface DescribedGroup {
  readonly groupId: string
  readonly errorCode: number
  readonly state: string
  readonly members: number
  /** Of Connect's workers: the connectors whose tasks they run; undefined where that is not told. */
  readonly connectors?: readonly string[] | undefined
  /** A bit for each operation that the asking principal may do, by its number; undefined unless described. */
  readonly operations: number | undefined
}

type DescribeGroups = Message<readonly string[], DescribedGroup[]>

export const describeClassicGroups: DescribeGroups = {
  api: { key: 15, min: 5, max: 5 },
  encode: (_, groupIds) => encodeRequest(groupIds, true),
  decode: (_, body) => decodeClassic(body),
}

export const describeConsumerGroups: DescribeGroups = {
  api: { key: 69, min: 0, max: 1 },
  encode: (_, groupIds) => encodeRequest(groupIds, false),
  decode: decodeConsumer,
}

/** The same for both. */
function encodeRequest(groupIds: readonly string[], authorizedOperations: boolean): Buffer[] {
  return new Encoder()
    .array(groupIds, (encoder, groupId) => encoder.string(groupId))
    .boolean(authorizedOperations)
    .tags()
    .finish()
}

function decodeClassic(body: Buffer): DescribedGroup[] {
  const decoder = new Decoder(body, 'the description of classic groups')
  decoder.int32()
  return decoder.array((): DescribedGroup => {
    const errorCode = decoder.int16()
    const groupId = decoder.string()
    const state = decoder.string()
    const protocolType = decoder.string()
    decoder.string()
    const members = decoder.array(classicMember)
    const connectors = protocolType === 'connect' ? connectorsAtWork(members) : undefined
    const rights = decoder.int32()
    decoder.skipTags()
    const operations = errorCode === 0 ? rights : undefined
    return { groupId, errorCode, state, members: members.length, connectors, operations }
  })
}

function decodeConsumer(version: number, body: Buffer): DescribedGroup[] {
  const decoder = new Decoder(body, 'the description of consumer groups')
  decoder.int32()
  return decoder.array((): DescribedGroup => {
    const errorCode = decoder.int16()
    decoder.nullableString()
    const groupId = decoder.string()
    const state = decoder.string()
    decoder.int32()
    decoder.int32()
    decoder.string()
    const members = decoder.array(() => skipConsumerMember(decoder, version)).length
    decoder.int32()
    decoder.skipTags()
    return { groupId, errorCode, state, members, operations: undefined }
  })
}

function classicMember(decoder: Decoder): ConnectMember {
  decoder.string()
  decoder.nullableString()
  decoder.string()
  decoder.string()
  const [metadata, assignment] = [decoder.bytes(), decoder.bytes()]
  decoder.skipTags()
  return { metadata, assignment }
}

function skipConsumerMember(decoder: Decoder, version: number): void {
  decoder.string()
  decoder.nullableString()
  decoder.nullableString()
  decoder.int32()
  decoder.string()
  decoder.string()
  decoder.array(() => decoder.string())
  decoder.nullableString()
  skipAssignment(decoder)
  skipAssignment(decoder)
  if (version >= 1) decoder.int8()
  decoder.skipTags()
}

function skipAssignment(decoder: Decoder): void {
  decoder.array(() => {
    decoder.uuid()
    decoder.string()
    decoder.array(() => decoder.int32())
    decoder.skipTags()
  })
  decoder.skipTags()
}
