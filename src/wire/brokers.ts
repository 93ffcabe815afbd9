// One cluster by its brokers: who they are, and one live connection per broker and lane. Lanes keep long polls,
// writes and small questions from standing in each other's way: a broker serves one request of a connection at a
// time. A dead connection is opened again by the next call; nothing here retries what was asked on it.

import { setTimeout as delay } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import { Connection } from './connection.ts'
import type { Endpoint, Security } from './endpoint.ts'
import type { FramePool } from './frame-pool.ts'
import {
  type CoordinatorKind,
  decodeFindCoordinator,
  encodeFindCoordinator,
  findCoordinatorApi,
} from './messages/find-coordinator.ts'
import { decodeMetadata, encodeMetadata, type Metadata, metadataApi } from './messages/metadata.ts'
import { protocolCodeOf, protocolError } from './protocol-errors.ts'

export type { CoordinatorKind } from './messages/find-coordinator.ts'
export type { Metadata, TopicMetadata } from './messages/metadata.ts'

export interface BrokersOptions {
  readonly bootstrap: readonly Endpoint[]
  readonly clientId: string
  readonly security: Security
  readonly requestTimeoutMs?: number
  readonly connectTimeoutMs?: number
  readonly frames?: FramePool
  /** Told that a login or a certificate was refused; `security` is read anew with every connection. */
  readonly refused?: (error: StraitError) => void
}

const CONTROL_LANE = 'control'
/** The coordinator is loading, not there yet (first use creates its topic), or has moved. */
const COORDINATOR_MOVES = new Set([14, 15, 16])
const refusalCodes: ReadonlySet<string> = new Set(['ST302', 'ST308'])
const COORDINATOR_LIMIT_MS = 30_000

export class Brokers {
  readonly #options: BrokersOptions
  readonly #endpoints = new Map<number, Endpoint>()
  readonly #connections = new Map<string, Promise<Connection>>()
  readonly #closing = new AbortController()
  #greeting: Promise<Metadata> | undefined

  constructor(options: BrokersOptions) {
    this.#options = options
  }

