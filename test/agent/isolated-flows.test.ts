// The flows of one agent are apart: one that fails ends no other, and the agent fails with its last one only.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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
  type World,
} from './flow-fixture.ts'

const clusters = await sharedClusters()
// Names of its own, so that no flow of another test is run here.
const [us, eu] = [uniqueName('us'), uniqueName('eu')]
const [one, two] = [uniqueName('one'), uniqueName('two')]
const specs = [one, two].map((name) => flowSpec(name, { source: us, target: eu }))
let world: World

before(async () => {
  const { source, target } = clusters
  const [spec] = specs
  assert.ok(spec !== undefined)
  world = await openWorld({ source: source.bootstrap, target: target.bootstrap }, spec)
  for (const applied of specs) {
    await createTopics(world.source, [
      { name: `${applied.name}.orders`, partitions: 1, replicationFactor: -1, configs: {} },
    ])
    await applyFlow(world, applied)
  }
})
after(() => world.close())

function agentOf(agentId: string, flowName?: string): Agent {
  const cluster = (name: string, bootstrap: readonly string[]) => ({ name, bootstrap: [...bootstrap] })
  return new Agent({
    topology: {
      clusters: {
        [us]: cluster(us, clusters.source.bootstrap),
        [eu]: cluster(eu, clusters.target.bootstrap),
      },
      flows: Object.fromEntries(specs.map((spec) => [spec.name, spec])),
    },
    directory: '/',
    readSecret: () => '',
    agentId,
    flowName,
    logger,
    sessionTimeoutMs: 6_000,
  })
}

const stateOf = (agent: Agent, flow: string) => agent.status().flows.find((row) => row.flow === flow)?.state

async function copies(flow: string, records: number): Promise<void> {
  await world.source.append(`${flow}.orders`, [{ partition: 0, key: null, value: Buffer.from('a record') }])
  await until(async () => (await recordCount(world.target, `${us}.${flow}.orders`)) === records)
}

test('a flow whose id another agent took fails alone; with the last one the agent fails', async (t) => {
  const first = agentOf('the-same-id')
  t.after(() => first.stop())
  await first.start()
  await copies(one, 1)
  await copies(two, 1)
  let failure: string | undefined
  void first.failed.then(({ code }) => {
    failure = code
  })
  const usurper = agentOf('the-same-id', one)
  t.after(() => usurper.stop())
  await usurper.start()
  await until(() => stateOf(first, one) === 'failed', { state: () => first.status() })
  assert.equal(failure, undefined, 'the other flow still runs')
  await copies(two, 2)
  await copies(one, 2)
  const other = agentOf('the-same-id', two)
  t.after(() => other.stop())
  await other.start()
  await until(() => failure !== undefined, { state: () => first.status() })
  assert.equal(failure, 'ST515')
  await first.stop()
  assert.deepEqual([stateOf(usurper, one), stateOf(other, two)], ['running', 'running'])
  await copies(one, 3)
  await copies(two, 3)
})
