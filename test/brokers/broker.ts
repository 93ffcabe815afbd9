// Real Apache Kafka for a test: combined KRaft nodes on loopback, each with a folder of its own. Everything
// started here ends with this process, however that ends, and a port stays the same across restarts.

import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { FaultProxy } from '../proxy/proxy.ts'
import { type BrokerOptions, DEFAULT_USERS, type NodePlan, serverProperties } from './broker-options.ts'
import { type Certificates, issueCertificates } from './certificates.ts'
import { logTail, runJava, spawnJava } from './jvm.ts'
import { freePorts } from './ports.ts'
import { type Reaper, startReaper, unref } from './reaper.ts'

const START_LIMIT_MS = 90_000
const STOP_LIMIT_MS = 30_000

/** Starts one broker and waits until it serves. Close it, or write `await using`. */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const [broker] = await startCluster(1, options)
  if (broker === undefined) throw new Error('A cluster of one has a broker')
  return broker
}

/** Starts brokers of one cluster. `options.proxy` can stand in front of a single broker only; `proxies`, of each. */
export async function startCluster(
  nodes: number,
  { proxies, ...options }: BrokerOptions & { readonly proxies?: readonly FaultProxy[] } = {},
): Promise<Broker[]> {
  const clusterId = randomBytes(16).toString('base64url')
  const ports = await freePorts(nodes * 3)
  const portsOf = (at: number) => {
    const [client = 0, internal = 0, controller = 0] = ports.slice(at * 3)
    return { client, internal, controller }
  }
  const ids = Array.from({ length: nodes }, (_, at) => at)
  const voters = ids.map((at) => `${at + 1}@127.0.0.1:${portsOf(at).controller}`).join()
  const brokers = await Promise.all(
    ids.map(async (at) => {
      const folder = await mkdtemp(join(tmpdir(), 'strait-broker-'))
      const proxy = proxies?.[at] ?? options.proxy
      return new Broker(
        { nodeId: at + 1, nodes, voters, clusterId, ports: portsOf(at), folder },
        { ...options, ...(proxy !== undefined && { proxy }) },
      )
    }),
  )
  try {
    await Promise.all(brokers.map((broker) => broker.start()))
  } catch (error) {
    await Promise.all(brokers.map((broker) => broker.close()))
    throw error
  }
  return brokers
}

export class Broker {
  readonly #plan: NodePlan
  readonly #options: BrokerOptions
  readonly #reaper: Reaper
  readonly certificates: Certificates | undefined
  #process: ChildProcess | undefined
  #formatted = false

  constructor(plan: NodePlan, options: BrokerOptions) {
    this.#plan = plan
    this.#options = options
    const { STRAIT_KEEP: keep } = process.env
    this.#reaper = startReaper(keep ? undefined : plan.folder)
    const secure = options.security === 'tls' || options.security === 'sasl_ssl'
    this.certificates = secure ? issueCertificates(plan.folder) : undefined
    options.proxy?.forwardTo(plan.ports.client)
  }

  /** Where clients connect: the proxy where there is one. */
  get bootstrap(): string[] {
    return [`127.0.0.1:${this.#options.proxy?.port ?? this.port}`]
  }

  /** Plain and past any proxy, also under TLS, SASL and authorizer (as ANONYMOUS, a super user). */
  get directBootstrap(): string[] {
    return [`127.0.0.1:${this.#plan.ports.internal}`]
  }

  /** The client listener's own port. */
  get port(): number {
    return this.#plan.ports.client
  }

  get clusterId(): string {
    return this.#plan.clusterId
  }

  get nodeId(): number {
    return this.#plan.nodeId
  }

  /** Of the authority that signed the broker's certificate; only with a TLS listener. */
  get caFile(): string | undefined {
    return this.certificates?.caFile
  }

  get users(): NonNullable<BrokerOptions['users']> {
    return this.#options.users ?? DEFAULT_USERS
  }

  /** Kafka's data: one folder per partition. */
  get logDir(): string {
    return join(this.#plan.folder, 'data')
  }

  get logFile(): string {
    return join(this.#plan.folder, 'broker.log')
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Starts it where it does not run, on its own port and data, and waits until it serves. */
  async start(): Promise<void> {
    if (this.#process !== undefined) return
    const settings = join(this.#plan.folder, 'server.properties')
    if (!this.#formatted) await this.#format(settings)
    const { heapMiB, javaFlags } = this.#options
    const child = await spawnJava({
      mainClass: 'kafka.Kafka',
      args: [settings],
      logFile: this.logFile,
      ...(heapMiB !== undefined && { heapMiB }),
      ...(javaFlags !== undefined && { flags: javaFlags }),
    })
    this.#process = child
    this.#reaper.watch(child.pid)
    child.once('exit', () => {
      this.#process = undefined
      this.#reaper.watch(undefined)
    })
    await this.#untilServing(child)
    unref(child)
  }

  /** Orderly (SIGTERM, controlled shutdown). Port and data are kept for `start`. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** At once (SIGKILL). Port and data are kept for `start`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Freezes the process (SIGSTOP): sockets stay open, nothing is answered. */
  suspend(): void {
    this.#process?.kill('SIGSTOP')
  }

  resume(): void {
    this.#process?.kill('SIGCONT')
  }

  /** Ends it and removes its folder. Idempotent. */
  async close(): Promise<void> {
    await this.kill()
    await this.#reaper.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #format(settings: string): Promise<void> {
    await writeFile(settings, serverProperties(this.#plan, this.#options, this.certificates))
    const scram = this.#options.security?.startsWith('sasl_') ? this.users.flatMap(scramArguments) : []
    await runJava({
      mainClass: 'kafka.tools.StorageTool',
      args: ['format', `--cluster-id=${this.clusterId}`, '--config', settings, ...scram],
      logFile: this.logFile,
    })
    this.#formatted = true
  }

  async #untilServing(child: ChildProcess): Promise<void> {
    const late = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS)
    try {
      child.stderr?.resume()
      if (await hasLine(child, 'Kafka Server started')) return
      throw new Error(`Broker ${this.nodeId} did not start. The end of its log:\n${logTail(this.logFile)}`)
    } finally {
      clearTimeout(late)
    }
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process
    if (child === undefined) return
    const exited = once(child, 'exit')
    child.ref()
    child.kill('SIGCONT')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    await exited
    clearTimeout(late)
  }
}

/** Whether standard output brings a line with `text` before the process ends. Keeps draining it afterwards. */
function hasLine(child: ChildProcess, text: string): Promise<boolean> {
  const { stdout } = child
  if (stdout === null) return Promise.resolve(false)
  return new Promise((resolve) => {
    const lines = createInterface({ input: stdout })
    lines.on('line', (line) => line.includes(text) && resolve(true))
    child.once('exit', () => resolve(false))
  })
}

function scramArguments({ name, password }: { name: string; password: string }): string[] {
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${name},password=${password}]`,
  ])
}
