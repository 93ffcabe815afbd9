// Runs one contestant on a fresh target until everything has arrived, and takes its figures.

import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startBroker } from '../test/brokers/broker.ts'
import { countTopic } from '../test/brokers/partition-log.ts'
import { adminOf, endOffsets } from './admin.ts'
import type { Contestant, Course } from './contestant.ts'
import { cpuSeconds, difference, type Usage, usageOf } from './process-usage.ts'
import { logTails, type Running, run } from './running.ts'

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
  /** Every partition holds exactly as many records as the source's. */
  readonly complete: boolean
  /** Of the machine at the end. Contestants are comparable only where theirs are alike. */
  readonly loadAverage: number
}

const POLL_MS = 50
const STALL_LIMIT_MS = 120_000

/** Drains `topic` onto a target started for it. Throws, with the ends of its logs, when it gets stuck. */
export async function measure(contestant: Contestant, task: Omit<Course, 'target'>): Promise<Result> {
  await using target = await startBroker({ heapMiB: 512 })
  await using running = await run(contestant, { ...task, target })
  const remoteTopic = contestant.remoteTopic(task.topic)
  const arrived = await watchArrival(running, { ...task, target }, remoteTopic).catch(async (cause) => {
    const tails = await logTails(join(task.folder, contestant.name))
    throw new Error(`${contestant.name} did not finish.\n${tails}`, { cause })
  })
  return judge(arrived, running.startedAt, {
    source: countTopic(task.source.logDir, task.topic).map(({ records }) => records),
    target: countTopic(target.logDir, remoteTopic).map(({ records }) => records),
  })
}

interface Moment {
  readonly at: number
  readonly usage: Usage
}

interface Arrival {
  readonly first: Moment
  readonly last: Moment
}

async function watchArrival(running: Running, course: Course, remoteTopic: string): Promise<Arrival> {
  await using source = await adminOf(course.source.bootstrap)
  await using target = await adminOf(course.target.bootstrap)
  const wanted = await endOffsets(source, course.topic)
  const sum = (offsets: readonly number[]) => offsets.reduce((total, offset) => total + offset, 0)
  const until = (enough: (ends: readonly number[]) => boolean) =>
    progress(running, () => endOffsets(target, remoteTopic), enough)
  const now = (): Moment => ({ at: performance.now(), usage: usageOf(running.pid) })
  // A fence may put one marker into each partition before the first record arrives.
  await until((ends) => sum(ends) > ends.length)
  const first = now()
  await until((ends) => wanted.every((end, at) => (ends[at] ?? 0) >= end))
  return { first, last: now() }
}

/** Polls until `enough`. Fails when the process ends, or nothing moves for two minutes. */
async function progress(
  running: Running,
  look: () => Promise<number[]>,
  enough: (ends: readonly number[]) => boolean,
): Promise<void> {
  let seen = ''
  let movedAt = performance.now()
  for (;;) {
    const ends = await look()
    if (enough(ends)) return
    if (ends.join() !== seen) movedAt = performance.now()
    seen = ends.join()
    await running.check()
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
    loadAverage: rounded(loadavg()[0] ?? Number.NaN, 1),
  }
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}