  /** Asks any broker; undefined asks for all topics. Unknown topics are answered with their error code. */
  metadata(topics?: readonly string[], options?: { readonly withRights?: boolean }): Promise<Metadata> {
    if (topics?.length !== 0) return this.#askMetadata(topics, options)
    // Reads that begin together all want to know who the brokers are.
    this.#greeting ??= this.#askMetadata([]).finally(() => {
      this.#greeting = undefined
    })
    return this.#greeting
  }

  async #askMetadata(
    topics: readonly string[] | undefined,
    options?: { readonly withRights?: boolean },
  ): Promise<Metadata> {
    const connection = await this.any(CONTROL_LANE)
    const version = connection.version(metadataApi.key, metadataApi)
    const api = { key: metadataApi.key, version, flexible: true }
    const metadata = decodeMetadata(await connection.request(api, encodeMetadata(topics, options)))
    if (metadata.brokers.length > 0) {
      this.#endpoints.clear()
      for (const { id, host, port } of metadata.brokers) this.#endpoints.set(id, { host, port })
    }
    return metadata
  }

  /** As last heard: one of them may be gone, and one that joined missing. Asks where nothing was heard yet. */
  async ids(): Promise<number[]> {
    if (this.#endpoints.size === 0) await this.metadata([])
    return [...this.#endpoints.keys()]
  }

  /** The lane's connection to a broker. Throws ST300 where the cluster does not know the broker. */
  async connection(brokerId: number, lane: string): Promise<Connection> {
    if (!this.#endpoints.has(brokerId)) await this.metadata([])
    const endpoint = this.#endpoints.get(brokerId)
    if (endpoint === undefined) {
      throw new StraitError('ST300', `broker ${brokerId} is not among the cluster's live brokers`, {
        facts: { brokerId },
      })
    }
    try {
      return await this.#connect(endpoint, lane)
    } catch (error) {
      // It may live elsewhere now: the next call asks the cluster again.
      if (this.#endpoints.get(brokerId) === endpoint) this.#endpoints.delete(brokerId)
      throw error
    }
  }

  /** A connection to any broker that answers: those known first, then the bootstrap list. */
  async any(lane: string): Promise<Connection> {
    const endpoints = [...this.#endpoints.values(), ...this.#options.bootstrap]
    const open = endpoints.filter((endpoint) => this.#connections.has(connectionKey(endpoint, lane)))
    let failure: unknown
    const tried = new Set<string>()
    for (const endpoint of [...open, ...endpoints]) {
      const key = connectionKey(endpoint, lane)
      if (tried.has(key)) continue
      tried.add(key)
      try {
        return await this.#connect(endpoint, lane)
      } catch (error) {
        // Credentials and certificates are the same everywhere: another broker would say no too.
        if (error instanceof StraitError && error.retry === 'never') throw error
        failure = error
      }
    }
    const list = [...new Set(endpoints.map(({ host, port }) => `${host}:${port}`))].join(', ')
    throw new StraitError('ST300', `no broker of the cluster answers (tried ${list})`, { cause: failure })
  }

  /** Finds the coordinator of a group or transactional id, waits out elections, and connects to it. */
  coordinator(kind: CoordinatorKind, key: string, lane: string): Promise<Connection> {
    return this.#untilSettled(() => this.#findCoordinator(kind, key, lane))
  }

  /**
   * Runs `attempt` on the coordinator, and again while it answers that it is loading or has moved: the one found
   * first may say so too, above all right after its topic was made. `attempt` must bear being repeated.
   */
  atCoordinator<T>(
    { kind, key, lane }: { readonly kind: CoordinatorKind; readonly key: string; readonly lane: string },
    attempt: (coordinator: Connection) => Promise<T>,
  ): Promise<T> {
    return this.#untilSettled(async () => attempt(await this.#findCoordinator(kind, key, lane)))
  }

  /** Lets every connection finish what it was asked, then ends it; one that is not open yet is given up. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort()
    const all = [...this.#connections.values()]
    this.#connections.clear()
    await Promise.all(
      all.map((opening) =>
        opening.then(
          (connection) => connection.close(),
          () => {},
        ),
      ),
    )
  }

  async #findCoordinator(kind: CoordinatorKind, key: string, lane: string): Promise<Connection> {
    const asked = await this.any(CONTROL_LANE)
    const version = asked.version(findCoordinatorApi.key, findCoordinatorApi)
    const api = { key: findCoordinatorApi.key, version, flexible: true }
    const found = decodeFindCoordinator(await asked.request(api, encodeFindCoordinator(kind, key)))
    if (found.errorCode === 0) return this.#connect({ host: found.host, port: found.port }, lane)
    throw protocolError(found.errorCode, `finding the coordinator of ${kind} "${key}"`, {
      message: found.errorMessage,
    })
  }

  async #untilSettled<T>(attempt: () => Promise<T>): Promise<T> {
    const limit = performance.now() + (this.#options.requestTimeoutMs ?? COORDINATOR_LIMIT_MS)
    for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 500)) {
      try {
        return await attempt()
      } catch (error) {
        if (!COORDINATOR_MOVES.has(protocolCodeOf(error)) || performance.now() + waitMs > limit) throw error
        await delay(waitMs)
      }
    }
  }

  async #connect(endpoint: Endpoint, lane: string): Promise<Connection> {
    const key = connectionKey(endpoint, lane)
    const known = this.#connections.get(key)
    if (known !== undefined) {
      const connection = await known
      if (connection.live) return connection
      // Whoever saw it die may call before its end is noticed here.
      if (this.#connections.get(key) === known) this.#connections.delete(key)
    }
    return this.#connections.get(key) ?? this.#open(key, endpoint)
  }

  #open(key: string, endpoint: Endpoint): Promise<Connection> {
    if (this.#closing.signal.aborted)
      return Promise.reject(new StraitError('ST300', 'the connections to this cluster were closed'))
    const opening = Connection.open(endpoint, { ...this.#options, givenUp: this.#closing.signal })
    this.#connections.set(key, opening)
    const forget = (): void => {
      if (this.#connections.get(key) === opening) this.#connections.delete(key)
    }
    opening
      .then((connection) => connection.closed)
      .then(forget, (error: unknown) => {
        forget()
        if (error instanceof StraitError && refusalCodes.has(error.code)) this.#options.refused?.(error)
      })
    return opening
  }
}

function connectionKey({ host, port }: Endpoint, lane: string): string {
  return `${host}:${port}/${lane}`
}
