// What a topic holds, partition by partition, as librdkafka reads it through kcat: the bytes of all keys, values,
// headers and times in their order, hashed.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Place } from '../agent/same-records.ts'
import type { RecordDigest } from './record-digest.ts'

/** Lengths before the bytes: no two records make one text. */
const format = '%T %K %S %h %k %s\\n'

/** Most of its time kcat waits for the end of a partition. */
const readersAtOnce = 12

/** Committed records only; `count` is that of the bytes. */
export async function kcatDigest(place: Place, partitions: number): Promise<RecordDigest[]> {
  const digests: RecordDigest[] = []
  const left = Array.from({ length: partitions }, (_, partition) => partition)
  async function read(): Promise<void> {
    for (let partition = left.shift(); partition !== undefined; partition = left.shift()) {
      digests[partition] = await digestPartition(place, partition)
    }
  }
  await Promise.all(Array.from({ length: readersAtOnce }, read))
  return digests
}

async function digestPartition({ bootstrap, topic }: Place, partition: number): Promise<RecordDigest> {
  const from = ['-b', bootstrap.join(), '-t', topic, '-p', `${partition}`, '-o', 'beginning', '-e']
  const args = ['-C', ...from, '-q', '-f', format, '-X', 'isolation.level=read_committed']
  const child = spawn('kcat', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const hash = createHash('sha1')
  let bytes = 0
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  const [code] = await ended
  if (code !== 0) throw new Error(`kcat ended with ${code}`)
  return { count: bytes, sha1: hash.digest('hex') }
}
