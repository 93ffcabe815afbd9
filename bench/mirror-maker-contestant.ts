// MirrorMaker 2 in dedicated mode, with the JVM flags of Kafka's own start script. `throughput` is tuned for a
// full drain; `latency` keeps MM2's own defaults for batching, which are its quickest.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { spawnJava } from '../test/brokers/jvm.ts'
import type { Contestant, Course } from './contestant.ts'
import { kafkaFlags } from './kafka-flags.ts'

/** From bin/connect-mirror-maker.sh of Kafka 4.3. */
const INITIAL_HEAP = '-Xms256m'
const HEAP_MIB = 2048

const THROUGHPUT = {
  'target.producer.compression.type': 'lz4',
  'target.producer.batch.size': 512 << 10,
  'target.producer.linger.ms': 100,
  'target.producer.buffer.memory': 128 << 20,
  'target.producer.max.request.size': 8 << 20,
  'source.consumer.fetch.max.bytes': 64 << 20,
  'source.consumer.max.partition.fetch.bytes': 8 << 20,
  'source.consumer.fetch.min.bytes': 100_000,
  'source.consumer.max.poll.records': 10_000,
  'source.consumer.receive.buffer.bytes': 1 << 20,
}

export const mirrorMaker: Contestant = contestant('mm2', THROUGHPUT)
export const mirrorMakerDefaults: Contestant = contestant('mm2', {})

function contestant(name: string, tuning: Readonly<Record<string, string | number>>): Contestant {
  return {
    name,
    remoteTopic: (topic) => `source.${topic}`,
    async start(course) {
      const settings = join(course.folder, 'mm2.properties')
      await writeFile(settings, properties(course, tuning))
      const child = await spawnJava({
        mainClass: 'org.apache.kafka.connect.mirror.MirrorMaker',
        args: [settings],
        logFile: join(course.folder, 'mm2.log'),
        flags: [INITIAL_HEAP, ...kafkaFlags],
        heapMiB: HEAP_MIB,
      })
      child.stdout?.resume()
      child.stderr?.resume()
      return child
    },
  }
}

function properties({ source, target, topic }: Course, tuning: Readonly<Record<string, string | number>>) {
  const all = {
    clusters: 'source, target',
    'source.bootstrap.servers': source.bootstrap.join(),
    'target.bootstrap.servers': target.bootstrap.join(),
    'source->target.enabled': true,
    'source->target.topics': topic,
    'target->source.enabled': false,
    'target->source.emit.heartbeats.enabled': false,
    'tasks.max': 4,
    'replication.factor': 1,
    'checkpoints.topic.replication.factor': 1,
    'heartbeats.topic.replication.factor': 1,
    'offset-syncs.topic.replication.factor': 1,
    'offset.storage.replication.factor': 1,
    'config.storage.replication.factor': 1,
    'status.storage.replication.factor': 1,
    'refresh.topics.interval.seconds': 5,
    'refresh.groups.interval.seconds': 5,
    // Without it a worker spends seconds of CPU on looking for plug-ins in every jar.
    'target.plugin.discovery': 'service_load',
    ...tuning,
  }
  return Object.entries(all)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('')
}
