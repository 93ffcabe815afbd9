// What the tests of the flow's services share: both clusters, a flow between them under names of its own, and a
// way to await what a service does instead of sleeping.

import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Cluster, LogRecord, NewRecord } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import type { OffsetMap } from '../../src/mirror/offset-map.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { flowWith } from '../flow-spec.ts'

export interface Pair extends AsyncDisposable {
  readonly source: Cluster
  readonly target: Cluster
  readonly sourceBootstrap: string
  readonly targetBootstrap: string
}

export async function openPair(): Promise<Pair> {
  const shared = await sharedClusters()
  const open = (name: string, bootstrap: string[]) =>
    connectCluster(name, { bootstrap, clientId: 'strait-test', security: {} })
  const source = open('source', shared.source.bootstrap)
  const target = open('target', shared.target.bootstrap)
  return {
    source,
    target,
    sourceBootstrap: shared.source.bootstrap.join(),
    targetBootstrap: shared.target.bootstrap.join(),
    async [Symbol.asyncDispose]() {
      await Promise.all([source.close(), target.close()])
    },
  }
}

/** A name that no other test uses on the shared brokers. */
export function uniqueName(word: string): string {
  return `${word}${randomBytes(5).toString('hex')}`
}

/** A flow between aliases of its own; it selects only what `change` says. */
export function flowBetween(change: Partial<FlowSpec> = {}): FlowSpec {
  return flowWith({
    name: uniqueName('flow'),
    source: uniqueName('us'),
    target: uniqueName('eu'),
    configs: { sync: false, exclude: [] },
    offsets: { sync: true, intervalMs: 50, onConflict: 'never_rewind' },
    heartbeats: { emit: true, intervalMs: 50 },
    checkpoints: { emit: true, intervalMs: 50 },
    refreshIntervalMs: 1_000,
    ...change,
  })
}

/** Creates a topic with one partition and this many records. */
export async function fill(cluster: Cluster, topic: string, count: number): Promise<void> {
  await cluster.createTopics([{ name: topic, partitions: 1, replicationFactor: 1, configs: {} }])
  const records = Array.from(
    { length: count },
    (_, at): NewRecord => ({
      partition: 0,
      key: null,
      value: Buffer.from(`${at}`),
    }),
  )
  if (records.length > 0) await cluster.append(topic, records)
}

/** Records of a topic, or none where it does not exist. */
export async function recordsOf(cluster: Cluster, topic: string): Promise<LogRecord[]> {
  return (await cluster.topics([topic])).length === 0 ? [] : cluster.readTopic(topic)
}

export async function committedAt(
  cluster: Cluster,
  { group, topic }: { group: string; topic: string },
): Promise<number | undefined> {
  const committed = await cluster.committedOffsets([group])
  return committed.get(group)?.find((commit) => commit.topic === topic && commit.partition === 0)?.offset
}

/** Source 0–9 and 12–19 were copied to target 0–17: offsets 10 and 11 were a transaction's markers. */
export const copied: OffsetMap = {
  runs: [
    { sourceStart: 0, targetStart: 0, count: 10 },
    { sourceStart: 12, targetStart: 10, count: 8 },
  ],
  sourceNext: 20,
  targetNext: 18,
}

type Method = Exclude<keyof Cluster, 'name'>

export interface Observed {
  readonly cluster: Cluster
  /** Resolves once the next call of the method that begins from now on was answered. */
  called(method: Method): Promise<void>
}

/** The cluster, with calls that can be awaited; `replace` stands in for some of its methods. */
export function observe(cluster: Cluster, replace: Partial<Cluster> = {}): Observed {
  const emitter = new EventEmitter().setMaxListeners(50)
  let calls = 0
  const proxy = new Proxy(cluster, {
    get(real, property) {
      const value: unknown = Reflect.get(replace, property) ?? Reflect.get(real, property)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        calls += 1
        const call = calls
        emitter.emit(`begin ${String(property)}`, call)
        try {
          return await Reflect.apply(value, real, args)
        } finally {
          emitter.emit(`end ${call}`)
        }
      }
    },
  })
  return {
    cluster: proxy,
    called(method) {
      return new Promise((resolve) => {
        emitter.once(`begin ${method}`, (call) => emitter.once(`end ${call}`, () => resolve()))
      })
    },
  }
}

export interface Running {
  /** What the service complained about. */
  readonly errors: unknown[]
  /** Stops the service and waits until it is over. */
  stop(): Promise<void>
}

/** Runs a service until stopped. */
export function run(
  service: (options: { signal: AbortSignal; onError(error: unknown): void }) => Promise<void>,
): Running {
  const abort = new AbortController()
  const errors: unknown[] = []
  const done = service({ signal: abort.signal, onError: (error) => errors.push(error) })
  return {
    errors,
    async stop() {
      abort.abort()
      await done
    },
  }
}
