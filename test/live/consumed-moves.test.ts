// Group moves as consumers live them: planned and applied on real brokers, then consumed to the end by kafkajs, and
// every record counted that came again or never. The logs have all that makes offsets differ: aborted transactions,
// markers of fences, holes of compaction, a log start that moved on the target, a copy that lags behind.

import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { applyPlan } from '../../src/apply/apply-plan.ts'
import type { LogRecord } from '../../src/kafka/cluster.ts'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { ChangeOf } from '../../src/plan/resource-change.ts'
import { applyFlow, until } from '../agent/flow-fixture.ts'
import { type Bootstraps, createSource, openScene, type Scene } from '../agent/flow-scene.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { deleteRecords, kafkajs, transactional, withProducer } from '../kafka/fixture.ts'
import { context } from '../plan/fixtures.ts'

let source: Broker
let bootstraps: Bootstraps

before(async () => {
  source = await startBroker({ properties: { 'log.cleaner.backoff.ms': 100 } })
  bootstraps = { source: source.bootstrap, target: (await sharedClusters()).target.bootstrap }
})
after(() => source.close())

const end = 'the end'

async function append(scene: Scene, topic: string, values: readonly string[], partition = 0): Promise<void> {
  await scene.source.append(
    topic,
    values.map((value) => ({ partition, key: Buffer.from(value), value: Buffer.from(value) })),
  )
}

const numbered = (word: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `${word} ${from + at}`)

/** Takes ten offsets and one for the marker, and no reader ever sees it. */
async function abort(topic: string): Promise<void> {
  await withProducer([...bootstraps.source], transactional(), async (producer) => {
    const transaction = await producer.transaction()
    await transaction.send({
      topic,
      messages: numbered('aborted', 0, 10).map((value) => ({ value, partition: 0 })),
    })
    await transaction.abort()
  })
}

/** Every second record is replaced by a later one, and cleaned away. */
async function fillCompacted(scene: Scene, topic: string): Promise<void> {
  const set = (at: number, key: string) => ({
    partition: 0,
    key: Buffer.from(key),
    value: Buffer.from(`price ${at}`),
  })
  for (let at = 0; at < 40; at += 2)
    await scene.source.append(topic, [set(at, `once ${at}`), set(at + 1, 'often')])
  await scene.source.append(topic, [set(40, 'closes the segment')])
  const left = async () => (await scene.source.readTopic(topic)).length
  await until(async () => (await left()) <= 22, { state: left })
}

/** Offsets by topic and partition, as `topic/0`. */
type Places = Readonly<Record<string, number>>

interface Commits {
  readonly source: Places
  readonly target?: Places
}

const commitsOf = (places: Places) =>
  Object.entries(places).map(([place, offset]) => {
    const [topic = '', partition] = place.split('/')
    return { topic, partition: Number(partition), offset, metadata: '' }
  })

async function commit(scene: Scene, group: string, commits: Commits): Promise<void> {
  for (const side of ['source', 'target'] as const) {
    for (const { item, error } of await scene[side].commitOffsets(group, commitsOf(commits[side] ?? {}))) {
      assert.equal(error, undefined, item)
    }
  }
}

interface Consuming {
  /** All that the group gets from where it stands to the end, of each of the places. */
  got(): Promise<string[]>
  leave(): Promise<void>
}

/** Once it has joined; from then on no agent touches the group. */
async function consume(t: TestContext, group: string, places: ReadonlySet<string>): Promise<Consuming> {
  const consumer = kafkajs([...bootstraps.target]).consumer({ groupId: group, maxWaitTimeInMs: 50 })
  const leave = (): Promise<void> => consumer.disconnect()
  t.after(leave)
  const { promise, resolve } = Promise.withResolvers<void>()
  consumer.on(consumer.events.GROUP_JOIN, () => resolve())
  const open = new Set(places)
  const got: string[] = []
  await consumer.connect()
  await consumer.subscribe({ topics: [...new Set([...places].map((place) => place.split('/')[0] ?? ''))] })
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ topic, partition, message }) => {
      const place = `${topic}/${partition}`
      if (String(message.value) === end) open.delete(place)
      else if (places.has(place)) got.push(String(message.value))
      return Promise.resolve()
    },
  })
  await promise
  return {
    leave,
    async got() {
      await until(() => open.size === 0, { state: () => ({ group, open: [...open], got: got.length }) })
      await leave()
      return got
    },
  }
}

/** The rows of groups, and the plan with nothing else in it: other tests have flows on the shared target. */
async function planned(scenes: readonly Scene[]) {
  const [scene] = scenes
  assert.ok(scene !== undefined)
  const flows = Object.fromEntries(scenes.map(({ name, spec }) => [name, spec]))
  const topology = { ...scene.topology, flows, brake: { count: 10_000, percent: 100 } }
  const clusters = new Map([
    ['us', scene.source],
    ['eu', scene.target],
  ])
  const plan = makePlan(topology, await readSnapshot({ topology, clusters, nowMs: Date.now() }), context)
  const rows = plan.resource_changes.filter(
    (row): row is ChangeOf<'group_offset'> =>
      row.type === 'group_offset' && row.flow !== null && row.flow in flows,
  )
  assert.deepEqual(plan.errors, [])
  return { rows, clusters, plan: { ...plan, resource_changes: rows } }
}

