import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { sharedClusters } from '../brokers/shared.ts'
import {
  applyFlow,
  createTopics,
  flowSpec,
  openWorld,
  recordCount,
  uniqueName,
  until,
  type World,
} from './flow-fixture.ts'
import { seeded } from './mixed-load.ts'
import { assertSameRecords, readRecords } from './same-records.ts'
import { endAgents, SpawnedAgent } from './spawned-agent.ts'
import { startLoad } from './steady-load.ts'

const kills = 20
const seed = Number(process.env['STRAIT_TEST_SEED'] ?? 4711)
const partitions = 4
const name = uniqueName('kill')
const topic = `${name}.orders`
const clusters = await sharedClusters()
let world: World

before(async () => {
  world = await openWorld(
    { source: clusters.source.bootstrap, target: clusters.target.bootstrap },
    flowSpec(name),
  )
})
after(async () => {
  endAgents()
  await world.close()
})

async function copiedAll(records: number): Promise<void> {
  let copied = 0
  await until(
    async () => {
      copied = await recordCount(world.target, `us.${topic}`)
      return copied >= records
    },
    { limitMs: 60_000, state: () => ({ copied, records }) },
  )
}

test(`kill -9 at ${kills} moments under load loses, doubles and reorders nothing (seed ${seed})`, async () => {
  await createTopics(world.source, [{ name: topic, partitions, replicationFactor: -1, configs: {} }])
  await applyFlow(world, world.spec)
  await using load = await startLoad({ bootstrap: clusters.source.bootstrap, topic, partitions, seed })
  const random = seeded(seed)
  for (let kill = 0; kill < kills; kill += 1) {
    const agent = new SpawnedAgent(world, { agentId: name })
    if (kill % 3 > 0) await agent.says(/shards assigned$/)
    await delay(random() * (kill % 3 === 0 ? 3_000 : 600))
    agent.signal('SIGKILL')
    await agent.ended()
  }
  const last = new SpawnedAgent(world, { agentId: name })
  await last.says(/shards assigned$/)
  const records = await load.stop()
  await copiedAll(records)
  last.signal('SIGTERM')
  assert.equal(await last.ended(), 0, 'SIGTERM drains and exits 0')
  const [original, copied] = await Promise.all([
    readRecords({ bootstrap: clusters.source.bootstrap, topic }, records),
    readRecords({ bootstrap: clusters.target.bootstrap, topic: `us.${topic}` }, records),
  ])
  assertSameRecords(copied, original)
  assert.equal(await recordCount(world.target, `us.${topic}`), records)
})
