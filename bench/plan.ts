// `npm run bench:plan`: what `strait plan` costs on clusters that really have the topics, beside the bare reads, and
// prints one JSON document. Options: --topics 100,300,1000
// (on each side), --partitions 5 (of each topic), --runs 5.
//
// reads: an admin client that asks for the same once and decodes the answers. replay: the very requests of one plan,
// recorded on the way and sent again by a process that does not look into the answers; nobody can read on less.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connectCluster } from '../src/kafka/connect-cluster.ts'
import { type Broker, startBroker } from '../test/brokers/broker.ts'
import { prepareKafka } from '../test/brokers/prepare.ts'
import { type FaultProxy, startProxy } from '../test/proxy/proxy.ts'
import { describeMachine } from './machine.ts'
import { rounded } from './measure.ts'
import { medianRun, type Run, runOnce } from './one-run.ts'
import { growTo, type Sides } from './plan-topics.ts'
import { conversationsOf, requestCounts } from './recorded-requests.ts'

const { values: options } = parseArgs({
  options: {
    topics: { type: 'string', default: '100,300,1000' },
    partitions: { type: 'string', default: '5' },
    runs: { type: 'string', default: '5' },
  },
})
const runs = Number(options.runs)
const partitions = Number(options.partitions)
const note = (text: string): void => console.error(text)

interface Point {
  readonly topics: number
  readonly partitions: number
  readonly plan: Run
  readonly reads: Run
  readonly replay: Run
  readonly wallToReads: number
  readonly wallToReplay: number
  readonly requests: Readonly<Record<string, number>>
}

await prepareKafka(note)
const folder = await mkdtemp(join(tmpdir(), 'strait-bench-plan-'))
try {
  await using sourceProxy = await startProxy()
  await using targetProxy = await startProxy()
  await using source = await startBroker({ proxy: sourceProxy, heapMiB: 768 })
  await using target = await startBroker({ proxy: targetProxy, heapMiB: 768 })
  const open = (name: string, bootstrap: string[]) =>
    connectCluster(name, { bootstrap, clientId: 'bench', security: {} })
  const sides: Sides = {
    source: open('us', source.directBootstrap),
    target: open('eu', target.directBootstrap),
  }
  await writeTopology(folder, { us: source.bootstrap, eu: target.bootstrap })
  const points: Point[] = []
  for (const topics of options.topics.split(',').map(Number)) {
    note(`Growing to ${topics} topics on each side …`)
    await growTo(sides, { topics, partitions })
    points.push(
      await measurePoint(topics, { proxies: [sourceProxy, targetProxy], brokers: [source, target] }),
    )
    note(JSON.stringify(points.at(-1)))
  }
  await Promise.all([sides.source.close(), sides.target.close()])
  const machine = await describeMachine()
  console.log(JSON.stringify({ machine, runs, points, extrapolated: extrapolate(points, 10_000) }, null, 2))
} finally {
  await rm(folder, { recursive: true, force: true })
}

interface Course {
  readonly proxies: readonly FaultProxy[]
  readonly brokers: readonly Broker[]
}

async function measurePoint(topics: number, { proxies, brokers }: Course): Promise<Point> {
  const strait = ['src/cli/main.ts', 'plan', folder]
  await runOnce(strait)
  for (const proxy of proxies) proxy.record()
  await runOnce(strait)
  const recorded = proxies.map((proxy) => ({ port: proxy.port, recorded: proxy.stopRecording() }))
  const conversations = recorded.flatMap(({ port, recorded }) => conversationsOf(port, recorded))
  const file = join(folder, 'conversations.json')
  await writeFile(file, JSON.stringify(conversations))
  const addresses = brokers.flatMap(({ bootstrap }) => bootstrap)
  const [plan, reads, replay]: [Run[], Run[], Run[]] = [[], [], []]
  // By turns, so that whatever else the machine does strikes all alike.
  for (let run = 0; run < runs; run++) {
    plan.push(await runOnce(strait))
    reads.push(await runOnce(['bench/reads.ts', ...addresses]))
    replay.push(await runOnce(['bench/replay.ts', file]))
  }
  const medians = { plan: medianRun(plan), reads: medianRun(reads), replay: medianRun(replay) }
  return {
    topics,
    partitions: topics * partitions,
    ...medians,
    wallToReads: rounded(medians.plan.wallMs / medians.reads.wallMs),
    wallToReplay: rounded(medians.plan.wallMs / medians.replay.wallMs),
    requests: requestCounts(conversations),
  }
}

/** On the line through the two largest points. */
function extrapolate(points: readonly Point[], topics: number) {
  const [before, last] = points.slice(-2)
  if (before === undefined || last === undefined) return undefined
  const at = (of: (point: Point) => number): number => {
    const perTopic = (of(last) - of(before)) / (last.topics - before.topics)
    return Math.round(of(last) + perTopic * (topics - last.topics))
  }
  return {
    topics,
    planWallMs: at(({ plan }) => plan.wallMs),
    readsWallMs: at(({ reads }) => reads.wallMs),
    planPeakRssMiB: at(({ plan }) => plan.peakRssMiB),
  }
}

function writeTopology(path: string, { us, eu }: { us: readonly string[]; eu: readonly string[] }) {
  const text = `cluster "us" {
  bootstrap = ${JSON.stringify(us)}
}

cluster "eu" {
  bootstrap = ${JSON.stringify(eu)}
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["orders.*"]
  }

  groups {
    include = ["billing-.*"]
  }
}
`
  return writeFile(join(path, 'main.hcl'), text)
}
