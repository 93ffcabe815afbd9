// A flow with an agent whose log can be awaited: for tests of one behaviour each, on clusters that may be shared.
// Names are unique, so scenes do not see each other.

import type { TestContext } from 'node:test'
import kafkajs, { type Admin } from 'kafkajs'
import { Agent } from '../../src/agent/agent.ts'
import type { FlowFigures } from '../../src/agent/flow-status.ts'
import { controlTopic, foldControl, type GapEntry } from '../../src/mirror/control.ts'
import type { FlowSpec, SecretRef, Topology } from '../../src/topology/model.ts'
import { sharedClusters } from '../brokers/shared.ts'
import {
  createTopics,
  flowSpec,
  gapsOf,
  logger,
  openWorld,
  uniqueName,
  until,
  type World,
} from './flow-fixture.ts'

const { Kafka, logLevel } = kafkajs

export interface Bootstraps {
  readonly source: readonly string[]
  readonly target: readonly string[]
}

export interface Said {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly facts: Readonly<Record<string, unknown>>
}

export interface Scene extends World {
  readonly name: string
  readonly bootstrap: Bootstraps
  /** `orders` becomes the scene's own topic name. */
  topic(word: string): string
  /** The name that the prefix naming gives it on the target. */
  remote(word: string): string
  admin(side: 'source' | 'target'): Promise<Admin>
  /** Starts an agent; it is stopped with the test at the latest. */
  agent(options?: AgentOptions): Promise<ObservedAgent>
  gaps(): Promise<GapEntry[]>
}

export interface AgentOptions {
  readonly agentId?: string
  readonly topology?: Topology
  readonly sessionTimeoutMs?: number
  readSecret?(ref: SecretRef): string
}

/** Opened for one test, on the shared clusters unless others are given, and closed with it. */
export async function openScene(
  t: TestContext,
  change: Partial<FlowSpec> = {},
  bootstraps?: Bootstraps,
): Promise<Scene> {
  const name = uniqueName('scene')
  const shared = bootstraps === undefined ? await sharedClusters() : undefined
  const bootstrap = bootstraps ?? {
    source: shared?.source.bootstrap ?? [],
    target: shared?.target.bootstrap ?? [],
  }
  const world = await openWorld(bootstrap, flowSpec(name, change))
  const closers: (() => Promise<void>)[] = []
  t.after(async () => {
    for (const close of closers.toReversed()) await close()
    await world.close()
  })
  return {
    ...world,
    name,
    bootstrap,
    topic: (word) => `${name}.${word}`,
    remote: (word) => `us.${name}.${word}`,
    async admin(side) {
      const admin = new Kafka({ brokers: [...bootstrap[side]], logLevel: logLevel.NOTHING }).admin()
      await admin.connect()
      closers.push(() => admin.disconnect())
      return admin
    },
    async agent(options) {
      const agent = new ObservedAgent(world, options)
      closers.push(() => agent.stop())
      await agent.start()
      return agent
    },
    gaps: () => gapsOf(world, name),
  }
}

/** A coordinator that has no answer to a transaction's marker sends it again after the broker's 30 s. */
const patient = { limitMs: 90_000 }

export class ObservedAgent {
  readonly agentId: string
  readonly said: Said[] = []
  readonly #agent: Agent
  readonly #looking = new Set<() => void>()
  #stopped: Promise<void> | undefined

  constructor(world: World, options: AgentOptions = {}) {
    this.agentId = options.agentId ?? uniqueName('agent')
    const say = (level: Said['level']) => (facts: object, message: string) => {
      logger[level](facts, message)
      this.said.push({ level, message, facts: { ...facts } })
      for (const look of this.#looking) look()
    }
    this.#agent = new Agent({
      topology: options.topology ?? world.topology,
      directory: '/',
      readSecret: options.readSecret ?? (() => ''),
      flowName: world.spec.name,
      agentId: this.agentId,
      logger: { info: say('info'), warn: say('warn'), error: say('error') },
      sessionTimeoutMs: options.sessionTimeoutMs ?? 6_000,
    })
  }

  start(): Promise<void> {
    return this.#agent.start()
  }

  /** Drains; a second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#agent.stop()
    return this.#stopped
  }

  get failed(): Agent['failed'] {
    return this.#agent.failed
  }

  get figures(): FlowFigures | undefined {
    return this.#agent.status().flows[0]
  }

  /** Resolves once the agent has said, or says, something that matches. */
  says(pattern: RegExp, limitMs = 30_000): Promise<Said> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#looking.delete(look)
      }
      const timer = setTimeout(() => {
        done()
        const last = this.said.slice(-10).map(({ message }) => message)
        reject(new Error(`the agent never said ${pattern}; it said ${JSON.stringify(last)}`))
      }, limitMs)
      const look = (): void => {
        const found = this.said.find(({ message }) => pattern.test(message))
        if (found === undefined) return
        done()
        resolve(found)
      }
      this.#looking.add(look)
      look()
    })
  }

  /** Resolves once this many records were acknowledged in this agent's life. */
  copied(records: number): Promise<void> {
    return until(() => (this.figures?.recordsTotal ?? 0) >= records, {
      ...patient,
      state: () => this.#state(),
    })
  }

  /** Resolves once this many partitions stand halted. */
  halted(partitions: number): Promise<void> {
    return until(() => this.figures?.halted === partitions, { state: () => this.#state() })
  }

  #state(): unknown {
    return { figures: this.figures, said: this.said.slice(-5) }
  }
}

/** A topic of the source with the broker's defaults, or with these configs. */
export async function createSource(
  scene: Scene,
  word: string,
  { partitions = 1, configs = {} }: { partitions?: number; configs?: Record<string, string> } = {},
): Promise<string> {
  const topic = scene.topic(word)
  await createTopics(scene.source, [{ name: topic, partitions, replicationFactor: -1, configs }])
  return topic
}

/** Gap entries of one scene, once there are as many. */
export async function gapsOnceThere(scene: Scene, count: number): Promise<GapEntry[]> {
  let gaps: GapEntry[] = []
  await until(
    async () => {
      gaps = await scene.gaps()
      return gaps.length >= count
    },
    { state: () => gaps },
  )
  return gaps
}

/** What the control topic says of the scene's agents. */
export async function agentEntries(scene: Scene) {
  const entries = foldControl(await scene.target.readTopic(controlTopic))
  return entries.filter((entry) => entry.kind === 'agent').filter(({ flow }) => flow === scene.name)
}
