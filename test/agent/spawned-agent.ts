// Starts agent-process.ts and follows what it says. It ends with the test at the latest.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { World } from './flow-fixture.ts'

const program = fileURLToPath(new URL('./agent-process.ts', import.meta.url))
const shiftedClock = new URL('./shifted-clock.ts', import.meta.url).href

export interface Said {
  readonly level: string
  readonly message: string
  readonly code?: string
}

const started = new Set<SpawnedAgent>()

/** For `after`: a failed test leaves nothing running. */
export function endAgents(): void {
  for (const agent of started) agent.signal('SIGKILL')
}

export class SpawnedAgent {
  readonly said: Said[] = []
  readonly #child: ChildProcess
  readonly #waiting = new Set<() => void>()

  constructor(
    world: World,
    {
      agentId,
      sessionTimeoutMs = 6_000,
      clockShiftMs,
    }: { agentId: string; sessionTimeoutMs?: number; clockShiftMs?: number },
  ) {
    const given = { topology: world.topology, flowName: world.spec.name, agentId, sessionTimeoutMs }
    const clock = clockShiftMs === undefined ? [] : ['--import', shiftedClock]
    this.#child = spawn(process.execPath, [...clock, program, JSON.stringify(given)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1', CLOCK_SHIFT_MS: `${clockShiftMs ?? 0}` },
    })
    started.add(this)
    const { stdout } = this.#child
    if (stdout === null) throw new Error('the agent has no stdout')
    createInterface({ input: stdout }).on('line', (line) => {
      this.said.push(JSON.parse(line) as Said)
      if (process.env['STRAIT_TEST_LOG'] !== undefined) console.error(line)
      for (const look of this.#waiting) look()
    })
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Resolves once it listens to signals. */
  async spawned(): Promise<void> {
    await this.says(/^process listens$/)
  }

  /** Resolves once the agent has said something that matches. */
  async says(pattern: RegExp, limitMs = 60_000): Promise<Said> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look)
        reject(new Error(`the agent never said ${pattern}; it said ${JSON.stringify(this.said.slice(-10))}`))
      }, limitMs)
      const look = (): void => {
        const found = this.said.find(({ message }) => pattern.test(message))
        if (found === undefined) return
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }

  /** The exit code, or null after a deadly signal. */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode
    const [code] = (await once(this.#child, 'exit')) as [number | null]
    return code
  }
}
