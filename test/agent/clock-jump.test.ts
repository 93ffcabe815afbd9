import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sharedClusters } from '../brokers/shared.ts'
import {
  applyFlow,
  createTopics,
  flowSpec,
  openWorld,
  recordCount,
  uniqueName,
  until,
} from './flow-fixture.ts'
import { assertSameRecords, readRecords } from './same-records.ts'
import { endAgents, SpawnedAgent } from './spawned-agent.ts'

const { source, target } = await sharedClusters()
const hourMs = 3_600_000

after(endAgents)

for (const [name, shiftMs] of [
  ['half an hour forward: copying goes on', hourMs / 2],
  ['two days back: copying goes on', -48 * hourMs],
  // Brokers take no records from the future: an hour is allowed (message.timestamp.after.max.ms).
  ['two days forward: the agent says so, and goes on once it is right again', 48 * hourMs],
] as const) {
  test(`a clock that jumps ${name}, and nothing is lost or doubled`, async () => {
    const flow = uniqueName('clock')
    const topic = `${flow}.orders`
    const world = await openWorld({ source: source.bootstrap, target: target.bootstrap }, flowSpec(flow))
    try {
      await createTopics(world.source, [{ name: topic, partitions: 2, replicationFactor: -1, configs: {} }])
      const append = async (count: number): Promise<void> => {
        const records = Array.from({ length: count }, (_, index) => ({
          partition: index % 2,
          key: null,
          value: Buffer.from(`${index}`),
        }))
        await world.source.append(topic, records)
      }
      const copied = (count: number): Promise<void> =>
        until(async () => (await recordCount(world.target, `us.${topic}`)) >= count, {
          limitMs: 60_000,
          state: () => agent.said.slice(-5),
        })
      await append(100)
      await applyFlow(world, world.spec)
      const agent = new SpawnedAgent(world, { agentId: flow, clockShiftMs: shiftMs })
      await copied(100)
      agent.signal('SIGUSR2')
      await agent.says(/^clock is off/)
      await append(100)
      if (shiftMs > hourMs) {
        await agent.says(/clock of this machine is ahead/)
        agent.signal('SIGUSR2')
      }
      await copied(200)
      agent.signal('SIGTERM')
      assert.equal(await agent.ended(), 0)
      const [copies, originals] = await Promise.all([
        readRecords({ bootstrap: target.bootstrap, topic: `us.${topic}` }, 200),
        readRecords({ bootstrap: source.bootstrap, topic }, 200),
      ])
      assertSameRecords(copies, originals)
      assert.equal(await recordCount(world.target, `us.${topic}`), 200)
    } finally {
      await world.close()
    }
  })
}