/** The nth of a word, wherever it stands. */
function at(log: readonly LogRecord[], value: string): number {
  return log.find((record) => String(record.value) === value)?.offset ?? assert.fail(`no ${value}`)
}

const recordsAt = (log: readonly LogRecord[], partition: string | undefined): readonly LogRecord[] =>
  log.filter((record) => record.partition === Number(partition))

const uncompacted = ['cleanup\\.policy', 'segment\\.ms', 'min\\.cleanable\\..*']
const compactsAtOnce = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.0', 'segment.ms': '1' }

interface Stage {
  readonly scene: Scene
  /** A flow of its own, for one of the groups. */
  readonly other: Scene
  readonly topics: Readonly<Record<'orders' | 'old' | 'late' | 'prices' | 'second' | 'outside', string>>
}

async function openStage(t: TestContext): Promise<Stage> {
  const change = {
    offsets: { sync: true, intervalMs: 300, onConflict: 'rewind' as const },
    configs: { sync: true, exclude: uncompacted },
  }
  const scene = await openScene(t, change, bootstraps)
  const groups = { include: [`${scene.name}\\.both`], exclude: [] }
  const other = await openScene(t, { ...change, groups }, bootstraps)
  const outside = `outside-${scene.name}`
  await scene.source.createTopics([{ name: outside, partitions: 1, replicationFactor: 1, configs: {} }])
  const topics = {
    orders: await createSource(scene, 'orders', { partitions: 2 }),
    old: await createSource(scene, 'old'),
    late: await createSource(scene, 'late'),
    prices: await createSource(scene, 'prices', { configs: compactsAtOnce }),
    second: await createSource(other, 'second'),
    outside,
  }
  return { scene, other, topics }
}

/** Everything is copied but the last 20 of `late`; the target has lost what lies before `old 40`. */
async function copyAll({ scene, other, topics }: Stage): Promise<ReadonlyMap<string, LogRecord[]>> {
  const { orders, old, late, prices, second, outside } = topics
  await append(scene, orders, numbered('order', 0, 50))
  await abort(orders)
  await append(scene, orders, numbered('order', 50, 60))
  await append(scene, orders, numbered('other order', 0, 40), 1)
  await append(scene, old, numbered('old', 0, 60))
  await append(scene, late, numbered('late', 0, 30))
  await append(other, second, numbered('second', 0, 30))
  await append(scene, outside, numbered('outside', 0, 30))
  await fillCompacted(scene, prices)
  for (const one of [scene, other]) await applyFlow(one, one.spec)
  const [agent, beside] = [await scene.agent(), await other.agent()]
  await agent.copied(60 + 40 + 60 + 30 + 22)
  await beside.copied(30)
  await Promise.all([agent.stop(), beside.stop()])
  // A second agent writes its fence's marker between the records.
  const next = await scene.agent()
  await append(scene, orders, numbered('order', 60, 100))
  await next.copied(40)
  await next.stop()
  await append(scene, late, numbered('late', 30, 50))
  const logs = new Map<string, LogRecord[]>()
  for (const topic of [orders, old, late, prices, second]) {
    logs.set(topic, await scene.source.readTopic(topic))
    logs.set(`us.${topic}`, await scene.target.readTopic(`us.${topic}`))
  }
  const start = at(logs.get(`us.${old}`) ?? [], 'old 40')
  await deleteRecords([...bootstraps.target], `us.${old}`, String(start))
  return logs
}

/** By the last part of their names. */
function groupsOn(
  { orders, old, late, prices, second, outside }: Stage['topics'],
  logs: ReadonlyMap<string, LogRecord[]>,
): Readonly<Record<string, Commits>> {
  const here = (topic: string, value: string, partition = 0): Places => ({
    [`${topic}/${partition}`]: at(logs.get(topic) ?? [], value),
  })
  const there = (topic: string, value: string): Places => here(`us.${topic}`, value)
  const behind = (topic: string, value: string, offsets: number): Places => ({
    [`${topic}/0`]: at(logs.get(topic) ?? [], value) + offsets,
  })
  return {
    fresh: { source: { ...here(orders, 'order 30'), ...here(orders, 'other order 10', 1) } },
    behind: { source: here(orders, 'order 80'), target: there(orders, 'order 10') },
    ahead: { source: here(orders, 'order 20'), target: there(orders, 'order 90') },
    'in-the-aborted': { source: behind(orders, 'order 49', 5) },
    'at-the-end': { source: behind(orders, 'order 99', 1) },
    'past-the-end': { source: behind(orders, 'order 99', 5) },
    'elsewhere-too': { source: { ...here(orders, 'other order 30', 1), [`${outside}/0`]: 7 } },
    'only-elsewhere': { source: { [`${outside}/0`]: 7 } },
    live: { source: here(orders, 'order 60') },
    skips: { source: here(old, 'old 25') },
    'skips-less': { source: here(old, 'old 10'), target: there(old, 'old 30') },
    'in-a-hole': { source: behind(prices, 'price 20', 1) },
    waits: { source: here(late, 'late 45') },
    both: { source: { ...here(orders, 'order 70'), ...here(second, 'second 11') } },
  }
}

