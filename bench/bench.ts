// `npm run bench`: fills a source once, drains it with each contestant onto a fresh target, and prints one JSON
// document with every figure and the ratios. Options: --gigabytes 2, --partitions 6, --only strait,mm2,kafkajs,
// --smoke (50 MB, under two minutes).

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBroker } from '../test/brokers/broker.ts'
import { countTopic } from '../test/brokers/partition-log.ts'
import { prepareKafka } from '../test/brokers/prepare.ts'
import type { Contestant } from './contestant.ts'
import { kafkajsContestant } from './kafkajs-contestant.ts'
import { loadRecords } from './load.ts'
import { describeMachine } from './machine.ts'
import { measure, type Result, rounded } from './measure.ts'
import { mirrorMaker } from './mirror-maker-contestant.ts'
import { strait } from './strait-contestant.ts'

const TOPIC = 'bench'
const CONTESTANTS: readonly Contestant[] = [strait, mirrorMaker, kafkajsContestant]

const { values: options } = parseArgs({
  options: {
    gigabytes: { type: 'string', default: '2' },
    partitions: { type: 'string', default: '6' },
    only: { type: 'string', default: CONTESTANTS.map(({ name }) => name).join() },
    smoke: { type: 'boolean', default: false },
  },
})

const note = (text: string): void => console.error(text)
const bytes = options.smoke ? 50e6 : Number(options.gigabytes) * 1e9
const chosen = CONTESTANTS.filter(({ name }) => options.only.split(',').includes(name))

await prepareKafka(note)
const folder = await mkdtemp(join(tmpdir(), 'strait-bench-'))
try {
  await using source = await startBroker({ heapMiB: 512 })
  note(`Loading ${bytes / 1e6} MB of JSON …`)
  await loadRecords(source, folder, { topic: TOPIC, partitions: Number(options.partitions), bytes })
  const results: Record<string, Result> = {}
  for (const contestant of chosen) {
    note(`Draining with ${contestant.name} …`)
    results[contestant.name] = await measure(contestant, { source, topic: TOPIC, folder })
    note(JSON.stringify(results[contestant.name]))
  }
  const loaded = countTopic(source.logDir, TOPIC)
  const total = (key: 'records' | 'batches' | 'bytes') => loaded.reduce((sum, part) => sum + part[key], 0)
  const load = {
    jsonBytes: bytes,
    batchBytes: total('bytes'),
    records: total('records'),
    batches: total('batches'),
    partitions: loaded.length,
    codec: 'lz4',
  }
  console.log(
    JSON.stringify(
      { bench: 'drain', load, results, ratios: ratios(results), machine: await describeMachine() },
      null,
      2,
    ),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** How many times more the others need than strait. */
function ratios({ strait: own, ...others }: Record<string, Result>): Record<string, object> {
  if (own === undefined) return {}
  const keys = ['cpuSeconds', 'copyCpuSeconds', 'wallSeconds', 'copySeconds', 'peakRssMiB'] as const
  const against = (other: Result) =>
    Object.fromEntries(keys.map((key) => [key, rounded(other[key] / own[key])]))
  return Object.fromEntries(Object.entries(others).map(([name, other]) => [`${name}/strait`, against(other)]))
}
