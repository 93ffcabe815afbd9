// MM2's records, byte for byte: offset syncs, checkpoints and heartbeats, as Java reads and writes them. Numbers
// are big-endian; a string is a 2-byte length and UTF-8. Never write a null value to these topics: Java's
// readers stop at one.

import { StraitError } from '../errors/strait-error.ts'
import { errorText } from '../std/error-text.ts'

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

const stringBytesMax = 32_767
const formatVersion = 0

/** For partition 0 of the offset-syncs topic. Throws ST501 on a text that Java could not read. */
export function encodeOffsetSync(sync: OffsetSync): KeyValue {
  return {
    key: Buffer.concat([string(sync.topic), int32(sync.partition)]),
    value: Buffer.concat([int64(sync.upstreamOffset), int64(sync.downstreamOffset)]),
  }
}

/** Throws ST501. */
export function decodeOffsetSync(record: RawRecord): OffsetSync {
  return decode('offset sync', record, ({ key, value }) => ({
    topic: key.string(),
    partition: key.int32(),
    upstreamOffset: value.int64(),
    downstreamOffset: value.int64(),
  }))
}

/** For partition 0 of the checkpoints topic. Throws ST501 on a text that Java could not read. */
export function encodeCheckpoint(checkpoint: Checkpoint): KeyValue {
  return {
    key: Buffer.concat([string(checkpoint.group), string(checkpoint.topic), int32(checkpoint.partition)]),
    value: Buffer.concat([
      int16(formatVersion),
      int64(checkpoint.upstreamOffset),
      int64(checkpoint.downstreamOffset),
      string(checkpoint.metadata),
    ]),
  }
}

/** Throws ST501. */
export function decodeCheckpoint(record: RawRecord): Checkpoint {
  return decode('checkpoint', record, ({ key, value }) => {
    const [group, topic, partition] = [key.string(), key.string(), key.int32()]
    value.version()
    const [upstreamOffset, downstreamOffset] = [value.int64(), value.int64()]
    return { group, topic, partition, upstreamOffset, downstreamOffset, metadata: value.string() }
  })
}

/** For partition 0 of `heartbeats`. Throws ST501 on a text that Java could not read. */
export function encodeHeartbeat(heartbeat: Heartbeat): KeyValue {
  return {
    key: Buffer.concat([string(heartbeat.source), string(heartbeat.target)]),
    value: Buffer.concat([int16(formatVersion), int64(heartbeat.timestampMs)]),
  }
}

/** Throws ST501. */
export function decodeHeartbeat(record: RawRecord): Heartbeat {
  return decode('heartbeat', record, ({ key, value }) => {
    const [source, target] = [key.string(), key.string()]
    value.version()
    return { source, target, timestampMs: value.int64() }
  })
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length > stringBytesMax) {
    throw new StraitError(
      'ST501',
      `a text of ${bytes.length} bytes does not fit a MirrorMaker record, which holds ${stringBytesMax} at most: ${text.slice(0, 60)}…`,
    )
  }
  return Buffer.concat([int16(bytes.length), bytes])
}

function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int64(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

/** Bytes behind the last field are a newer writer's and are passed over, as Java does. */
class FieldReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  int16(): number {
    this.#at += 2
    return this.#bytes.readInt16BE(this.#at - 2)
  }

  int32(): number {
    this.#at += 4
    return this.#bytes.readInt32BE(this.#at - 4)
  }

  int64(): number {
    this.#at += 8
    const value = Number(this.#bytes.readBigInt64BE(this.#at - 8))
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is out of range`)
    return value
  }

  string(): string {
    const length = this.int16()
    const end = this.#at + length
    if (length < 0 || end > this.#bytes.length) throw new RangeError(`a text of ${length} bytes does not fit`)
    this.#at = end
    return this.#bytes.toString('utf8', end - length, end)
  }

  version(): void {
    const version = this.int16()
    if (version !== formatVersion) throw new RangeError(`version ${version} is not known`)
  }
}

type Fields = { readonly key: FieldReader; readonly value: FieldReader }

function decode<Value>(kind: string, { key, value }: RawRecord, read: (fields: Fields) => Value): Value {
  if (key === null || value === null) throw unreadable(kind, 'its key or value is missing')
  try {
    return read({ key: new FieldReader(key), value: new FieldReader(value) })
  } catch (error) {
    throw unreadable(kind, errorText(error), error)
  }
}

function unreadable(kind: string, why: string, cause?: unknown): StraitError {
  return new StraitError(
    'ST501',
    `a MirrorMaker ${kind} cannot be read: ${why}; only MirrorMaker 2 and strait may write to its topic`,
    { cause },
  )
}
