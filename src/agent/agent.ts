// The long-lived process: for each target cluster of its directory it follows the control topic and runs the
// flows that were applied there. It runs what was applied, never what was merely merged: of the directory it
// takes only how to reach the clusters.

import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isRetriable, StraitError } from '../errors/strait-error.ts'
import {
  type AgentEntry,
  type ControlEntry,
  controlKey,
  controlTopic,
  type FlowEntry,
  type GapEntry,
  identityOf,
  type ManagedEntry,
} from '../mirror/control.ts'
import { specHash } from '../mirror/spec-hash.ts'
import type { ClusterSpec, SecretRef, Topology } from '../topology/model.ts'
import type { AgentLogger } from './agent-logger.ts'
import { type ConnectedCluster, connectBoth } from './connected-cluster.ts'
import { followControl } from './control-feed.ts'
import type { FlowFigures } from './flow-status.ts'
import { divided, heartbeatCarriers, leftToOthers } from './flows-to-run.ts'
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
  /** Why it is over here, though it is applied. */
  failure: StraitError | undefined
  /** While a report is on its way. */
  reported?: Promise<void> | undefined
}

const reportIntervalMs = 2_000
const silenceMs = 5_000
/** Whoever stops agents by a signal kills them after a while: Kubernetes after 30 s. */
const stopMsMax = 25_000

export class Agent {
  readonly #options: AgentOptions
  readonly #clusters = new Map<string, ConnectedCluster>()
  readonly #running = new Map<string, Running>()
  /** By target, then address. */
  readonly #managed = new Map<string, ReadonlyMap<string, ManagedEntry>>()
  /** By target. */
  readonly #halts = new Map<string, readonly GapEntry[]>()
  readonly #abort = new AbortController()
  readonly #feeds: Promise<void>[] = []
  /** Resolves when every flow that is applied here has failed: then nothing is left to run. */
  readonly failed: Promise<StraitError>
  #resolveFailed: (error: StraitError) => void = () => undefined
  #reporting: NodeJS.Timeout | undefined
  /** By target, until something runs. */
  readonly #waitingSaid = new Map<string, string>()
  /** By target: flows of other topologies. */
  readonly #othersSaid = new Map<string, string>()

  constructor(options: AgentOptions) {
    this.#options = options
    this.failed = new Promise((resolve) => {
      this.#resolveFailed = resolve
    })
  }

  /**
   * Connects and begins to follow what is applied. Rejects where no flow of the directory is left to run, because a
   * cluster refuses us or is not the one expected; what is merely away is waited for, and so is a cluster that refuses
   * us while flows between the others can run.
   */
  async start(): Promise<void> {
    const { topology } = this.#options
    try {
      await Promise.all(Object.values(topology.clusters).map((spec) => this.#connect(spec)))
      await this.#greetAll()
    } catch (error) {
      await this.#disconnect()
      throw error
    }
    const targets = new Set(Object.values(topology.flows).map((flow) => flow.target))
    for (const target of targets) this.#follow(target)
    this.#reporting = setInterval(() => this.#report(), reportIntervalMs)
  }

  /** Drains every flow, leaves the groups, closes connections; all in bounded time, whatever the clusters do. */
  async stop(): Promise<void> {
    clearInterval(this.#reporting)
    this.#abort.abort()
    const late = new AbortController()
    const isDone = await Promise.race([
      this.#end().then(() => true),
      delay(stopMsMax, false, { signal: late.signal }).catch(() => false),
    ])
    late.abort()
    if (isDone) return
    const seconds = stopMsMax / 1_000
    this.#options.logger.warn(
      {},
      `not everything was answered within ${seconds} s; the next start goes on from what stands`,
    )
  }

  async #end(): Promise<void> {
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
    this.#clusters.set(spec.name, await connectBoth(spec, { directory, readSecret }))
  }

  async #disconnect(): Promise<void> {
    await Promise.all(
      [...this.#clusters.values()].flatMap(({ cluster, brokers }) => [cluster.close(), brokers.close()]),
    )
  }

  /** Throws what a cluster says where it leaves no flow to run. */
  async #greetAll(): Promise<void> {
    const { topology, flowName, logger } = this.#options
    const greeted = await Promise.all(
      [...this.#clusters].map(
        async ([name, connected]) => [name, await this.#greet(name, connected)] as const,
      ),
    )
    const refusals = new Map(greeted.filter(([, refusal]) => refusal !== undefined))
    const [first] = refusals.values()
    const flows = Object.values(topology.flows).filter(({ name }) => (flowName ?? name) === name)
    const isOpen = flows.some(({ source, target }) => !refusals.has(source) && !refusals.has(target))
    if (first !== undefined && !isOpen) throw first
    for (const [cluster, refusal] of refusals) logger.error({ cluster }, `${messageOf(refusal)}; trying on`)
  }

  /**
   * Answers why a cluster refuses us, or is the wrong one. One that is away, or hangs, does not keep the flows between
   * the others from starting.
   */
  async #greet(name: string, { expect }: ConnectedCluster): Promise<unknown> {
    const { logger } = this.#options
    const answered = new AbortController()
    const silence = delay(silenceMs, undefined, { signal: answered.signal }).then(
      () => logger.warn({ cluster: name }, `cluster "${name}" does not answer; trying on`),
      () => undefined,
    )
    const greeting = expect()
    greeting.catch(() => undefined)
    try {
      await Promise.race([greeting, silence])
    } catch (error) {
      if (!isRetriable(error)) return error
      logger.warn({ cluster: name }, `${messageOf(error)}; trying on`)
    } finally {
      answered.abort()
    }
    return undefined
  }

