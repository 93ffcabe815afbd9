// The long-lived process: for each target cluster of its directory it follows the control topic and runs the
// flows that were applied there. It runs what was applied, never what was merely merged: of the directory it
// takes only how to reach the clusters.

import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isRetriable, StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import {
  type AgentEntry,
  type ControlEntry,
  controlKey,
  controlTopic,
  type FlowEntry,
  identityOf,
  type ManagedEntry,
} from '../mirror/control.ts'
import { heartbeatsTopic, remoteTopic } from '../mirror/naming.ts'
import { specHash } from '../mirror/spec-hash.ts'
import type { ClusterSpec, SecretRef, Topology } from '../topology/model.ts'
import type { AgentLogger } from './agent-logger.ts'
import { type ConnectedCluster, connectBoth } from './connected-cluster.ts'
import { followControl } from './control-feed.ts'
import type { FlowFigures } from './flow-status.ts'
import { KeptFlow } from './kept-flow.ts'

export interface AgentOptions {
  readonly topology: Topology
  /** Where relative file names of the topology start. */
  readonly directory: string
  readSecret(ref: SecretRef, cluster: ClusterSpec): string
  /** Runs only this flow. */
  readonly flowName?: string | undefined
  /** Unique among the agents of a flow and stable over restarts, as a host name is. */
  readonly agentId: string
  readonly logger: AgentLogger
  readonly sessionTimeoutMs?: number
}

export interface AgentStatus {
  readonly agent: string
  readonly flows: readonly FlowFigures[]
}

interface AppliedFlow {
  readonly entry: FlowEntry
  readonly carriesHeartbeats: boolean
}

interface Running {
  readonly kept: KeptFlow
  /** Of what makes a flow start anew. */
  readonly startHash: string
}

const reportIntervalMs = 2_000
const silenceMs = 5_000

export class Agent {
  readonly #options: AgentOptions
  readonly #clusters = new Map<string, ConnectedCluster>()
  readonly #running = new Map<string, Running>()
  /** By target, then address. */
  readonly #managed = new Map<string, ReadonlyMap<string, ManagedEntry>>()
  readonly #abort = new AbortController()
  readonly #feeds: Promise<void>[] = []
  readonly failed: Promise<StraitError>
  #resolveFailed: (error: StraitError) => void = () => undefined
  #reporting: NodeJS.Timeout | undefined
  /** By target, until something runs. */
  readonly #waitingSaid = new Map<string, string>()

  constructor(options: AgentOptions) {
    this.#options = options
    this.failed = new Promise((resolve) => {
      this.#resolveFailed = resolve
    })
  }

