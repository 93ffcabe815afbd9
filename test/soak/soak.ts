// One soak: a rough load, an agent, and blows until the time is over. Then the copy must be what the source holds,
// record for record, with no gap recorded.

import assert from 'node:assert/strict'
import {
  applyFlow,
  createTopics,
  flowSpec,
  gapsOf,
  openWorld,
  recordCount,
  uniqueName,
  until,
} from '../agent/flow-fixture.ts'
import { seeded } from '../agent/mixed-load.ts'
import { assertSameRecords, readRecords } from '../agent/same-records.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { Agents, strike } from './chaos.ts'
import { roughLoad } from './rough-load.ts'

export interface SoakResult {
  readonly seed: number
  readonly seconds: number
  readonly records: number
  readonly blows: Readonly<Record<string, number>>
}

const partitions = 3
/** Producers of old records would be forgotten at once: the fence is put to the test. */
const forgetful = { 'producer.id.expiration.check.interval.ms': 300 }
const settleLimitMs = 120_000

/** Rejects with the first difference between source and copy. `say` hears of each blow as it falls. */
export async function soak(
  { seconds, seed }: { seconds: number; seed: number },
  say: (blow: string) => void,
): Promise<SoakResult> {
  await using source = await startBroker()
  await using target = await startBroker({ properties: forgetful })
  const name = uniqueName('soak')
  const world = await openWorld({ source: source.bootstrap, target: target.bootstrap }, flowSpec(name))
  await using _ = { [Symbol.asyncDispose]: () => world.close() }
  const topics = { plain: `${name}.plain`, transactional: `${name}.transactional` }
  const configs = { 'retention.ms': '-1' }
  await createTopics(
    world.source,
    Object.values(topics).map((topic) => ({ name: topic, partitions, replicationFactor: -1, configs })),
  )
  await applyFlow(world, world.spec)
  const abort = new AbortController()
  const loading = roughLoad({ bootstrap: source.bootstrap, topics, partitions, seed }, abort.signal)
  const agents = new Agents(world)
  const chaos = { world, source, target, random: seeded(seed + 3), say }
  const blows = await strike(chaos, agents, seconds).finally(() => abort.abort())
  await loading
  const counts = await Promise.all(
    Object.values(topics).map((topic) => sameTopic({ source, target, topic }, world)),
  )
  agents.current.signal('SIGTERM')
  assert.equal(await agents.current.ended(), 0, 'the last agent drains')
  assert.deepEqual(await gapsOf(world, name), [])
  return { seed, seconds, records: counts.reduce((sum, count) => sum + count, 0), blows }
}

/** Resolves with the number of records once the copy holds as many, and each is the source's. */
async function sameTopic(
  { source, target, topic }: { source: Broker; target: Broker; topic: string },
  world: Awaited<ReturnType<typeof openWorld>>,
): Promise<number> {
  const remote = `us.${topic}`
  let [wanted, copied] = [0, 0]
  await until(
    async () => {
      ;[wanted, copied] = await Promise.all([
        recordCount(world.source, topic),
        recordCount(world.target, remote),
      ])
      // A transaction that its producer left open ends by its timeout.
      return copied === wanted && (await openRecords(world, topic)) === 0
    },
    { limitMs: settleLimitMs, state: () => ({ topic, wanted, copied }) },
  )
  const [originals, copies] = await Promise.all([
    readRecords({ bootstrap: source.bootstrap, topic }, wanted),
    readRecords({ bootstrap: target.bootstrap, topic: remote }, wanted),
  ])
  assertSameRecords(copies, originals)
  return wanted
}

/** Offsets behind the last stable one. */
async function openRecords(
  { source }: Awaited<ReturnType<typeof openWorld>>,
  topic: string,
): Promise<number> {
  const places = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }))
  const [ends, stable] = await Promise.all([
    source.offsets(places, 'latest'),
    source.offsets(places, 'stable'),
  ])
  return ends.reduce((sum, { offset }, index) => sum + offset - (stable[index]?.offset ?? 0), 0)
}
