// A plain kafkajs consumer→producer loop: what one would write first.

import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { adminOf } from './admin.ts'
import type { Contestant } from './contestant.ts'

const COPY = fileURLToPath(new URL('kafkajs-copy.ts', import.meta.url))

export const kafkajsContestant: Contestant = {
  name: 'kafkajs',
  remoteTopic: (topic) => `source.${topic}`,
  async start({ source, target, topic, folder }) {
    await using from = await adminOf(source.bootstrap)
    await using to = await adminOf(target.bootstrap)
    const [described] = (await from.admin.fetchTopicMetadata({ topics: [topic] })).topics
    const numPartitions = described?.partitions.length ?? 1
    await to.admin.createTopics({ topics: [{ topic: `source.${topic}`, numPartitions }] })
    const log = openSync(join(folder, 'kafkajs.log'), 'w')
    const args = [COPY, source.bootstrap.join(), target.bootstrap.join(), topic]
    return spawn(process.execPath, args, { stdio: ['ignore', log, log] })
  },
}
