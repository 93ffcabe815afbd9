// What happens to a flow in the time of a soak, one blow after the other, drawn by a seed: agents are killed, frozen
// past their lease and woken, brokers of both sides restarted, killed and frozen. After each blow somebody copies on.

import { setTimeout as delay } from 'node:timers/promises'
import type { World } from '../agent/flow-fixture.ts'
import { SpawnedAgent } from '../agent/spawned-agent.ts'
import type { Broker } from '../brokers/broker.ts'

export interface Chaos {
  readonly world: World
  readonly source: Broker
  readonly target: Broker
  readonly random: () => number
  say(blow: string): void
}

const sessionTimeoutMs = 6_000

type Blow = (chaos: Chaos, agents: Agents) => Promise<void>

const blows: Readonly<Record<string, Blow>> = {
  'agent killed': async (_, agents) => {
    await agents.replace('SIGKILL')
  },
  'agent stopped in order': async (_, agents) => {
    await agents.replace('SIGTERM')
  },
  'agent frozen until another has its shards, then woken': async (_, agents) => {
    const frozen = agents.current
    frozen.signal('SIGSTOP')
    await agents.begin()
    await delay(500)
    frozen.signal('SIGCONT')
    await frozen.says(/^fenced: /)
    frozen.signal('SIGKILL')
    await frozen.ended()
  },
  'target killed': ({ target }) => killed(target),
  'target restarted': ({ target }) => target.restart(),
  'target frozen': ({ target, random }) => frozen(target, random),
  'source killed': ({ source }) => killed(source),
  'source restarted': ({ source }) => source.restart(),
  'source frozen': ({ source, random }) => frozen(source, random),
}

/** Strikes until the time is over, and answers how often which blow fell; the last agent still runs. */
export async function strike(chaos: Chaos, agents: Agents, seconds: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const names = Object.keys(blows)
  const endMs = performance.now() + seconds * 1_000
  while (performance.now() < endMs) {
    await delay(300 + chaos.random() * 3_000)
    const name = names[Math.floor(chaos.random() * names.length)] ?? ''
    chaos.say(name)
    await blows[name]?.(chaos, agents)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** The agent that copies now, and its successors. */
export class Agents {
  readonly #world: World
  #current: SpawnedAgent
  #count = 0

  constructor(world: World) {
    this.#world = world
    this.#current = this.#spawn()
  }

  get current(): SpawnedAgent {
    return this.#current
  }

  /** Ends the one that runs; the next has the same id, so it gets the shards back at once. */
  async replace(signal: NodeJS.Signals): Promise<void> {
    this.#current.signal(signal)
    await this.#current.ended()
    this.#current = this.#spawn()
  }

  /** Another one beside it; resolves once it has every shard. */
  async begin(): Promise<void> {
    this.#count += 1
    this.#current = this.#spawn()
    await this.#current.says(/^all shards/)
  }

  #spawn(): SpawnedAgent {
    const agentId = `${this.#world.spec.name}-${this.#count}`
    return new SpawnedAgent(this.#world, { agentId, sessionTimeoutMs })
  }
}

async function killed(broker: Broker): Promise<void> {
  await broker.kill()
  await broker.start()
}

async function frozen(broker: Broker, random: () => number): Promise<void> {
  broker.suspend()
  await delay(500 + random() * 8_000)
  broker.resume()
}
