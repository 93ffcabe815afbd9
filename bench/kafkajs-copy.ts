// Copies one topic with kafkajs until it is ended: node bench/kafkajs-copy.ts SOURCE TARGET TOPIC.

import kafkajs from 'kafkajs'
import { compressFrame, decompressFrame } from 'lz4-napi'

const { CompressionCodecs, CompressionTypes, Kafka } = kafkajs
const [source = '', target = '', topic = ''] = process.argv.slice(2)

CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }: { buffer: Buffer }) => compressFrame(buffer),
  decompress: (buffer: Buffer) => decompressFrame(buffer),
})

const consumer = new Kafka({ clientId: 'copy', brokers: source.split(',') }).consumer({
  groupId: 'kafkajs-copy',
  // What is fetched of a partition becomes one batch, which must stay below the target's 1 MB.
  maxBytesPerPartition: 512 << 10,
})
const producer = new Kafka({ clientId: 'copy', brokers: target.split(',') }).producer()

consumer.on('consumer.crash', ({ payload }) => {
  console.error(payload.error)
  process.exit(1)
})
await Promise.all([consumer.connect(), producer.connect()])
await consumer.subscribe({ topic, fromBeginning: true })
await consumer.run({
  partitionsConsumedConcurrently: 6,
  eachBatch: async ({ batch: { partition, messages } }) => {
    await producer.send({
      topic: `source.${topic}`,
      compression: CompressionTypes.LZ4,
      messages: messages.map(({ key, value, headers = {}, timestamp }) => ({
        key,
        value,
        headers,
        timestamp,
        partition,
      })),
    })
  },
})
