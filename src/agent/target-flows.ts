// The flows of one target cluster in this agent: those that run are made equal to what is applied there, and report
// there how they are. A flow that fails ends no other.

import { createHash } from 'node:crypto'
import type { StraitError } from '../errors/strait-error.ts'
import {
  type AgentEntry,
  type ControlEntry,
  controlRecord,
  controlTopic,
  type FlowEntry,
  type GapEntry,
  identityOf,
  type ManagedEntry,
} from '../mirror/control.ts'
import { flowsAtWork, heartbeatsCarriers } from '../mirror/heartbeats-carrier.ts'
import { managedTopics } from '../mirror/managed-address.ts'
import { specHash } from '../mirror/spec-hash.ts'
import type { Topology } from '../topology/model.ts'
import type { AgentLogger } from './agent-logger.ts'
import type { ConnectedCluster } from './connected-cluster.ts'
import type { FlowFigures } from './flow-status.ts'
import { divided, leftToOthers } from './flows-to-run.ts'
import { KeptFlow } from './kept-flow.ts'

export interface TargetFlowsOptions {
  readonly target: string
  /** All of the directory's, by name. */
  readonly clusters: ReadonlyMap<string, ConnectedCluster>
  readonly topology: Topology
  /** Runs only this flow. */
  readonly flowName: string | undefined
  readonly agentId: string
  readonly sessionTimeoutMs: number
  readonly logger: AgentLogger
  /** A flow has failed for good; the others go on. */
  failed(failure: StraitError): void
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

export class TargetFlows {
  readonly #options: TargetFlowsOptions
  /** By name of the flow. */
  readonly #running = new Map<string, Running>()
  /** By address. */
  #managed: ReadonlyMap<string, ManagedEntry> = new Map()
  #halts: readonly GapEntry[] = []
  /** What nothing runs for, as last said; undefined while something runs. */
  #waitingSaid: string | undefined
  /** Flows of other topologies, as last said. */
  #othersSaid = ''

  constructor(options: TargetFlowsOptions) {
    this.#options = options
  }

  figures(): FlowFigures[] {
    return [...this.#running.values()].map(({ kept }) => kept.run.status.figures())
  }

  /** Whether nothing is left to run here. */
  get haveFailed(): boolean {
    return [...this.#running.values()].every(({ failure }) => failure !== undefined)
  }

  /** Makes the running flows equal to what is applied. */
  async reconcile(entries: readonly ControlEntry[]): Promise<void> {
    const { target, topology, flowName } = this.#options
    this.#managed = managedByAddress(entries)
    this.#halts = entries.filter((entry) => entry.kind === 'gap').filter(isHalt)
    const flows = entries.filter((entry) => entry.kind === 'flow')
    const makerOf = (topic: string): string | undefined => managedTopics(entries).get(topic)?.flow
    const carriers = heartbeatsCarriers(flowsAtWork(flows), makerOf)
    const { here, others } = divided(flows, target, topology)
    this.#sayOthers(leftToOthers(others))
    const applied = new Map<string, AppliedFlow>()
    for (const entry of here) {
      if (entry.state !== 'running' || (flowName !== undefined && flowName !== entry.name)) continue
      applied.set(entry.name, { entry, carriesHeartbeats: carriers.has(identityOf(entry)) })
    }
    for (const [name, { startHash }] of this.#running) {
      const flow = applied.get(name)
      if (flow === undefined || hashOf(flow) !== startHash) await this.#stopFlow(name)
    }
    for (const [name, flow] of applied) if (!this.#running.has(name)) this.#startFlow(flow)
    if (applied.size > 0) this.#waitingSaid = undefined
    else this.#sayWaiting(waitingFor(here, flowName))
  }

  /** The control topic is not there; somebody deleted it where it `wasThere`. */
  absent(wasThere: boolean): void {
    this.#sayWaiting(wasThere ? controlGone(this.#options.target) : nothingApplied)
  }

  /** A target that is slow to answer is not asked again meanwhile. */
  report(): void {
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

  /** Drains every flow. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((flow) => this.#stopFlow(flow)))
  }

  #sayWaiting(what: string): void {
    const { target, logger } = this.#options
    if (this.#waitingSaid === what) return
    this.#waitingSaid = what
    if (what === controlGone(target)) logger.warn({ cluster: target }, what)
    else logger.info({ cluster: target }, what)
  }

  #sayOthers(others: string): void {
    const { target, logger } = this.#options
    if (this.#othersSaid === others) return
    this.#othersSaid = others
    if (others !== '') logger.info({ cluster: target }, `left to other agents: ${others}`)
  }

  #startFlow(flow: AppliedFlow): void {
    const { entry, carriesHeartbeats } = flow
    const { clusters, logger, agentId, sessionTimeoutMs } = this.#options
    const source = clusters.get(entry.spec.source)
    const target = clusters.get(entry.spec.target)
    if (source === undefined || target === undefined) {
      logger.error(
        { flow: entry.name },
        `flow "${entry.name}" is applied, but its source "${entry.spec.source}" is not in this directory: not run here`,
      )
      return
    }
    const identity = identityOf(entry)
    const kept = new KeptFlow({
      spec: entry.spec,
      identity,
      entry,
      standing: (address) => this.#managed.get(address),
      halts: () => this.#halts.filter((halt) => halt.flow === identity),
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

  /** Its copies end; a new apply begins it anew. */
  #flowFailed(running: Running, failure: StraitError): void {
    const { logger, failed } = this.#options
    const { name } = running.kept.run.context.spec
    running.failure = failure
    logger.error({ flow: name, code: failure.code }, `flow "${name}" failed: ${failure.message}`)
    void running.kept.stop()
    failed(failure)
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
    await run.context.target.append(controlTopic, [controlRecord(entry)])
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