  /**
   * Connects and begins to follow what is applied. Rejects where a cluster of the directory refuses us or is not the
   * one expected; one that is merely away is waited for, so that it does not stop the flows between the others.
   */
  async start(): Promise<void> {
    const { topology } = this.#options
    const opened = await Promise.allSettled(
      Object.values(topology.clusters).map((spec) => this.#connect(spec)),
    )
    for (const result of opened) {
      if (result.status === 'fulfilled') continue
      await this.#disconnect()
      throw result.reason
    }
    const targets = new Set(Object.values(topology.flows).map((flow) => flow.target))
    for (const target of targets) this.#follow(target)
    this.#reporting = setInterval(() => void this.#report(), reportIntervalMs)
  }

  /** Drains every flow, leaves the groups, closes connections. */
  async stop(): Promise<void> {
    clearInterval(this.#reporting)
    this.#abort.abort()
    await Promise.all(this.#feeds)
    await Promise.all([...this.#running.keys()].map((flow) => this.#stopFlow(flow)))
    await this.#disconnect()
  }

  status(): AgentStatus {
    return {
      agent: this.#options.agentId,
      flows: [...this.#running.values()].map(({ kept }) => kept.run.status.figures()),
    }
  }

  async #connect(spec: ClusterSpec): Promise<void> {
    const { directory, readSecret } = this.#options
    const connected = await connectBoth(spec, { directory, readSecret })
    this.#clusters.set(spec.name, connected)
    await this.#guard(spec, connected)
  }

  async #disconnect(): Promise<void> {
    for (const { cluster, brokers } of this.#clusters.values()) {
      await cluster.close()
      await brokers.close()
    }
  }

  /** Throws for a cluster that refuses us, or that has another id than expected. */
  async #guard(spec: ClusterSpec, { cluster }: ConnectedCluster): Promise<void> {
    if (spec.clusterId === undefined) return this.#greet(spec, cluster)
    const { clusterId } = await cluster.describe()
    if (clusterId === spec.clusterId) return
    throw new StraitError(
      'ST522',
      `cluster "${spec.name}" says its id is ${clusterId}, the topology expects ${spec.clusterId}: wrong cluster?`,
    )
  }

  /** A cluster that is away, or hangs, does not keep the flows between the others from starting. */
  async #greet({ name }: ClusterSpec, cluster: Cluster): Promise<void> {
    const { logger } = this.#options
    const answered = new AbortController()
    const silence = delay(silenceMs, undefined, { signal: answered.signal }).then(() =>
      logger.warn({ cluster: name }, `cluster "${name}" does not answer; trying on`),
    )
    try {
      await Promise.race([cluster.describe(), silence])
    } catch (error) {
      if (!isRetriable(error)) throw error
      logger.warn({ cluster: name }, `${messageOf(error)}; trying on`)
    } finally {
      answered.abort()
    }
  }

  #follow(target: string): void {
    const connected = this.#clusters.get(target)
    if (connected === undefined) return
    const { logger } = this.#options
    const feed = followControl(
      {
        ...connected,
        changed: (entries) => this.#reconcile(target, entries),
        absent: () => this.#sayWaiting(target, nothingApplied),
        trouble: (error) => logger.warn({ cluster: target }, `reading ${controlTopic}: ${messageOf(error)}`),
      },
      this.#abort.signal,
    )
    this.#feeds.push(feed)
  }

  #sayWaiting(target: string, what: string): void {
    if (this.#waitingSaid.get(target) === what) return
    this.#waitingSaid.set(target, what)
    this.#options.logger.info({ cluster: target }, what)
  }

  /** Makes the running flows of one target equal to what is applied there. */
  async #reconcile(target: string, entries: readonly ControlEntry[]): Promise<void> {
    const { flowName } = this.#options
    this.#managed.set(target, managedByAddress(entries))
    const here = entries.filter((entry) => entry.kind === 'flow').filter(({ spec }) => spec.target === target)
    const carriers = heartbeatCarriers(here)
    const applied = new Map<string, AppliedFlow>()
    for (const entry of here) {
      if (entry.state !== 'running' || (flowName !== undefined && flowName !== entry.name)) continue
      applied.set(entry.name, { entry, carriesHeartbeats: carriers.has(entry.name) })
    }
    for (const [name, { kept, startHash }] of this.#running) {
      if (kept.run.context.spec.target !== target) continue
      const flow = applied.get(name)
      if (flow === undefined || hashOf(flow) !== startHash) await this.#stopFlow(name)
    }
    for (const [name, flow] of applied) if (!this.#running.has(name)) this.#startFlow(flow)
    if (applied.size > 0) this.#waitingSaid.delete(target)
    else this.#sayWaiting(target, waitingFor(here, flowName))
  }

  #startFlow(flow: AppliedFlow): void {
    const { entry, carriesHeartbeats } = flow
    const { logger, agentId, sessionTimeoutMs = 10_000 } = this.#options
    const source = this.#clusters.get(entry.spec.source)
    const target = this.#clusters.get(entry.spec.target)
    if (source === undefined || target === undefined) {
      logger.error(
        { flow: entry.name },
        `flow "${entry.name}" is applied, but its source "${entry.spec.source}" is not in this directory: not run here`,
      )
      return
    }
    const kept = new KeptFlow({
      spec: entry.spec,
      identity: identityOf(entry),
      entry,
      standing: (address) => this.#managed.get(entry.spec.target)?.get(address),
      carriesHeartbeats,
      agentId,
      source: source.cluster,
      target: target.cluster,
      sourceBrokers: source.brokers,
      targetBrokers: target.brokers,
      sourceFrames: source.frames,
      logger,
      sessionTimeoutMs,
    })
    void kept.run.status.failed.then((error) => this.#resolveFailed(error))
    this.#running.set(entry.name, { kept, startHash: hashOf(flow) })
  }

  async #stopFlow(name: string): Promise<void> {
    const running = this.#running.get(name)
    if (running === undefined) return
    await running.kept.stop()
    await this.#reportOne(running).catch(() => undefined)
    this.#running.delete(name)
    this.#options.logger.info({ flow: name }, `flow "${name}" stopped, all that was fetched is written`)
  }

  async #report(): Promise<void> {
    for (const running of this.#running.values()) {
      await this.#reportOne(running).catch((error: unknown) =>
        running.kept.run.status.trouble(error, 'reporting to the control topic'),
      )
    }
  }

  async #reportOne({ kept: { run } }: Running): Promise<void> {
    const figures = run.status.figures()
    const entry: AgentEntry = {
      kind: 'agent',
      agent: this.#options.agentId,
      at: new Date().toISOString(),
      specHash: specHash(run.context.spec),
      ...figures,
    }
    await run.context.target.append(controlTopic, [
      { partition: 0, key: Buffer.from(controlKey(entry)), value: Buffer.from(JSON.stringify(entry)) },
    ])
  }
}

function managedByAddress(entries: readonly ControlEntry[]): Map<string, ManagedEntry> {
  return new Map(
    entries.flatMap((entry) => (entry.kind === 'managed' ? [[entry.address, entry] as const] : [])),
  )
}

/** What makes a flow start anew: its spec and its part in the pair; who applied it does not. */
function hashOf({ entry, carriesHeartbeats }: AppliedFlow): string {
  return createHash('sha256')
    .update(JSON.stringify([entry.spec, carriesHeartbeats]))
    .digest('hex')
}

/** Of the flows that would write the same copy of `heartbeats`, the first by name; the plan has the same rule. */
function heartbeatCarriers(flows: readonly FlowEntry[]): Set<string> {
  const carriers = new Map<string, string>()
  for (const { name, spec, state } of flows.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const place = remoteTopic(spec, heartbeatsTopic)
    if (state !== 'stopped' && !carriers.has(place)) carriers.set(place, name)
  }
  return new Set(carriers.values())
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const nothingApplied = 'nothing is applied here yet; waiting for `strait apply`'

function waitingFor(flows: readonly FlowEntry[], flowName: string | undefined): string {
  const paused = flows
    .filter(({ name, state }) => state === 'paused' && (flowName ?? name) === name)
    .map(({ name }) => `"${name}"`)
  if (paused.length === 0) return nothingApplied
  return `paused: ${paused.join(', ')}; waiting for \`strait resume\``
}
