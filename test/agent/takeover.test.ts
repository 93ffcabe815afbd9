import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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
import { assertSameRecords, readRecords } from './same-records.ts'
import { endAgents, SpawnedAgent } from './spawned-agent.ts'
import { startLoad } from './steady-load.ts'

const partitions = 8
const name = uniqueName('takeover')
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

async function copied(): Promise<number> {
  return recordCount(world.target, `us.${topic}`)
}

test('a paused agent is fenced by the one that takes over, says so, and doubles nothing', async () => {
  await createTopics(world.source, [{ name: topic, partitions, replicationFactor: -1, configs: {} }])
  await applyFlow(world, world.spec)
  await using load = await startLoad({ bootstrap: clusters.source.bootstrap, topic, partitions, seed: 5 })
  const first = new SpawnedAgent(world, { agentId: `${name}-first` })
  await until(async () => (await copied()) > 500, { limitMs: 60_000 })
  first.signal('SIGSTOP')
  const second = new SpawnedAgent(world, { agentId: `${name}-second` })
  await second.says(/^all shards/)
  const before = await copied()
  await until(async () => (await copied()) > before + 500, { limitMs: 60_000 })
  first.signal('SIGCONT')
  assert.equal((await first.says(/^fenced: /)).code, 'ST519')
  const records = await load.stop()
  await until(async () => (await copied()) >= records, { limitMs: 60_000 })
  for (const agent of [first, second]) {
    agent.signal('SIGTERM')
    assert.equal(await agent.ended(), 0)
  }
  const [original, copies] = await Promise.all([
    readRecords({ bootstrap: clusters.source.bootstrap, topic }, records),
    readRecords({ bootstrap: clusters.target.bootstrap, topic: `us.${topic}` }, records),
  ])
  assertSameRecords(copies, original)
  assert.equal(await copied(), records)
})
