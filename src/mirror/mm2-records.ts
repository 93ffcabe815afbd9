// MM2's records, byte for byte: offset syncs, checkpoints and heartbeats, as Java reads and writes them. Numbers
// are big-endian; a string is a 2-byte length and UTF-8. Never write a null value to these topics: Java's
// readers stop at one.

import { StraitError } from '../errors/strait-error.ts'
import { errorText } from '../std/error-text.ts'
import { Decoder } from '../wire/decoder.ts'
import { Encoder } from '../wire/encoder.ts'

/** A source offset and the target offset of the same record. */
export interface OffsetSync {
  /** The source's name of the topic. */
  readonly topic: string
  readonly partition: number
  readonly upstreamOffset: number
  readonly downstreamOffset: number
}

/** A group's position on the source and where the group is to go on on the target. */
export interface Checkpoint {
  readonly group: string
  /** The target's name of the topic. */
  readonly topic: string
  readonly partition: number
  readonly upstreamOffset: number
  readonly downstreamOffset: number
  readonly metadata: string
}

/** A sign of life of the path from one cluster to another. */
export interface Heartbeat {
  readonly source: string
  readonly target: string
  readonly timestampMs: number
}

/** A record's bytes. */
export interface KeyValue {
  readonly key: Buffer
  readonly value: Buffer
}

interface RawRecord {
  readonly key: Buffer | null
  readonly value: Buffer | null
}

const textBytesMax = 32_767
const formatVersion = 0

/** For partition 0 of the offset-syncs topic. Throws ST501 on a text that Java could not read. */
export function encodeOffsetSync(sync: OffsetSync): KeyValue {
  return {
    key: bytesOf(new Encoder().plainString(text(sync.topic)).int32(sync.partition)),
    value: bytesOf(new Encoder().int64(sync.upstreamOffset).int64(sync.downstreamOffset)),
  }
}

/** Throws ST501. */
export function decodeOffsetSync(record: RawRecord): OffsetSync {
  return decode('offset sync', record, ({ key, value }) => ({
    topic: key.plainString(),
    partition: key.int32(),
    upstreamOffset: exact(value.int64()),
    downstreamOffset: exact(value.int64()),
  }))
}

/** For partition 0 of the checkpoints topic. Throws ST501 on a text that Java could not read. */
export function encodeCheckpoint(checkpoint: Checkpoint): KeyValue {
  const { group, topic, partition, upstreamOffset, downstreamOffset, metadata } = checkpoint
  const value = new Encoder().int16(formatVersion).int64(upstreamOffset).int64(downstreamOffset)
  return {
    key: bytesOf(new Encoder().plainString(text(group)).plainString(text(topic)).int32(partition)),
    value: bytesOf(value.plainString(text(metadata))),
  }
}

/** Throws ST501. */
export function decodeCheckpoint(record: RawRecord): Checkpoint {
  return decode('checkpoint', record, ({ key, value }) => {
    const [group, topic, partition] = [key.plainString(), key.plainString(), key.int32()]
    checkVersion(value)
    const [upstreamOffset, downstreamOffset] = [exact(value.int64()), exact(value.int64())]
    return { group, topic, partition, upstreamOffset, downstreamOffset, metadata: value.plainString() }
  })
}

/** For partition 0 of `heartbeats`. Throws ST501 on a text that Java could not read. */
export function encodeHeartbeat({ source, target, timestampMs }: Heartbeat): KeyValue {
  return {
    key: bytesOf(new Encoder().plainString(text(source)).plainString(text(target))),
    value: bytesOf(new Encoder().int16(formatVersion).int64(timestampMs)),
  }
}

/** Throws ST501. */
export function decodeHeartbeat(record: RawRecord): Heartbeat {
  return decode('heartbeat', record, ({ key, value }) => {
    const [source, target] = [key.plainString(), key.plainString()]
    checkVersion(value)
    return { source, target, timestampMs: exact(value.int64()) }
  })
}

function bytesOf(encoder: Encoder): Buffer {
  return Buffer.concat(encoder.finish())
}

/** Throws ST501 where Java could not read it. */
function text(value: string): string {
  const bytes = Buffer.byteLength(value)
  if (bytes <= textBytesMax) return value
  throw new StraitError(
    'ST501',
    `a text of ${bytes} bytes does not fit a MirrorMaker record, which holds ${textBytesMax} at most: ${value.slice(0, 60)}…`,
  )
}

type Fields = { readonly key: Decoder; readonly value: Decoder }

/** Bytes behind the last field are a newer writer's and are passed over, as Java does. */
function decode<Value>(kind: string, { key, value }: RawRecord, read: (fields: Fields) => Value): Value {
  if (key === null || value === null) throw unreadable(kind, 'its key or value is missing')
  try {
    return read({ key: new Decoder(key, 'its key'), value: new Decoder(value, 'its value') })
  } catch (error) {
    throw unreadable(kind, errorText(error), error)
  }
}

function checkVersion(value: Decoder): void {
  const version = value.int16()
  if (version !== formatVersion) throw new RangeError(`version ${version} is not known`)
}

/** A Number holds integers to 2^53 only. */
function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(`${value} is out of range`)
}

function unreadable(kind: string, why: string, cause?: unknown): StraitError {
  return new StraitError(
    'ST501',
    `a MirrorMaker ${kind} cannot be read: ${why}; only MirrorMaker 2 and strait may write to its topic`,
    { cause },
  )
}
