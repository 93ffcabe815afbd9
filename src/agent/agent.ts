// The long-lived process: for each target cluster of its directory it follows the control topic and runs the
// flows that were applied there. It runs what was applied, never what was merely merged: of the directory it
// takes only how to reach the clusters.

import { setTimeout as delay } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import { controlTopic } from '../mirror/control.ts'
import { errorText } from '../std/error-text.ts'
import type { ClusterSpec, SecretRef, Topology } from '../topology/model.ts'
import type { AgentLogger } from './agent-logger.ts'
import { type ConnectedCluster, connectBoth } from './connected-cluster.ts'
import { followControl } from './control-feed.ts'
import type { FlowFigures } from './flow-status.ts'
import { greetClusters } from './greet-clusters.ts'
import { TargetFlows } from './target-flows.ts'

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

const reportIntervalMs = 2_000
/** Whoever stops agents by a signal kills them after a while: Kubernetes after 30 s. */
const stopMsMax = 25_000

export class Agent {
  readonly #options: AgentOptions
  readonly #clusters = new Map<string, ConnectedCluster>()
  /** By name of the target. */
  readonly #targets = new Map<string, TargetFlows>()
  readonly #abort = new AbortController()
  readonly #feeds: Promise<void>[] = []
  /** Resolves when every flow that is applied here has failed: then nothing is left to run. */
  readonly failed: Promise<StraitError>
  #resolveFailed: (error: StraitError) => void = () => undefined
  #reporting: NodeJS.Timeout | undefined

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
    this.#reporting = setInterval(() => {
      for (const flows of this.#targets.values()) flows.report()
    }, reportIntervalMs)
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
    await Promise.all([...this.#targets.values()].map((flows) => flows.stop()))
    await this.#disconnect()
  }

  status(): AgentStatus {
    return {
      agent: this.#options.agentId,
      flows: [...this.#targets.values()].flatMap((flows) => flows.figures()),
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
    const refusals = await greetClusters(this.#clusters, logger)
    const [first] = refusals.values()
    const flows = Object.values(topology.flows).filter(({ name }) => (flowName ?? name) === name)
    const isOpen = flows.some(({ source, target }) => !refusals.has(source) && !refusals.has(target))
    if (first !== undefined && !isOpen) throw first
    for (const [cluster, refusal] of refusals) logger.error({ cluster }, `${errorText(refusal)}; trying on`)
  }

  #follow(target: string): void {
    const connected = this.#clusters.get(target)
    if (connected === undefined) return
    const { topology, flowName, agentId, sessionTimeoutMs = 10_000, logger } = this.#options
    const flows = new TargetFlows({
      target,
      clusters: this.#clusters,
      topology,
      flowName,
      agentId,
      sessionTimeoutMs,
      logger,
      failed: (failure) => {
        if ([...this.#targets.values()].every(({ haveFailed }) => haveFailed)) this.#resolveFailed(failure)
      },
    })
    this.#targets.set(target, flows)
    const feed = followControl(
      {
        ...connected,
        changed: (entries) => flows.reconcile(entries),
        absent: (wasThere) => flows.absent(wasThere),
        trouble: (error) =>
          logger.warn(
            { cluster: target, code: codeOf(error) },
            `reading ${controlTopic}: ${errorText(error)}`,
          ),
      },
      this.#abort.signal,
    )
    this.#feeds.push(feed)
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof StraitError ? error.code : undefined
}
