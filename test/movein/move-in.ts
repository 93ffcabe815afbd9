// Moving in and out, as docs/moving-from-mm2.md tells it: MirrorMaker copies under a load, its file is imported, the
// plan is read, MirrorMaker is stopped, the plan is applied, an agent goes on. Every record is compared. Then the flow is
// paused and handed back, and MirrorMaker goes on with the file that was exported: every record is compared again.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { recordCount, until } from '../agent/flow-fixture.ts'
import { assertSameRecords, readRecords } from '../agent/same-records.ts'
import { startLoad } from '../agent/steady-load.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type Ended, folder, start, strait } from '../cli/strait.ts'
import { MirrorMaker } from './mirror-maker.ts'

export interface MoveIn {
  /** `SIGKILL`: MirrorMaker has copied more than it wrote down. */
  readonly stop: 'SIGTERM' | 'SIGKILL'
  readonly seed: number
  /** MirrorMaker copies in transactions. */
  readonly exactlyOnce?: boolean
  /** How many records of the load MirrorMaker copies at least before it is stopped. */
  readonly records: number
}

export interface MovedIn {
  readonly imported: Ended
  /** While MirrorMaker runs, when it is stopped, and behind the apply. */
  readonly plans: { readonly beside: Ended; readonly stopped: Ended; readonly again: Ended }
  readonly applied: Ended
  /** What MirrorMaker's workers said that they run, while they ran. */
  readonly connectors: readonly string[] | undefined
  /** Source records by topic, all found on the target, once and in order. */
  readonly compared: Readonly<Record<string, number>>
  /** The target's commit of a group that has read 40 records of orders-0. */
  readonly lagging: number | undefined
  /** The commands of the way back. */
  readonly back: { readonly early: Ended; readonly exported: Ended; readonly handedBack: Ended }
  /** Source records by topic after MirrorMaker went on, all found on the target, once and in order. */
  readonly returned: Readonly<Record<string, number>>
  /** Where the target's commit of a group that has read everything has to be, and where it is. */
  readonly done: { readonly expected: number; readonly found: number | undefined }
}

const waiting = { limitMs: 240_000 }
const partitions = { orders: 3, payments: 1, quiet: 1 }
const filled = { orders: 300, payments: 1_000, quiet: 5 }
type Topic = keyof typeof partitions
const topics: readonly Topic[] = ['orders', 'payments', 'quiet']

export async function moveIn(
  { stop, seed, records, exactlyOnce = false }: MoveIn,
  say: (step: string) => void,
): Promise<MovedIn> {
  await using scene = await openScene(exactlyOnce ? transactions : '')
  const { us, path, source, target } = scene
  const run = (...args: readonly string[]): Promise<Ended> => strait(args, { cwd: path })
  await fill(source)
  await using mirrorMaker = await MirrorMaker.start(path, 'mm2.properties')
  const hasCopied = (counts: Readonly<Record<Topic, number>>) => async (): Promise<boolean> => {
    mirrorMaker.assertRunning()
    const found = await Promise.all(topics.map((topic) => endOf(target, `us.${topic}`)))
    return topics.every((topic, index) => (found[index] ?? 0) >= counts[topic])
  }
  await until(hasCopied(filled), waiting)
  await using load = await startLoad({ bootstrap: us.bootstrap, topic: 'orders', partitions: 3, seed })
  await until(hasCopied({ ...filled, orders: filled.orders + records }), waiting)
  say('MirrorMaker copies')
  const imported = await run('import', 'mm2', 'mm2.properties', '--out', 'topology')
  const beside = await run('plan', 'topology')
  const connectors = (await target.groups()).find(({ groupId }) => groupId === 'us-mm2')?.connectors
  await mirrorMaker.stop(stop)
  await until(async () => !(await hasWorkers(target)), waiting)
  say('MirrorMaker is stopped')
  const stopped = await run('plan', 'topology')
  const applied = await run('apply', 'topology', '--yes')
  const again = await run('plan', 'topology')
  const copied = await endOf(target, 'us.orders')
  const agent = start(['agent', 'topology'], { cwd: path })
  try {
    await until(async () => (await endOf(target, 'us.orders')) > copied + 500, waiting)
    const sent = await load.stop()
    say('the agent goes on')
    const counts = { ...filled, orders: filled.orders + sent }
    await compareAll(scene, counts)
    say('all records are compared')
    const done = await endOf(source, 'orders', 0)
    await source.commitOffsets('done', [{ topic: 'orders', partition: 0, offset: done, metadata: '' }])
    await until(async () => (await commitOf(target, 'done')) !== undefined, waiting)
    const groups = {
      lagging: await commitOf(target, 'billing'),
      done: { expected: await endOf(target, 'us.orders', 0), found: await commitOf(target, 'done') },
    }
    const moved = {
      imported,
      plans: { beside, stopped, again },
      applied,
      connectors,
      compared: counts,
      ...groups,
    }
    return {
      ...moved,
      ...(await moveOut(scene, { counts, seed, mode: exactlyOnce ? transactions : '' }, say)),
    }
  } finally {
    agent.child.kill('SIGTERM')
    const { stdout } = await agent.ended
    // A partition that halted says why; whoever waited for it only says that it waited.
    for (const line of stdout.split('\n')) if (line.includes('"level":50')) say(line)
  }
}

