// `npm run bench:plan`: what `strait plan` costs on clusters that really have the topics, beside the bare reads, and
// prints one JSON document. Options: --topics 100,300,1000 (on each side, growing), --partitions 5 (of each topic),
// --brokers 2 (of each cluster), --runs 5.
//
// Two things can be meant by "the bare admin round trips", and both are measured, each as a process of its own.
// replay: the very requests of one plan, recorded on the way and sent again by a process that does not look into the
// answers; nobody can read on less. reads: an admin client that asks for the same once and decodes the answers.
// The recorded run goes through proxies; what is timed talks to the brokers themselves.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { connectCluster } from '../src/kafka/connect-cluster.ts'
import { type Broker, startCluster } from '../test/brokers/broker.ts'
import { prepareKafka } from '../test/brokers/prepare.ts'
import { type FaultProxy, startProxy } from '../test/proxy/proxy.ts'
import { extrapolate, type Point } from './growth.ts'
import { describeMachine } from './machine.ts'
import { rounded } from './measure.ts'
import { medianRun, type Run, runOnce } from './one-run.ts'
import { growTo } from './plan-topics.ts'
import { conversationsOf, requestCounts } from './recorded-requests.ts'

const { values: options } = parseArgs({
  options: {
    topics: { type: 'string', default: '100,300,1000' },
    partitions: { type: 'string', default: '5' },
    brokers: { type: 'string', default: '2' },
    runs: { type: 'string', default: '5' },
  },
})
const runs = Number(options.runs)
const partitions = Number(options.partitions)
const note = (text: string): void => console.error(text)
const root = fileURLToPath(new URL('..', import.meta.url))
const main = 'dist/cli/main.js'
const reads = 'dist/bench/reads.js'
const replay = 'dist/bench/replay.js'

interface Side {
  readonly brokers: readonly Broker[]
  readonly proxies: readonly FaultProxy[]
}

await prepareKafka(note)
await buildPeers()
const folder = await mkdtemp(join(tmpdir(), 'strait-bench-plan-'))
const sides: Side[] = []
try {
  for (const _ of ['us', 'eu']) sides.push(await startSide(Number(options.brokers)))
  const [source, target] = sides.map(({ brokers }, at) => {
    const bootstrap = brokers.flatMap(({ directBootstrap }) => directBootstrap)
    return connectCluster(at === 0 ? 'us' : 'eu', { bootstrap, clientId: 'bench', security: {} })
  })
  if (source === undefined || target === undefined) throw new Error('A flow has two sides')
  await writeTopologies()
  const points: Point[] = []
  for (const topics of options.topics.split(',').map(Number)) {
    note(`Growing to ${topics} topics on each side …`)
    await growTo({ source, target }, { topics, partitions })
    points.push(await measurePoint(topics))
    note(JSON.stringify(points.at(-1)))
  }
  await Promise.all([source.close(), target.close()])
  const machine = await describeMachine()
  const clusters = { brokersEach: Number(options.brokers), partitionsPerTopic: partitions }
  console.log(
    JSON.stringify({ machine, clusters, runs, points, extrapolated: extrapolate(points, 10_000) }, null, 2),
  )
} finally {
  await Promise.all(
    sides.flatMap(({ brokers, proxies }) => [...brokers, ...proxies].map((one) => one.close())),
  )
  await rm(folder, { recursive: true, force: true })
}

async function startSide(nodes: number): Promise<Side> {
  const proxies = await Promise.all(Array.from({ length: nodes }, startProxy))
  return { proxies, brokers: await startCluster(nodes, { proxies, heapMiB: 768 }) }
}

async function measurePoint(topics: number): Promise<Point> {
  const plan = [main, 'plan', join(folder, 'direct')]
  const conversations = await recordPlan()
  const file = join(folder, 'conversations.json')
  await writeFile(file, JSON.stringify(conversations))
  const bootstraps = sides.map(({ brokers }) =>
    brokers.flatMap(({ directBootstrap }) => directBootstrap).join(),
  )
  const taken: Record<'plan' | 'reads' | 'replay', Run[]> = { plan: [], reads: [], replay: [] }
  // By turns, so that whatever else the machine does strikes all alike.
  for (let run = 0; run < runs; run++) {
    taken.plan.push(await runOnce(plan))
    taken.reads.push(await runOnce([reads, ...bootstraps]))
    taken.replay.push(await runOnce([replay, file]))
  }
  const medians = {
    plan: medianRun(taken.plan),
    reads: medianRun(taken.reads),
    replay: medianRun(taken.replay),
  }
  return {
    topics,
    partitions: topics * partitions,
    ...medians,
    wallToReads: rounded(medians.plan.wallMs / medians.reads.wallMs),
    wallToReplay: rounded(medians.plan.wallMs / medians.replay.wallMs),
    requests: requestCounts(conversations),
  }
}

/** The requests of one plan, to be sent to the brokers themselves; a first plan has warmed them up. */
async function recordPlan() {
  const plan = [main, 'plan', join(folder, 'recorded')]
  await runOnce(plan)
  const proxies = sides.flatMap((side) => side.proxies)
  for (const proxy of proxies) proxy.record()
  await runOnce(plan)
  return sides.flatMap(({ brokers, proxies }) =>
    proxies.flatMap((proxy, at) => {
      const [, port] = brokers[at]?.directBootstrap[0]?.split(':') ?? []
      return conversationsOf(Number(port), proxy.stopRecording())
    }),
  )
}

/** As the command is: what is compared must not pay for stripping types. */
async function buildPeers(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/reads.ts', 'bench/replay.ts'],
    outdir: 'dist/bench',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
}

async function writeTopologies(): Promise<void> {
  const ways = { direct: 'directBootstrap', recorded: 'bootstrap' } as const
  for (const [name, way] of Object.entries(ways)) {
    const [us, eu] = sides.map(({ brokers }) => JSON.stringify(brokers.flatMap((broker) => broker[way])))
    const text = `cluster "us" {
  bootstrap = ${us}
}

cluster "eu" {
  bootstrap = ${eu}
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
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, 'main.hcl'), text)
  }
}
