// An agent runs several flows: trouble of one is no trouble of the others.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { Agent } from '../../src/agent/agent.ts'
import { sharedClusters } from '../brokers/shared.ts'
import {
  applyFlow,
  createTopics,
  flowSpec,
  logger,
  openWorld,
  recordCount,
  uniqueName,
  until,
} from './flow-fixture.ts'

const clusters = await sharedClusters()

/** Takes connections and never says a word, as a broker that hangs. */
async function hangingBroker(): Promise<AsyncDisposable & { readonly bootstrap: string[] }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    bootstrap: [`127.0.0.1:${port}`],
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const nobody = ['127.0.0.1:1']

for (const [trouble, bootstrapOf] of [
  ['hangs', async () => hangingBroker()],
  ['is away', async () => ({ bootstrap: nobody, [Symbol.asyncDispose]: async () => undefined })],
] as const) {
  test(`a flow copies while the source of another into its target ${trouble}`, {
    timeout: 90_000,
  }, async () => {
    await using bad = await bootstrapOf()
    // Names of its own, so that no flow of another test is run here.
    const [us, eu, mx] = [uniqueName('us'), uniqueName('eu'), uniqueName('mx')]
    const [name, troubled] = [uniqueName('good'), uniqueName('bad')]
    const topic = `${name}.orders`
    const spec = flowSpec(name, { source: us, target: eu })
    const { source, target } = clusters
    const world = await openWorld({ source: source.bootstrap, target: target.bootstrap }, spec)
    await using _ = { [Symbol.asyncDispose]: () => world.close() }
    await createTopics(world.source, [{ name: topic, partitions: 1, replicationFactor: -1, configs: {} }])
    await world.source.append(topic, [{ partition: 0, key: null, value: Buffer.from('one') }])
    await applyFlow(world, flowSpec(troubled, { source: mx, target: eu }))
    await applyFlow(world, spec)
    const cluster = (alias: string, bootstrap: readonly string[]) => ({
      name: alias,
      bootstrap: [...bootstrap],
    })
    const agent = new Agent({
      topology: {
        clusters: {
          [mx]: cluster(mx, bad.bootstrap),
          [us]: cluster(us, source.bootstrap),
          [eu]: cluster(eu, target.bootstrap),
        },
        flows: { [name]: spec },
      },
      directory: '/',
      readSecret: () => '',
      agentId: uniqueName('agent'),
      logger,
      sessionTimeoutMs: 6_000,
    })
    await agent.start()
    try {
      await until(async () => (await recordCount(world.target, `${us}.${topic}`)) === 1, {
        state: () => agent.status(),
      })
      const states = agent.status().flows.map(({ flow, state }) => [flow, state])
      assert.deepEqual(Object.fromEntries(states), { [name]: 'running', [troubled]: 'starting' })
    } finally {
      await agent.stop()
    }
  })
}