  #follow(target: string): void {
    const connected = this.#clusters.get(target)
    if (connected === undefined) return
    const { logger } = this.#options
    const feed = followControl(
      {
        ...connected,
        changed: (entries) => this.#reconcile(target, entries),
        absent: (wasThere) => this.#sayWaiting(target, wasThere ? controlGone(target) : nothingApplied),
        trouble: (error) =>
          logger.warn(
            { cluster: target, code: codeOf(error) },
            `reading ${controlTopic}: ${messageOf(error)}`,
          ),
      },
      this.#abort.signal,
    )
    this.#feeds.push(feed)
  }

  #sayWaiting(target: string, what: string): void {
    if (this.#waitingSaid.get(target) === what) return
    this.#waitingSaid.set(target, what)
    const { logger } = this.#options
    if (what === controlGone(target)) logger.warn({ cluster: target }, what)
    else logger.info({ cluster: target }, what)
  }

  /** Makes the running flows of one target equal to what is applied there. */
  async #reconcile(target: string, entries: readonly ControlEntry[]): Promise<void> {
    const { flowName } = this.#options
    this.#managed.set(target, managedByAddress(entries))
    this.#halts.set(target, entries.filter((entry) => entry.kind === 'gap').filter(isHalt))
    const flows = entries.filter((entry) => entry.kind === 'flow')
    const carriers = heartbeatCarriers(flows)
    const { here, others } = divided(flows, target, this.#options.topology)
    this.#sayOthers(target, leftToOthers(others))
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

  #sayOthers(target: string, others: string): void {
    if ((this.#othersSaid.get(target) ?? '') === others) return
    this.#othersSaid.set(target, others)
    if (others !== '') this.#options.logger.info({ cluster: target }, `left to other agents: ${others}`)
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
      halts: () => this.#halts.get(entry.spec.target)?.filter(({ flow }) => flow === identityOf(entry)) ?? [],
      carriesHeartbeats,
      agentId,
      source: source.cluster,
      target: target.cluster,
      sourceBrokers: source.brokers,
      targetBrokers: target.brokers,
      sourceFrames: source.frames,
      sides: { source: source.side, target: target.side },
      expectClusters: async () => {
        await Promise.all([source.expect(), target.expect()])
      },
      logger,
      sessionTimeoutMs,
    })
    const running: Running = { kept, startHash: hashOf(flow), failure: undefined }
    void kept.run.status.failed.then((failure) => this.#flowFailed(running, failure))
    this.#running.set(entry.name, running)
  }

  /** Its copies end and the other flows go on; a new apply begins it anew. */
  #flowFailed(running: Running, failure: StraitError): void {
    const { name } = running.kept.run.context.spec
    running.failure = failure
    this.#options.logger.error(
      { flow: name, code: failure.code },
      `flow "${name}" failed: ${failure.message}`,
    )
    void running.kept.stop()
    const all = [...this.#running.values()]
    if (all.every((one) => one.failure !== undefined)) this.#resolveFailed(failure)
  }

  async #stopFlow(name: string): Promise<void> {
    const running = this.#running.get(name)
    if (running === undefined) return
    await running.kept.stop()
    // A report that is on its way says "running", and must not arrive after the last word.
    await running.reported
    await this.#reportOne(running).catch(() => undefined)
    this.#running.delete(name)
    if (running.failure !== undefined) return
    const rest = running.kept.run.isWritten
      ? 'all that was fetched is written'
      : 'the next start copies the rest'
    this.#options.logger.info({ flow: name }, `flow "${name}" stopped, ${rest}`)
  }

  /** A target that is slow to answer is not asked again meanwhile. */
  #report(): void {
    const what = 'reporting to the control topic'
    for (const running of this.#running.values()) {
      const { status } = running.kept.run
      running.reported ??= this.#reportOne(running)
        .then(
          () => status.settled(what),
          (error: unknown) => status.trouble(error, what),
        )
        .finally(() => {
          running.reported = undefined
        })
    }
  }

  async #reportOne({ kept: { run }, failure }: Running): Promise<void> {
    // Whoever has taken our id over reports in our place.
    if (failure?.code === 'ST515') return
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

function isHalt({ action }: GapEntry): boolean {
  return action === 'halted'
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof StraitError ? error.code : undefined
}

function controlGone(target: string): string {
  return (
    `topic ${controlTopic} was deleted on cluster "${target}": what runs goes on as it was applied, but nobody learns ` +
    'of it, and it cannot be started again; run `strait apply`'
  )
}

const nothingApplied = 'nothing is applied here yet; waiting for `strait apply`'

function waitingFor(flows: readonly FlowEntry[], flowName: string | undefined): string {
  const paused = flows
    .filter(({ name, state }) => state === 'paused' && (flowName ?? name) === name)
    .map(({ name }) => `"${name}"`)
  if (paused.length === 0) return nothingApplied
  return `paused: ${paused.join(', ')}; waiting for \`strait resume\``
}
