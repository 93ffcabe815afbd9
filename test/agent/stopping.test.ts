// SIGTERM in whatever an agent is doing: it ends with 0 in bounded time, and the next one goes on without loss.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
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

/** Kubernetes kills after 30 s; a loaded machine gets some more. */
const limitMs = 40_000
let proxies: { source: FaultProxy; target: FaultProxy }
let brokers: { source: Broker; target: Broker }

before(async () => {
  const [source, target] = await Promise.all([startProxy(), startProxy()])
  proxies = { source, target }
  const [us, eu] = await Promise.all([startBroker({ proxy: source }), startBroker({ proxy: target })])
  brokers = { source: us, target: eu }
})
afterEach(() => {
  endAgents()
  for (const proxy of [proxies.source, proxies.target]) {
    proxy.pass()
    proxy.drop()
  }
})
after(async () => {
  await Promise.all([brokers?.source.close(), brokers?.target.close()])
  await Promise.all([proxies?.source.close(), proxies?.target.close()])
})

interface Case {
  readonly name: string
  /** Leads the agent to where it is stopped. */
  lead(agent: SpawnedAgent): Promise<void>
}

const cases: Case[] = [
  { name: 'starting, before it reached a cluster', lead: (agent) => agent.spawned() },
  {
    name: 'starting, while its source hangs',
    lead: async (agent) => {
      proxies.source.set({ swallow: 'both' })
      await agent.says(/cluster "us" does not answer/)
    },
  },
  {
    name: 'starting, while its target refuses connections',
    lead: async (agent) => {
      proxies.target.set({ refuse: true })
      proxies.target.drop()
      await agent.says(/trying on$/)
    },
  },
  {
    name: 'fencing, while the target’s answers are lost',
    lead: async (agent) => {
      await agent.says(/shards assigned$/)
      proxies.target.set({ swallow: 'answers' })
    },
  },
  {
    name: 'copying',
    lead: async (agent) => {
      await agent.says(/shards assigned$/)
    },
  },
  {
    name: 'copying, while its source hangs',
    lead: async (agent) => {
      await agent.says(/shards assigned$/)
      proxies.source.set({ swallow: 'both' })
    },
  },
  {
    name: 'copying, while its target has hung for longer than its session',
    lead: async (agent) => {
      await agent.says(/shards assigned$/)
      proxies.target.set({ swallow: 'both' })
      await new Promise((resolve) => setTimeout(resolve, 7_000))
    },
  },
]

for (const { name, lead } of cases) {
  test(`${name}: SIGTERM ends it with 0, and the next goes on`, async () => {
    const flow = uniqueName('stopping')
    const topic = `${flow}.orders`
    const direct = { source: brokers.source.directBootstrap, target: brokers.target.directBootstrap }
    const world = await openWorld(direct, flowSpec(flow))
    try {
      await createTopics(world.source, [{ name: topic, partitions: 4, replicationFactor: -1, configs: {} }])
      const append = (count: number) =>
        world.source.append(
          topic,
          Array.from({ length: count }, (_, index) => ({
            partition: index % 4,
            key: null,
            value: Buffer.from(`${index}`),
          })),
        )
      await append(4_000)
      await applyFlow(world, world.spec)
      const clusters = {
        us: { name: 'us', bootstrap: brokers.source.bootstrap },
        eu: { name: 'eu', bootstrap: brokers.target.bootstrap },
      }
      const through = { ...world, topology: { ...world.topology, clusters } }
      const agent = new SpawnedAgent(through, { agentId: flow })
      await lead(agent)
      agent.signal('SIGTERM')
      const late = setTimeout(() => agent.signal('SIGKILL'), limitMs)
      assert.equal(await agent.ended(), 0)
      clearTimeout(late)
      for (const proxy of [proxies.source, proxies.target]) {
        proxy.pass()
        proxy.drop()
      }
      await append(400)
      const next = new SpawnedAgent(through, { agentId: flow })
      await until(async () => (await recordCount(world.target, `us.${topic}`)) >= 4_400, {
        limitMs: 60_000,
        state: () => next.said.slice(-5),
      })
      next.signal('SIGTERM')
      assert.equal(await next.ended(), 0)
      const [original, copied] = await Promise.all([
        readRecords({ bootstrap: direct.source, topic }, 4_400),
        readRecords({ bootstrap: direct.target, topic: `us.${topic}` }, 4_400),
      ])
      assertSameRecords(copied, original)
    } finally {
      await world.close()
    }
  })
}
