// Runs one contestant on a fresh target until everything has arrived, and takes its figures.

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Broker, startBroker } from '../test/brokers/broker.ts'
import { logTail } from '../test/brokers/jvm.ts'
import { startReaper } from '../test/brokers/reaper.ts'
import { adminOf, endOffsets, type OpenAdmin } from './admin.ts'
import type { Contestant } from './contestant.ts'
import { countTopic } from './partition-log.ts'
import { cpuSeconds, difference, type Usage, usageOf } from './process-usage.ts'

export interface Result {
  /** User and system time of the process from its start until the last record had arrived. */
  readonly cpuSeconds: number
  readonly userSeconds: number
  readonly systemSeconds: number
  /** The same from the first record on the target on: without starting up. */
  readonly copyCpuSeconds: number
  readonly copyUserMicrosecondsPerRecord: number
  /** From the start of the process to the last record. */
  readonly wallSeconds: number
  /** From the first record on the target to the last. */
  readonly copySeconds: number
  readonly recordsPerSecond: number
  readonly peakRssMiB: number
  readonly records: number
  /** Every partition holds exactly the records of the source's. */
  readonly complete: boolean
}

export interface Task {
  readonly source: Broker
  readonly topic: string
  readonly folder: string
}

const POLL_MS = 50
const STALL_LIMIT_MS = 120_000

export async function measure(contestant: Contestant, task: Task): Promise<Result> {
  await using target = await startBroker({ heapMiB: 512 })
  const folder = join(task.folder, contestant.name)
  await mkdir(folder, { recursive: true })
  const startedAt = performance.now()
  const child = await contestant.start({ ...task, target, folder })
  const reaper = startReaper()
  reaper.watch(child.pid)
  try {
    const arrived = await watchArrival(child, contestant, { ...task, target })
    return judge(arrived, startedAt, {
      source: countTopic(task.source.logDir, task.topic).map(({ records }) => records),
      target: countTopic(target.logDir, contestant.remoteTopic(task.topic)).map(({ records }) => records),
    })
  } catch (error) {
    const logs = readdirSync(folder).filter((name) => name.endsWith('.log'))
    const tails = logs.map((name) => `${name}:\n${logTail(join(folder, name))}`)
    throw new Error(`${contestant.name} did not finish.\n${tails.join('\n')}`, { cause: error })
  } finally {
    await end(child)
    await reaper.close()
  }
}

interface Arrival {
  readonly first: { readonly at: number; readonly usage: Usage }
  readonly last: { readonly at: number; readonly usage: Usage }
}

async function watchArrival(
  child: ChildProcess,
  contestant: Contestant,
  { source, target, topic }: { source: Broker; target: Broker; topic: string },
): Promise<Arrival> {
  await using from = await adminOf(source.bootstrap)
  await using to = await adminOf(target.bootstrap)
  const wanted = await endOffsets(from, topic)
  const remote = contestant.remoteTopic(topic)
  const sum = (offsets: readonly number[]) => offsets.reduce((total, offset) => total + offset, 0)
  // A fence may put one marker into each partition before the first record arrives.
  await progress(child, to, remote, (ends) => sum(ends) > ends.length)
  const first = { at: performance.now(), usage: usageOf(child.pid ?? 0) }
  await progress(child, to, remote, (ends) => wanted.every((end, at) => (ends[at] ?? 0) >= end))
  return { first, last: { at: performance.now(), usage: usageOf(child.pid ?? 0) } }
}

/** Polls until `enough`. Fails when the process ends, or nothing moves for two minutes. */
async function progress(
  child: ChildProcess,
  target: OpenAdmin,
  topic: string,
  enough: (ends: readonly number[]) => boolean,
): Promise<void> {
  let seen = ''
  let movedAt = performance.now()
  for (;;) {
    const ends = await endOffsets(target, topic)
    if (enough(ends)) return
    if (ends.join() !== seen) movedAt = performance.now()
    seen = ends.join()
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('The process has ended')
    if (performance.now() - movedAt > STALL_LIMIT_MS) throw new Error(`Nothing moves: ${seen || 'no topic'}`)
    await delay(POLL_MS)
  }
}

function judge(
  { first, last }: Arrival,
  startedAt: number,
  counts: { source: readonly number[]; target: readonly number[] },
): Result {
  const records = counts.target.reduce((sum, count) => sum + count, 0)
  const copy = difference(last.usage, first.usage)
  const copySeconds = (last.at - first.at) / 1000
  return {
    cpuSeconds: rounded(cpuSeconds(last.usage)),
    userSeconds: rounded(last.usage.userSeconds),
    systemSeconds: rounded(last.usage.systemSeconds),
    copyCpuSeconds: rounded(cpuSeconds(copy)),
    copyUserMicrosecondsPerRecord: rounded((copy.userSeconds * 1e6) / records, 3),
    wallSeconds: rounded((last.at - startedAt) / 1000),
    copySeconds: rounded(copySeconds),
    recordsPerSecond: Math.round(records / copySeconds),
    peakRssMiB: Math.round(last.usage.peakRssBytes / 2 ** 20),
    records,
    complete: counts.source.join() === counts.target.join(),
  }
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await exited
  clearTimeout(late)
}