interface Before {
  readonly counts: Readonly<Record<Topic, number>>
  readonly seed: number
  readonly mode: string
}

/** Back to MirrorMaker, under a load that never stops. */
async function moveOut(
  scene: Scene,
  { counts, seed, mode }: Before,
  say: (step: string) => void,
): Promise<Pick<MovedIn, 'back' | 'returned'>> {
  const { us, path, target } = scene
  const run = (...args: readonly string[]): Promise<Ended> => strait(args, { cwd: path })
  const load = { bootstrap: us.bootstrap, topic: 'orders', partitions: partitions.orders, seed: seed + 1 }
  await using more = await startLoad(load)
  const begun = await endOf(target, 'us.orders')
  await until(async () => (await endOf(target, 'us.orders')) > begun + 500, waiting)
  const early = await run('handback', 'us-to-eu', 'topology', '--yes')
  const paused = await run('pause', 'us-to-eu', 'topology')
  if (paused.code !== 0) throw new Error(paused.stderr)
  const handedBack = await run('handback', 'us-to-eu', 'topology', '--yes')
  say('the flow is handed back')
  const exported = await run('export', 'topology', '--mm2', '--out', 'back')
  const written = readFileSync(join(path, 'back', 'mm2.properties'), 'latin1')
  writeFileSync(join(path, 'back.properties'), written + testSettings + mode)
  const copied = await endOf(target, 'us.orders')
  await using mirrorMaker = await MirrorMaker.start(path, 'back.properties')
  await until(async () => {
    mirrorMaker.assertRunning()
    return (await endOf(target, 'us.orders')) > copied + 500
  }, waiting)
  const returned = { ...counts, orders: counts.orders + (await more.stop()) }
  await compareAll(scene, returned)
  say('MirrorMaker goes on, and all records are compared')
  return { back: { early, exported, handedBack }, returned }
}

/** Throws where the target lacks a record, or has one twice or more. */
async function compareAll({ us, eu, target }: Scene, counts: Readonly<Record<Topic, number>>): Promise<void> {
  for (const topic of topics) {
    await until(async () => (await recordCount(target, `us.${topic}`)) >= counts[topic], waiting)
    const [copy, original] = await Promise.all([
      readRecords({ bootstrap: eu.bootstrap, topic: `us.${topic}` }, counts[topic]),
      readRecords({ bootstrap: us.bootstrap, topic }, counts[topic]),
    ])
    assertSameRecords(copy, original)
    if ((await recordCount(target, `us.${topic}`)) !== counts[topic]) throw new Error(`${topic} has more`)
  }
}

