// An agent test's world: a flow between the shared clusters, applied by writing its control entry, and an agent
// that runs it in this process or in one of its own.

import { randomBytes } from 'node:crypto'
import { Agent } from '../../src/agent/agent.ts'
import type { Cluster, NewTopic } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import {
  controlKey,
  controlTopic,
  type FlowEntry,
  foldControl,
  type GapEntry,
} from '../../src/mirror/control.ts'
import { positionsPartitions, positionsTopic } from '../../src/mirror/positions.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import { flowWith } from '../flow-spec.ts'

export interface World {
  readonly source: Cluster
  readonly target: Cluster
  readonly topology: Topology
  readonly spec: FlowSpec
  close(): Promise<void>
}

export const silent = { info() {}, warn() {}, error() {} }

/** Says what it is told to stderr when STRAIT_TEST_LOG is set. */
export const logger =
  process.env['STRAIT_TEST_LOG'] === undefined
    ? silent
    : {
        info: (facts: object, message: string) => console.error('info', message, JSON.stringify(facts)),
        warn: (facts: object, message: string) => console.error('WARN', message, JSON.stringify(facts)),
        error: (facts: object, message: string) => console.error('ERROR', message, JSON.stringify(facts)),
      }

export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`
}

export function flowSpec(name: string, overrides: Partial<FlowSpec> = {}): FlowSpec {
  return flowWith({
    name,
    topics: { include: [`${name}\\..*`], exclude: [] },
    groups: { include: [`${name}\\..*`], exclude: [] },
    offsets: { sync: true, intervalMs: 300, onConflict: 'never_rewind' },
    heartbeats: { emit: false, intervalMs: 1_000 },
    checkpoints: { emit: true, intervalMs: 300 },
    refreshIntervalMs: 500,
    ...overrides,
  })
}

/** Both clusters connected, the internal topics there, nothing applied yet. */
export async function openWorld(
  bootstrap: { source: readonly string[]; target: readonly string[] },
  spec: FlowSpec,
): Promise<World> {
  const plain = (name: string, servers: readonly string[]) =>
    connectCluster(name, { bootstrap: servers, security: {}, clientId: 'test' })
  const source = plain('us', bootstrap.source)
  const target = plain('eu', bootstrap.target)
  const compact = { replicationFactor: -1, configs: { 'cleanup.policy': 'compact' } }
  const close = async (): Promise<void> => {
    await source.close()
    await target.close()
  }
  const internal = [
    { name: controlTopic, partitions: 1, ...compact },
    { name: positionsTopic, partitions: positionsPartitions, ...compact },
  ]
  await createTopics(target, internal).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    source,
    target,
    spec,
    topology: {
      clusters: {
        us: { name: 'us', bootstrap: [...bootstrap.source] },
        eu: { name: 'eu', bootstrap: [...bootstrap.target] },
      },
      flows: { [spec.name]: spec },
    },
    close,
  }
}

/** Topics that exist already are left as they are. */
export async function createTopics(cluster: Cluster, topics: readonly NewTopic[]): Promise<void> {
  const there = new Set((await cluster.topics(topics.map(({ name }) => name))).map(({ name }) => name))
  for (const { error } of await cluster.createTopics(topics.filter(({ name }) => !there.has(name)))) {
    // Another test may have been faster.
    if (error !== undefined && error.facts['protocolName'] !== 'TOPIC_ALREADY_EXISTS') throw error
  }
}

/** Writes the flow's entry, as `strait apply` does. */
export async function applyFlow(
  { target }: World,
  spec: FlowSpec,
  state: FlowEntry['state'] = 'running',
  initialTopics?: FlowEntry['initialTopics'],
): Promise<void> {
  const entry: FlowEntry = {
    kind: 'flow',
    name: spec.name,
    state,
    spec,
    revision: { commit: null, dirty: false, author: null, appliedBy: 'test' },
    appliedAt: new Date().toISOString(),
    ...(initialTopics !== undefined && { initialTopics }),
  }
  await target.append(controlTopic, [
    { partition: 0, key: Buffer.from(controlKey(entry)), value: Buffer.from(JSON.stringify(entry)) },
  ])
}

export function newAgent(world: World, agentId = uniqueName('agent')): Agent {
  return new Agent({
    topology: world.topology,
    directory: '/',
    readSecret: () => assertNoSecret(),
    flowName: world.spec.name,
    agentId,
    logger,
    sessionTimeoutMs: 6_000,
  })
}

function assertNoSecret(): never {
  throw new Error('plain clusters have no secrets')
}

export async function gapsOf({ target }: World, flow: string): Promise<GapEntry[]> {
  const entries = foldControl(await target.readTopic(controlTopic))
  return entries.filter((entry) => entry.kind === 'gap').filter((entry) => entry.flow === flow)
}

/** Resolves once `done` answers true; asks every 20 ms, gives up after `limitMs` with what `state` says. */
export async function until(
  done: () => boolean | Promise<boolean>,
  { limitMs = 30_000, state = () => '' as unknown }: { limitMs?: number; state?: () => unknown } = {},
): Promise<void> {
  const limit = performance.now() + limitMs
  while (!(await done())) {
    if (performance.now() > limit)
      throw new Error(`not reached within ${limitMs} ms: ${JSON.stringify(state())}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Committed records of a topic; 0 where there is none yet. */
export async function recordCount(cluster: Cluster, topic: string): Promise<number> {
  if ((await cluster.topics([topic])).length === 0) return 0
  return (await cluster.readTopic(topic)).length
}
