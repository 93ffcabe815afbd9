import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '../brokers/broker.ts'
import {
  applyFlow,
  createTopics,
  flowSpec,
  newAgent,
  openWorld,
  recordCount,
  uniqueName,
  until,
} from './flow-fixture.ts'
import { assertSameRecords, readRecords } from './same-records.ts'
import { startLoad } from './steady-load.ts'

const partitions = 4

test('broker restarts on either side, clean or killed, lose and double nothing', async () => {
  await using source = await startBroker()
  await using target = await startBroker()
  const name = uniqueName('restart')
  const topic = `${name}.orders`
  const world = await openWorld({ source: source.bootstrap, target: target.bootstrap }, flowSpec(name))
  await createTopics(world.source, [{ name: topic, partitions, replicationFactor: -1, configs: {} }])
  await applyFlow(world, world.spec)
  const agent = newAgent(world)
  // Ends before the brokers do, also when an assertion fails: a live agent would keep the process alive.
  await using _ = {
    [Symbol.asyncDispose]: async () => {
      await agent.stop()
      await world.close()
    },
  }
  await agent.start()
  const copied = (): number => agent.status().flows[0]?.recordsTotal ?? 0
  const moreThan = async (count: number): Promise<void> => {
    const goal = copied() + count
    await until(() => copied() >= goal, { limitMs: 90_000, state: () => agent.status() })
  }
  let produced = 0
  for (const step of ['target clean', 'target killed', 'source clean', 'source killed'] as const) {
    const [side, how] = step.split(' ')
    const broker = side === 'source' ? source : target
    if (side === 'target') {
      // Under load: answers are lost in the middle.
      await using load = await startLoad({ bootstrap: source.bootstrap, topic, partitions, seed: 1 })
      await moreThan(300)
      await (how === 'clean' ? broker.restart() : broker.kill().then(() => broker.start()))
      produced += await load.stop()
    } else {
      await (how === 'clean' ? broker.restart() : broker.kill().then(() => broker.start()))
      await using load = await startLoad({ bootstrap: source.bootstrap, topic, partitions, seed: 2 })
      await moreThan(300)
      produced += await load.stop()
    }
    // Not by what was acknowledged: an answer that got lost is found in the log and counted by nobody.
    await until(async () => (await recordCount(world.target, `us.${topic}`)) >= produced, {
      limitMs: 90_000,
      state: () => ({ step, produced, ...agent.status() }),
    })
  }
  const [original, copies] = await Promise.all([
    readRecords({ bootstrap: source.bootstrap, topic }, produced),
    readRecords({ bootstrap: target.bootstrap, topic: `us.${topic}` }, produced),
  ])
  assertSameRecords(copies, original)
  assert.equal(await recordCount(world.target, `us.${topic}`), produced)
})
