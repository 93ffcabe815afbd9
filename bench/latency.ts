// node bench/latency.ts: how long a record takes from the producer on the source to the consumer on the target,
// at 1,000 records a second. Prints one JSON document. `direct` reads from the source itself: the floor. Brokers run
// as Kafka's own scripts start them, and three minutes of the same load go before what is measured: until then every
// JVM still compiles itself, and on a small machine records wait for its compiler's threads.
// Options: --seconds 60, --rate 1000, --only direct,strait,mm2, --smoke (10 seconds each).

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Broker, startBroker } from '../test/brokers/broker.ts'
import { prepareKafka } from '../test/brokers/prepare.ts'
import { adminOf } from './admin.ts'
import type { Contestant } from './contestant.ts'
import { kafkaFlags } from './kafka-flags.ts'
import { type Latency, probeLatency } from './latency-probe.ts'
import { describeMachine } from './machine.ts'
import { rounded } from './measure.ts'
import { mirrorMakerDefaults } from './mirror-maker-contestant.ts'
import { run } from './running.ts'
import { strait } from './strait-contestant.ts'

const PARTITIONS = 6
const CONTESTANTS: readonly Contestant[] = [strait, mirrorMakerDefaults]

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '1000' },
    only: { type: 'string', default: 'direct,strait,mm2' },
    smoke: { type: 'boolean', default: false },
  },
})
const pace = {
  partitions: PARTITIONS,
  recordsPerSecond: Number(options.rate),
  seconds: options.smoke ? 10 : Number(options.seconds),
  warmUpSeconds: options.smoke ? 3 : 180,
}
const only = options.only.split(',')
const note = (text: string): void => console.error(text)

await prepareKafka(note)
const folder = await mkdtemp(join(tmpdir(), 'strait-latency-'))
try {
  const results: Record<string, Latency> = {}
  if (only.includes('direct')) results['direct'] = await measureDirect()
  for (const contestant of CONTESTANTS) {
    if (only.includes(contestant.name)) results[contestant.name] = await measureContestant(contestant)
  }
  const machine = await describeMachine()
  console.log(JSON.stringify({ bench: 'latency', pace, results, ratios: ratios(results), machine }, null, 2))
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measureDirect(): Promise<Latency> {
  note('Reading from the source itself …')
  await using source = await broker()
  await createTopic(source)
  const { bootstrap } = source
  return await probeLatency({
    ...pace,
    ...{ sourceBootstrap: bootstrap, targetBootstrap: bootstrap, topic: 'steady', remoteTopic: 'steady' },
    check: async () => {},
  })
}

async function measureContestant(contestant: Contestant): Promise<Latency> {
  note(`Through ${contestant.name} …`)
  await using source = await broker()
  await using target = await broker()
  await createTopic(source)
  await using running = await run(contestant, { source, target, topic: 'steady', folder })
  return await probeLatency({
    ...pace,
    ...{ sourceBootstrap: source.bootstrap, targetBootstrap: target.bootstrap, topic: 'steady' },
    remoteTopic: contestant.remoteTopic('steady'),
    check: () => running.check(),
  })
}

/** As bin/kafka-server-start.sh starts one. */
async function broker(): Promise<Broker> {
  return await startBroker({ heapMiB: 1024, javaFlags: ['-Xms1g', ...kafkaFlags] })
}

async function createTopic(source: Broker): Promise<void> {
  await using to = await adminOf(source.bootstrap)
  await to.admin.createTopics({ topics: [{ topic: 'steady', numPartitions: PARTITIONS }] })
}

/** How many times longer MM2 takes. */
function ratios({ strait: own, mm2 }: Record<string, Latency>): object {
  if (own === undefined || mm2 === undefined) return {}
  return { 'mm2/strait': { p50: rounded(mm2.p50Ms / own.p50Ms), p99: rounded(mm2.p99Ms / own.p99Ms) } }
}
