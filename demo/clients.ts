// kafkajs with the codecs that the demo's records use. Only for making and checking data: Strait itself copies.

import kafkajs, { Kafka, logLevel } from 'kafkajs'
import { compressFrame, decompressFrame } from 'lz4-napi'

kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }: { buffer: Buffer }) => compressFrame(buffer),
  decompress: (buffer: Buffer) => decompressFrame(buffer),
})

// kafkajs 2.2 sets a timer to a negative delay, which Node 24 warns of and treats as 1 ms. Only that is hidden.
const toldByNode = process.listeners('warning')
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'TimeoutNegativeWarning') for (const tell of toldByNode) tell(warning)
})

export const { CompressionTypes } = kafkajs

export function clientOf(bootstrap: readonly string[]): Kafka {
  return new Kafka({ clientId: 'demo', brokers: [...bootstrap], logLevel: logLevel.NOTHING })
}
