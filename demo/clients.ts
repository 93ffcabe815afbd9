// kafkajs with the codecs that the demo's records use. Only for making and checking data: Strait itself copies.

import kafkajs, { Kafka, logLevel } from 'kafkajs'
import { compressFrame, decompressFrame } from 'lz4-napi'
import '../test/brokers/quiet-kafkajs.ts'

kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }: { buffer: Buffer }) => compressFrame(buffer),
  decompress: (buffer: Buffer) => decompressFrame(buffer),
})

export const { CompressionTypes } = kafkajs

export function clientOf(bootstrap: readonly string[]): Kafka {
  return new Kafka({ clientId: 'demo', brokers: [...bootstrap], logLevel: logLevel.NOTHING })
}
