// What a topic holds, partition by partition, as librdkafka reads it through kcat: the bytes of all keys, values,
// headers and times in their order, hashed.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Place } from '../agent/same-records.ts'
import type { RecordDigest } from './record-digest.ts'

/** Lengths before the bytes: no two records make one text. */
const format = '%T %K %S %h %k %s\\n'

/** Committed records only; `count` is that of the bytes. */
export async function kcatDigest({ bootstrap, topic }: Place, partitions: number): Promise<RecordDigest[]> {
  const digests: RecordDigest[] = []
  for (let partition = 0; partition < partitions; partition += 1) {
    const place = ['-b', bootstrap.join(), '-t', topic, '-p', `${partition}`]
    const args = [
      '-C',
      ...place,
      '-o',
      'beginning',
      '-e',
      '-q',
      '-f',
      format,
      '-X',
      'isolation.level=read_committed',
    ]
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
    digests.push({ count: bytes, sha1: hash.digest('hex') })
  }
  return digests
}