interface Scene extends AsyncDisposable {
  readonly us: Broker
  readonly eu: Broker
  readonly source: Cluster
  readonly target: Cluster
  readonly path: string
}

async function openScene(mode: string): Promise<Scene> {
  const [us, eu] = await Promise.all([startBroker(), startBroker()])
  const connect = (name: string, { bootstrap }: Broker): Cluster =>
    connectCluster(name, { bootstrap, clientId: 'test', security: {} })
  const [source, target] = [connect('us', us), connect('eu', eu)]
  const directory = folder({ 'mm2.properties': properties(us, eu) + mode })
  return {
    ...{ us, eu, source, target, path: directory.path },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([source.close(), target.close()])
      await Promise.all([us.close(), eu.close()])
      directory[Symbol.dispose]()
    },
  }
}

/** As people write it; only the intervals are a test's. */
function properties(us: Broker, eu: Broker): string {
  return `
clusters = us, eu
us.bootstrap.servers = ${us.bootstrap.join()}
eu.bootstrap.servers = ${eu.bootstrap.join()}
us->eu.enabled = true
us->eu.topics = orders.*, payments, quiet
eu->us.enabled = false
replication.factor = 1
sync.topic.acls.enabled = false
sync.group.offsets.enabled = true
sync.group.offsets.interval.seconds = 2
emit.checkpoints.interval.seconds = 2
refresh.topics.interval.seconds = 5
refresh.groups.interval.seconds = 5
${testSettings}`
}

/** How people have it copy exactly once: only committed records, in transactions on the target. */
const transactions = `
eu.exactly.once.source.support = enabled
us.consumer.isolation.level = read_committed
`

/** What one broker and a test's patience ask for. */
const testSettings = `
checkpoints.topic.replication.factor = 1
heartbeats.topic.replication.factor = 1
offset-syncs.topic.replication.factor = 1
offset.storage.replication.factor = 1
config.storage.replication.factor = 1
status.storage.replication.factor = 1
tasks.max = 2
eu.offset.flush.interval.ms = 2000
eu.plugin.discovery = service_load
`

async function fill(source: Cluster): Promise<void> {
  const made = topics.map((name) => ({
    ...{ name, partitions: partitions[name], replicationFactor: 1, configs: {} },
  }))
  await source.createTopics(made)
  for (const topic of topics) {
    const share = filled[topic] / partitions[topic]
    for (let partition = 0; partition < partitions[topic]; partition++) {
      const values = Array.from({ length: share }, (_, at) => Buffer.from(`${topic} ${partition} ${at}`))
      await source.append(
        topic,
        values.map((value) => ({ partition, key: null, value })),
      )
    }
  }
  await source.commitOffsets('billing', [{ topic: 'orders', partition: 0, offset: 40, metadata: '' }])
}

/** Of all partitions together, or of one; 0 where the topic is not there. */
async function endOf(cluster: Cluster, topic: string, only?: number): Promise<number> {
  const [found] = await cluster.topics([topic])
  const places = (found?.partitions ?? []).map((_, partition) => ({ topic, partition }))
  const wanted = places.filter(({ partition }) => only === undefined || partition === only)
  const ends = await cluster.offsets(wanted, 'latest')
  return ends.reduce((sum, { offset }) => sum + Math.max(0, offset), 0)
}

async function hasWorkers(target: Cluster): Promise<boolean> {
  return (await target.groups()).some(({ groupId, members }) => groupId === 'us-mm2' && members > 0)
}

async function commitOf(cluster: Cluster, group: string): Promise<number | undefined> {
  const commits = (await cluster.committedOffsets([group])).get(group) ?? []
  return commits.find(({ topic, partition }) => topic === 'us.orders' && partition === 0)?.offset
}
