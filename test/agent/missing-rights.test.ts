// What an agent does that lacks a right: it says which, for whom and how to grant it, keeps everything else going, and
// goes on by itself once it has it.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { controlTopic } from '../../src/mirror/control.ts'
import { positionsTopic } from '../../src/mirror/positions.ts'
import type { Broker } from '../brokers/broker.ts'
import { applyFlow, createTopics, recordCount, until } from './flow-fixture.ts'
import { agentEntries, createSource, type ObservedAgent } from './flow-scene.ts'
import { authorizingPair, type GrantedScene, openGrantedScene, type Right } from './granted-scene.ts'
import { assertSameRecords, readRecords } from './same-records.ts'

let pair: [Broker, Broker]

before(async () => {
  pair = await authorizingPair()
})
after(() => Promise.all(pair?.map((broker) => broker.close()) ?? []))

async function append(scene: GrantedScene, word: string, values: readonly string[]): Promise<void> {
  const records = values.map((value) => ({ partition: 0, key: null, value: Buffer.from(value) }))
  await scene.source.append(scene.topic(word), records)
}

/** `orders` and `beside` with two records each, their remote topics, and the flow, applied. */
async function prepare(scene: GrantedScene): Promise<void> {
  for (const word of ['orders', 'beside']) {
    await createSource(scene, word)
    await append(scene, word, ['one', 'two'])
    await createTopics(scene.target, [
      { name: scene.remote(word), partitions: 1, replicationFactor: -1, configs: {} },
    ])
  }
  await applyFlow(scene, scene.spec, 'running', { [scene.topic('orders')]: 1, [scene.topic('beside')]: 1 })
}

function without(scene: GrantedScene, [side, type, name, operation]: Right): Right[] {
  return scene.rights.filter(
    (one) => one[0] !== side || one[1] !== type || one[2] !== name || one[3] !== operation,
  )
}

const counts = (scene: GrantedScene, word: string) => recordCount(scene.target, scene.remote(word))

async function copied(scene: GrantedScene, word: string, records: number, agent: ObservedAgent) {
  await until(async () => (await counts(scene, word)) >= records, {
    state: () => ({ figures: agent.figures, said: agent.said.slice(-5) }),
  })
}

async function assertExact(scene: GrantedScene, word: string, records: number): Promise<void> {
  const { source, target } = scene.bootstrap
  assertSameRecords(
    await readRecords({ bootstrap: target, topic: scene.remote(word) }, records),
    await readRecords({ bootstrap: source, topic: scene.topic(word) }, records),
  )
  assert.equal(await counts(scene, word), records)
}

/** What the agent's report says is in the way, once it says so. */
async function reported(scene: GrantedScene, pattern: RegExp): Promise<{ waiting: number; state: string }> {
  let last: unknown
  let found: { waiting: number; state: string } | undefined
  await until(
    async () => {
      const [entry] = await agentEntries(scene)
      last = entry
      const told = [entry?.message ?? '', ...(entry?.troubles.map(({ message }) => message) ?? [])]
      if (entry !== undefined && told.some((message) => pattern.test(message))) found = entry
      return found !== undefined
    },
    { state: () => last },
  )
  assert.ok(found !== undefined)
  return found
}

function grantPattern([, type, name, operation]: Right): RegExp {
  const verb = `${operation[0]?.toUpperCase()}${operation.slice(1)}`
  const flag = `--${type.replace('_', '-')} ${name.replaceAll('.', '\\.')}`
  const start = `User:copier has no ${operation.toUpperCase()} on .*kafka-acls\\.sh --add --allow-principal User:copier`
  return new RegExp(`${start} --operation ${verb} ${flag}`)
}

// One after the other: all agents of these clusters use the same positions topic.
describe('an agent that starts without a right', () => {
  const ofAll: { name: string; right: (scene: GrantedScene) => Right }[] = [
    { name: 'READ on its group', right: ({ name }) => ['target', 'group', `strait.${name}`, 'read'] },
    {
      name: 'WRITE on its transactional ids',
      right: ({ name }) => ['target', 'transactional_id', `strait.${name}.`, 'write'],
    },
    { name: 'WRITE on the positions topic', right: () => ['target', 'topic', positionsTopic, 'write'] },
    { name: 'READ on the positions topic', right: () => ['target', 'topic', positionsTopic, 'read'] },
  ]
  for (const { name, right } of ofAll) {
    test(`${name} names it with its command, and copies once it is granted`, async (t) => {
      const scene = await openGrantedScene(t, pair)
      await prepare(scene)
      const missing = right(scene)
      // The topics are everybody's: another test may have them granted.
      await scene.revoke([missing])
      await scene.grant(without(scene, missing))
      const agent = await scene.copier()
      await reported(scene, grantPattern(missing))
      assert.deepEqual([await counts(scene, 'orders'), await counts(scene, 'beside')], [0, 0])
      await scene.grant([missing])
      await copied(scene, 'orders', 2, agent)
      await copied(scene, 'beside', 2, agent)
      assert.equal(agent.figures?.halted, 0)
      await until(() => agent.figures?.troubles.length === 0, { state: () => agent.figures })
    })
  }
})

