// Whatever a peer sends ends in a value or a StraitError: no other throw, no endless loop, no memory for a length
// that nobody has shown to be there.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StraitError } from '../../src/errors/strait-error.ts'
import { type Codec, eachBatch, readBatchHeader, verifyCrc } from '../../src/wire/batch.ts'
import { committedBatches } from '../../src/wire/committed.ts'
import { FrameReader } from '../../src/wire/frame-reader.ts'
import { decodeApiVersions } from '../../src/wire/messages/api-versions.ts'
import { decodeFetch } from '../../src/wire/messages/fetch.ts'
import { decodeFindCoordinator } from '../../src/wire/messages/find-coordinator.ts'
import { decodeListOffsets } from '../../src/wire/messages/list-offsets.ts'
import { decodeMetadata } from '../../src/wire/messages/metadata.ts'
import { decodeProduce } from '../../src/wire/messages/produce.ts'
import { decodeSaslAuthenticate, decodeSaslHandshake } from '../../src/wire/messages/sasl.ts'
import { decodeRecords } from '../../src/wire/records.ts'
import { assertProperty } from '../fuzz.ts'
import { javaBatch } from './java-batches.ts'

const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

/** Some bytes overwritten, some cut off, some put in. */
function mutated(original: Buffer): fc.Arbitrary<Buffer> {
  const place = fc.nat({ max: original.length })
  const overwrite = fc.tuple(place, fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0x7f, 0x80, 0xff)))
  return fc
    .record({
      overwrites: fc.array(overwrite, { maxLength: 6 }),
      cut: fc.option(place, { freq: 4 }),
      insert: fc.option(fc.tuple(place, fc.uint8Array({ maxLength: 9 })), { freq: 4 }),
    })
    .map(({ overwrites, cut, insert }) => {
      const copy = Buffer.from(original)
      for (const [at, byte] of overwrites) copy[at % copy.length] = byte
      const kept = cut === null ? copy : copy.subarray(0, cut)
      if (insert === null) return Buffer.from(kept)
      const at = Math.min(insert[0], kept.length)
      return Buffer.concat([kept.subarray(0, at), insert[1], kept.subarray(at)])
    })
}

function endsWell(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    assert.ok(error instanceof StraitError, `${error instanceof Error ? error.stack : error}`)
  }
}

for (const codec of codecs) {
  test(`a mutated ${codec} batch ends in records or in an error of ours`, () => {
    assertProperty(
      fc.property(mutated(javaBatch(codec)), (batch) => {
        endsWell(() => readBatchHeader(batch))
        endsWell(() => decodeRecords(batch))
        endsWell(() => [...eachBatch(batch)])
        endsWell(() =>
          committedBatches({ records: batch, abortedTransactions: [{ producerId: 6, firstOffset: 0 }] }),
        )
        verifyCrc(batch)
      }),
      { numRuns: 2000 },
    )
  })
}

const fetchAnswer = Buffer.concat([
  Buffer.from(`0000000000000000000002${'ab'.repeat(16)}020000000000000000000000000003`, 'hex'),
  Buffer.from('00000000000000030000000000000000020000000000000006000000000000000000ffffffff7f', 'hex'),
  javaBatch('lz4'),
  Buffer.from('01000d0000000200000000000000040000', 'hex'),
  Buffer.from('0000', 'hex'),
])

const decoders: readonly {
  readonly name: string
  readonly body: Buffer
  readonly decode: (body: Buffer) => unknown
}[] = [
  { name: 'fetch', body: fetchAnswer, decode: (body) => decodeFetch(17, body) },
  { name: 'old fetch', body: fetchAnswer, decode: (body) => decodeFetch(12, body) },
  { name: 'produce', body: fetchAnswer.subarray(10), decode: (body) => decodeProduce(13, body) },
  { name: 'metadata', body: fetchAnswer, decode: decodeMetadata },
  { name: 'API versions', body: fetchAnswer, decode: decodeApiVersions },
  { name: 'list offsets', body: fetchAnswer, decode: decodeListOffsets },
  { name: 'coordinator', body: fetchAnswer, decode: decodeFindCoordinator },
  { name: 'SASL handshake', body: fetchAnswer, decode: decodeSaslHandshake },
  { name: 'SASL', body: fetchAnswer, decode: decodeSaslAuthenticate },
]

test('the fetch answer that is mutated below is a whole one', () => {
  const [partition] = decodeFetch(17, fetchAnswer).topics[0]?.partitions ?? []
  assert.deepEqual(partition?.records, javaBatch('lz4'))
})

for (const { name, body, decode } of decoders) {
  test(`a mutated or random ${name} answer ends in a value or in an error of ours`, () => {
    const anything = fc.oneof(
      mutated(body),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    )
    assertProperty(
      fc.property(anything, (bytes) => endsWell(() => decode(bytes))),
      { numRuns: 2000 },
    )
  })
}

test('a random stream ends in frames or in an error of ours, and takes no memory for what it announces', () => {
  const stream = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 20 })
  assertProperty(
    fc.property(stream, (chunks) => {
      const reader = new FrameReader(() => {})
      endsWell(() => {
        for (const chunk of chunks) {
          reader.space().set(chunk)
          reader.advance(chunk.length)
        }
      })
    }),
    { numRuns: 1000 },
  )
})