/** Sent behind everything, so that a consumer knows when it has had all. */
async function appendEnds({ scene, topics }: Stage): Promise<void> {
  const { outside: _, ...copied } = topics
  for (const topic of Object.values(copied)) await append(scene, topic, [end])
  await append(scene, topics.orders, [end], 1)
  for (const topic of Object.values(copied)) {
    await until(async () => {
      const ends = (await scene.target.readTopic(`us.${topic}`)).filter(({ value }) => String(value) === end)
      return ends.length === (topic === topics.orders ? 2 : 1)
    })
  }
}

/** How many of these came again and how many never: all that the group read on either side, and all that was copied. */
function tally(
  { source: onSource, target: onTarget = {} }: Commits,
  logs: ReadonlyMap<string, LogRecord[]>,
  got: readonly string[],
): readonly [again: number, never: number] {
  const read = new Set<string>()
  const copies: string[] = []
  for (const place of Object.keys(onSource)) {
    const [topic = '', partition] = place.split('/')
    for (const { offset, value } of recordsAt(logs.get(topic) ?? [], partition)) {
      if (offset < (onSource[place] ?? 0)) read.add(String(value))
    }
    for (const { offset, value } of recordsAt(logs.get(`us.${topic}`) ?? [], partition)) {
      copies.push(String(value))
      if (offset < (onTarget[`us.${place}`] ?? 0)) read.add(String(value))
    }
  }
  return [
    got.filter((value) => read.has(value)).length,
    copies.filter((value) => !read.has(value) && !got.includes(value)).length,
  ]
}

const limit = { timeout: 240_000 }

test('what consumers get again and never get after a move is what the plan said', limit, async (t) => {
  const stage = await openStage(t)
  const { scene, other, topics } = stage
  const logs = await copyAll(stage)
  const group = (word: string): string => `${scene.name}.${word}`
  const groups = groupsOn(topics, logs)
  for (const [word, commits] of Object.entries(groups)) await commit(scene, group(word), commits)
  const live = await consume(t, group('live'), new Set([`us.${topics.orders}/0`]))

  const { rows, plan, clusters } = await planned([scene, other])
  const moving = rows.filter(({ change: { actions } }) => actions[0] !== 'no-op')
  assert.deepEqual(
    Object.fromEntries(rows.flatMap((row) => (moving.includes(row) ? [] : [[row.name, row.action_reason]]))),
    { [group('live')]: 'group_is_live', [group('past-the-end')]: 'commit_is_past_the_source_log' },
  )
  const { outcome } = await applyPlan(plan, {
    clusters,
    revision: { commit: null, dirty: false, author: null, appliedBy: 'test' },
    holder: scene.name,
    leasePatienceMs: 60_000,
  })
  assert.equal(outcome, 'done')
  const placed = await scene.target.committedOffsets(Object.keys(groups).map(group))
  assert.deepEqual(
    ['live', 'past-the-end', 'only-elsewhere'].map((word) => placed.get(group(word))),
    [[], [], []],
  )
  await live.leave()
  // While it is not consumed an agent would take it on with the copy.
  const waiting = await consume(t, group('waits'), new Set([`us.${topics.late}/0`]))
  await Promise.all([scene.agent(), other.agent()])
  await appendEnds(stage)

  const told: Record<string, readonly number[]> = {}
  for (const [id, ofGroup] of Map.groupBy(moving, ({ name }) => name)) {
    const word = id.slice(scene.name.length + 1)
    const commits = groups[word] ?? { source: {} }
    const places = Object.keys(commits.source).filter((place) => !place.startsWith(topics.outside))
    const wanted = new Set(places.map((place) => `us.${place}`))
    const got = await (word === 'waits' ? waiting : await consume(t, id, wanted)).got()
    assert.equal(new Set(got).size, got.length, 'nothing comes twice in one go')
    const sum = (key: 'redelivered' | 'skipped' | 'lag'): number =>
      ofGroup.reduce((total, { impact }) => total + impact[key], 0)
    const [again, never] = tally(commits, logs, got)
    assert.deepEqual([sum('redelivered'), sum('skipped')], [again, never], word)
    const isExact = ofGroup.every(({ impact }) => impact.at_most === undefined)
    assert.equal(isExact, word !== 'waits', word)
    if (isExact) assert.equal(sum('lag'), got.length, word)
    told[word] = [again, never, got.length]
  }
  assert.deepEqual(told, {
    fresh: [0, 0, 100],
    behind: [0, 0, 20],
    ahead: [70, 0, 80],
    'in-the-aborted': [0, 0, 50],
    'at-the-end': [0, 0, 0],
    'elsewhere-too': [0, 0, 10],
    skips: [0, 15, 20],
    'skips-less': [0, 10, 20],
    'in-a-hole': [0, 0, 11],
    waits: [15, 0, 20],
    both: [0, 0, 49],
  })
})