describe('an agent that lacks a right on one topic', { concurrency: 3 }, () => {
  const ofOne: { name: string; right: (scene: GrantedScene) => Right }[] = [
    { name: 'READ on the source', right: (scene) => ['source', 'topic', scene.topic('orders'), 'read'] },
    { name: 'WRITE on the target', right: (scene) => ['target', 'topic', scene.remote('orders'), 'write'] },
    { name: 'READ on the target', right: (scene) => ['target', 'topic', scene.remote('orders'), 'read'] },
  ]
  for (const { name, right } of ofOne) {
    test(`${name} copies the other topics, says what is missing, and goes on once it is granted`, async (t) => {
      const scene = await openGrantedScene(t, pair)
      await prepare(scene)
      const missing = right(scene)
      await scene.grant(without(scene, missing))
      // Seen, and not more: otherwise it would look as if it were not there.
      await scene.grant([[missing[0], 'topic', missing[2], 'describe']])
      const agent = await scene.copier()
      await copied(scene, 'beside', 2, agent)
      const { state, waiting } = await reported(scene, grantPattern(missing))
      assert.deepEqual({ state, waiting }, { state: 'running', waiting: 1 })
      assert.equal(await counts(scene, 'orders'), 0)
      await scene.grant([missing])
      await copied(scene, 'orders', 2, agent)
      await until(() => agent.figures?.waiting === 0, { state: () => agent.figures })
      assert.equal(agent.figures?.halted, 0)
      await assertExact(scene, 'orders', 2)
    })

    // Asked for only where a position is proven.
    if (name === 'READ on the target') continue
    test(`${name}, taken away while it runs, waits and goes on without loss or doubling`, async (t) => {
      const scene = await openGrantedScene(t, pair)
      await prepare(scene)
      await scene.grant(scene.rights)
      const agent = await scene.copier()
      await copied(scene, 'orders', 2, agent)
      const taken = right(scene)
      await scene.revoke([taken])
      await append(scene, 'orders', ['three', 'four'])
      await append(scene, 'beside', ['three'])
      await copied(scene, 'beside', 3, agent)
      await reported(scene, grantPattern(taken))
      assert.deepEqual(await scene.gaps(), [])
      await scene.grant([taken])
      await copied(scene, 'orders', 4, agent)
      await assertExact(scene, 'orders', 4)
      await assertExact(scene, 'beside', 3)
    })
  }

  for (const side of ['source', 'target'] as const) {
    test(`a topic that vanishes from its sight on the ${side} is waited for, not taken for deleted`, async (t) => {
      const scene = await openGrantedScene(t, pair)
      await prepare(scene)
      await scene.grant(scene.rights)
      const agent = await scene.copier()
      await copied(scene, 'orders', 2, agent)
      const name = side === 'source' ? scene.topic('orders') : scene.remote('orders')
      const taken = scene.rights.filter((right) => right[0] === side && right[2] === name)
      await scene.revoke(taken)
      await append(scene, 'orders', ['three'])
      await reported(scene, new RegExp(`has no (READ|WRITE) on topic "${name.replaceAll('.', '\\.')}"`))
      // Longer than an absence may last.
      await new Promise((resolve) => setTimeout(resolve, 12_000))
      assert.deepEqual([agent.figures?.halted, await scene.gaps()], [0, []])
      await scene.grant(taken)
      await copied(scene, 'orders', 3, agent)
      await assertExact(scene, 'orders', 3)
    })
  }
})

test('a topic that it never saw, and one that it may not create, count as partitions that wait', async (t) => {
  const scene = await openGrantedScene(t, pair)
  await prepare(scene)
  const unseen = scene.topic('orders')
  await scene.grant(scene.rights.filter(([, , name]) => name !== unseen))
  const agent = await scene.copier()
  await copied(scene, 'beside', 2, agent)
  await reported(scene, new RegExp(`User:copier has no READ on topic "${unseen.replaceAll('.', '\\.')}"`))
  await createSource(scene, 'late', { partitions: 2 })
  const late: Right[] = [
    ['source', 'topic', scene.topic('late'), 'read'],
    ['source', 'topic', scene.topic('late'), 'describe_configs'],
    ['target', 'topic', scene.remote('late'), 'write'],
    ['target', 'topic', scene.remote('late'), 'read'],
  ]
  await scene.grant(late)
  await reported(
    scene,
    new RegExp(`User:copier has no CREATE on topic "${scene.remote('late').replaceAll('.', '\\.')}"`),
  )
  await until(() => agent.figures?.waiting === 3, { state: () => agent.figures })
  await append(scene, 'late', ['one'])
  await scene.grant([['target', 'topic', scene.remote('late'), 'create'], ...scene.rights])
  await copied(scene, 'late', 1, agent)
  await copied(scene, 'orders', 2, agent)
  await until(() => agent.figures?.waiting === 0, { state: () => agent.figures })
})

describe('an agent without rights on the control topic', () => {
  for (const operation of ['read', 'write'] as const) {
    test(`says that it needs ${operation.toUpperCase()}, and goes on once it is granted`, async (t) => {
      const scene = await openGrantedScene(t, pair)
      await prepare(scene)
      const missing: Right = ['target', 'topic', controlTopic, operation]
      await scene.revoke([missing])
      await scene.grant(without(scene, missing))
      const agent = await scene.copier()
      await agent.says(grantPattern(missing))
      await scene.grant([missing])
      await copied(scene, 'orders', 2, agent)
      await until(async () => (await agentEntries(scene)).length === 1)
    })
  }
})
