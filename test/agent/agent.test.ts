import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Agent } from '../../src/agent/agent.ts'
import { sharedClusters } from '../brokers/shared.ts'
import {
  applyFlow,
  createTopics,
  flowSpec,
  newAgent,
  openWorld,
  uniqueName,
  until,
  type World,
} from './flow-fixture.ts'
import { produceMixed } from './mixed-load.ts'
import { assertSameRecords, readRecords } from './same-records.ts'

let world: World
const name = uniqueName('copy')
const topic = `${name}.orders`
const clusters = await sharedClusters()

before(async () => {
  world = await openWorld(
    { source: clusters.source.bootstrap, target: clusters.target.bootstrap },
    flowSpec(name),
  )
})
after(() => world.close())

async function drained(agent: Agent): Promise<void> {
  const figures = () => agent.status().flows[0]
  await until(
    async () => {
      const flow = figures()
      const ends = await world.source.offsets(
        Array.from({ length: 12 }, (_, partition) => ({ topic, partition })),
        'stable',
      )
      const total = ends.reduce((sum, { offset }) => sum + offset, 0)
      return flow !== undefined && flow.recordsTotal >= total
    },
    { limitMs: 60_000, state: figures },
  )
}

test('200,000 mixed records arrive once, in order, byte for byte', async () => {
  const records = 200_000
  await createTopics(world.source, [{ name: topic, partitions: 12, replicationFactor: -1, configs: {} }])
  await produceMixed({
    bootstrap: clusters.source.bootstrap,
    topic,
    partitions: 12,
    records,
    producers: 4,
    seed: 7,
  })
  await applyFlow(world, world.spec)
  const agent = newAgent(world)
  await agent.start()
  try {
    await drained(agent)
  } finally {
    await agent.stop()
  }
  const [original, copied] = await Promise.all([
    readRecords({ bootstrap: clusters.source.bootstrap, topic }, records),
    readRecords({ bootstrap: clusters.target.bootstrap, topic: `us.${topic}` }, records),
  ])
  assertSameRecords(copied, original)
  assert.equal((await world.target.readTopic(`us.${topic}`)).length, records)
})
