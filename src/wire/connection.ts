// One connection to one broker. Requests go out in the order of the calls and are answered in that order; a
// request is written as a gathered list of buffers, an answer is read into one frame. The connection dies as a
// whole: a timeout, an answer that nobody asked for or an impossible length rejects every pending request, since
// nothing after it can be trusted.

import type { Socket } from 'node:net'
import { StraitError } from '../errors/strait-error.ts'
import { apiName } from './api-names.ts'
import { authenticate } from './authentication.ts'
import { hungUp, lost, malformed, placeOf, type Standing, timedOut } from './connection-errors.ts'
import type { Endpoint, Security } from './endpoint.ts'
import type { FramePool } from './frame-pool.ts'
import { FrameReader } from './frame-reader.ts'
import {
  apiVersionsApi,
  decodeApiVersions,
  encodeApiVersions,
  type VersionRange,
} from './messages/api-versions.ts'
import { type Pending, PendingRequests } from './pending-requests.ts'
import { protocolError } from './protocol-errors.ts'
import { RequestHeader } from './request-header.ts'
import { openSocket, streamError } from './socket.ts'

export type { Endpoint, Sasl, SaslMechanism, Security } from './endpoint.ts'

export interface ConnectionOptions {
  readonly clientId: string
  readonly security: Security
  readonly connectTimeoutMs?: number
  /** For requests that bring no timeout of their own. */
  readonly requestTimeoutMs?: number
  /** Where large answers get their memory; who is done with one may give it back. */
  readonly frames?: FramePool
  /** Aborting gives up a connection that is not open yet; one that is open goes on. */
  readonly givenUp?: AbortSignal
}

/** Asked at the last moment before a request leaves; an error keeps it back, and is what the caller gets. */
export type Fence = () => StraitError | undefined

export interface RequestApi {
  readonly key: number
  readonly version: number
  /** Whether this version has tagged fields in its header; per API, from Kafka's message definitions. */
  readonly flexible: boolean
  /** From the call until the answer; everything sent before has to be answered first. */
  readonly timeoutMs?: number
  readonly fence?: Fence
}

interface Held {
  readonly api: RequestApi
  readonly body: readonly Buffer[]
  resolve(body: Buffer): void
  reject(error: StraitError): void
}

const CONNECT_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
/** Part of a session at which to log in again, at random so that clients spread; Java waits until 0.85 to 0.95. */
const REAUTHENTICATE_AT = { min: 0.75, max: 0.85 }

export class Connection {
  readonly endpoint: Endpoint
  /** Resolves once, with the reason, when the connection has ended for whatever cause. */
  readonly closed: Promise<StraitError>
  readonly #options: ConnectionOptions
  readonly #header: RequestHeader
  readonly #waiting = new PendingRequests((late) => this.#timedOut(late))
  readonly #reader: FrameReader
  #resolveClosed: (reason: StraitError) => void = () => {}
  #socket: Socket | undefined
  #ended: StraitError | undefined
  #closing = false
  #drained: () => void = () => {}
  #correlationId = 0
  /** Taken so far. The first, to ApiVersions, a broker gives to anybody. */
  #answers = 0
  #versions: ReadonlyMap<number, VersionRange> = new Map()
  #loginTimer: NodeJS.Timeout | undefined
  /** Requests that wait while the connection logs in again; undefined while it does not. */
  #held: Held[] | undefined

  private constructor(endpoint: Endpoint, options: ConnectionOptions) {
    this.endpoint = endpoint
    this.#options = options
    this.#header = new RequestHeader(options.clientId)
    this.#reader = new FrameReader((frame) => this.#answer(frame), options.frames)
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve
    })
  }

  /**
   * Connects, verifies the certificate, learns the API versions and logs in. Throws ST300 (not reached), ST301,
   * ST302 (login), ST304 (broker too old) or ST308 (TLS).
   */
  static async open(endpoint: Endpoint, options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(endpoint, options)
    const giveUp = (): void => connection.abort(lost(endpoint, 'it was given up before it was open'))
    options.givenUp?.addEventListener('abort', giveUp)
    try {
      await connection.#start()
      return connection
    } catch (error) {
      const reason = error instanceof StraitError ? error : lost(endpoint, 'opening it failed', error)
      connection.abort(reason)
      throw reason
    } finally {
      options.givenUp?.removeEventListener('abort', giveUp)
    }
  }

  /** Whether requests are taken. */
  get live(): boolean {
    return this.#ended === undefined && !this.#closing
  }

  /** Requests sent or held that are not answered yet. */
  get pending(): number {
    return this.#waiting.size + (this.#held?.length ?? 0)
  }

  /** The highest version of an API that both sides speak. Throws ST304 where there is none. */
  version(apiKey: number, wanted: VersionRange): number {
    const offered = this.#versions.get(apiKey)
    const version = Math.min(wanted.max, offered?.max ?? -1)
    if (offered !== undefined && version >= Math.max(wanted.min, offered.min)) return version
    const range = offered === undefined ? 'does not offer it' : `offers ${offered.min} to ${offered.max}`
    throw new StraitError(
      'ST304',
      `broker ${placeOf(this.endpoint)} ${range}: ${apiName(apiKey)} is needed in a version from ${wanted.min} to ${wanted.max}`,
      { facts: { apiKey, min: wanted.min, max: wanted.max } },
    )
  }

  /**
   * Sends one request; resolves with the answer behind its header, in memory that the caller owns. The body's
   * buffers must stay unchanged until then. Rejects with the reason why the connection ended: ST301 for the
   * request that timed out, ST300 or ST303 otherwise.
   */
  request(api: RequestApi, body: readonly Buffer[]): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) reject(this.#ended)
      else if (this.#closing) reject(lost(this.endpoint, 'it is being closed'))
      else if (this.#held !== undefined) this.#held.push({ api, body, resolve, reject })
      else this.#send(api, body, { resolve, reject })
    })
  }

  /** Refuses new requests, waits for the answers to those sent, then ends. Idempotent, never rejects. */
  async close(): Promise<void> {
    this.#closing = true
    if (this.#ended === undefined && this.pending > 0) {
      await new Promise<void>((resolve) => {
        const before = this.#drained
        this.#drained = () => {
          before()
          resolve()
        }
      })
    }
    this.abort(lost(this.endpoint, 'it was closed'))
  }

  /** Drops the connection at once; pending requests reject with `reason`. Idempotent. */
  abort(reason: StraitError): void {
    this.#end(reason, () => reason)
  }

  async #start(): Promise<void> {
    const { security, connectTimeoutMs = CONNECT_TIMEOUT_MS } = this.#options
    const socket = await openSocket(this.endpoint, {
      tls: security.tls,
      timeoutMs: connectTimeoutMs,
      space: () => this.#reader.space(),
      onRead: (bytes) => this.#read(bytes),
    })
    this.#socket = socket
    if (this.#ended !== undefined) socket.destroy()
    socket.on('error', (cause) => this.abort(streamError(this.endpoint, cause, this.#standing())))
    for (const end of ['end', 'close'])
      socket.once(end, () => this.abort(hungUp(this.endpoint, this.#standing())))
    const software = { name: 'strait', version: '0.1' }
    const versions = decodeApiVersions(await this.#ask(apiVersionsApi, encodeApiVersions(software)))
    if (versions.errorCode !== 0) {
      throw new StraitError(
        'ST304',
        `broker ${placeOf(this.endpoint)} is too old: Kafka 3.0 or later is needed`,
        {
          cause: protocolError(versions.errorCode, 'asking for the API versions'),
        },
      )
    }
    this.#versions = versions.ranges
    await this.#login()
  }

  #standing(): Standing {
    if (this.#answers > 1 || this.#options.security.sasl !== undefined) return 'served'
    return this.#answers === 1 ? 'greeted' : 'silent'
  }

  async #login(): Promise<void> {
    const { sasl } = this.#options.security
    if (sasl === undefined) return
    const lifetimeMs = await authenticate(this.endpoint, sasl, (api, body) => this.#ask(api, body))
    if (lifetimeMs <= 0 || this.#ended !== undefined) return
    const { min, max } = REAUTHENTICATE_AT
    const delayMs = lifetimeMs * (min + Math.random() * (max - min))
    this.#loginTimer = setTimeout(() => void this.#loginAgain(), delayMs)
    this.#loginTimer.unref()
  }

  /**
   * KIP-368: the broker takes the login of a live session behind what was sent before, and nothing but the login
   * until it is through. So requests in flight are answered first and new ones are held back.
   */
  async #loginAgain(): Promise<void> {
    this.#held = []
    try {
      await this.#login()
    } catch (error) {
      this.abort(error instanceof StraitError ? error : lost(this.endpoint, 'logging in again failed', error))
      return
    }
    const held = this.#held ?? []
    this.#held = undefined
    for (const { api, body, resolve, reject } of held) this.#send(api, body, { resolve, reject })
  }

  #ask(api: RequestApi, body: readonly Buffer[]): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) reject(this.#ended)
      else this.#send(api, body, { resolve, reject })
    })
  }

  #send(api: RequestApi, body: readonly Buffer[], waiter: Pick<Pending, 'resolve' | 'reject'>): void {
    const socket = this.#socket
    if (socket === undefined || this.#ended !== undefined) {
      waiter.reject(this.#ended ?? lost(this.endpoint, 'it is not open'))
      return
    }
    const refusal = api.fence?.()
    if (refusal !== undefined) {
      waiter.reject(refusal)
      return
    }
    this.#correlationId = (this.#correlationId + 1) & 0x7fffffff
    const correlationId = this.#correlationId
    const { key, version, flexible } = api
    const timeoutMs = api.timeoutMs ?? this.#options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS
    const deadlineMs = performance.now() + timeoutMs
    const { resolve, reject } = waiter
    this.#waiting.add({ correlationId, key, version, flexible, deadlineMs, timeoutMs, resolve, reject })
    socket.cork()
    socket.write(this.#header.encode(api, correlationId, body))
    for (const part of body) socket.write(part)
    socket.uncork()
  }

  #read(bytes: number): void {
    if (this.#ended !== undefined) return
    try {
      this.#reader.advance(bytes)
    } catch (error) {
      // This runs inside a socket's callback: nothing may escape.
      this.abort(malformed(this.endpoint, error))
    }
  }

  #answer(frame: Buffer): void {
    if (this.#ended !== undefined) return
    const waiting = this.#waiting.shift()
    const correlationId = frame.readInt32BE(0)
    if (waiting === undefined || waiting.correlationId !== correlationId) {
      const expected = waiting === undefined ? 'none' : `${waiting.correlationId} (${apiName(waiting.key)})`
      const error = malformed(
        this.endpoint,
        new Error(`answer ${correlationId} came where ${expected} was due`),
      )
      waiting?.reject(error)
      this.abort(error)
      return
    }
    this.#answers += 1
    try {
      waiting.resolve(bodyOf(frame, waiting))
    } catch (error) {
      const reason = malformed(this.endpoint, error)
      waiting.reject(reason)
      this.abort(reason)
      return
    }
    if (this.#closing && this.pending === 0) this.#drained()
  }

  #timedOut(late: Pending): void {
    const reason = timedOut(this.endpoint, late)
    const others = lost(this.endpoint, 'another request timed out', reason)
    this.#end(reason, (pending) => (pending === late ? reason : others))
  }

  #end(reason: StraitError, reasonFor: (pending: Pending) => StraitError): void {
    if (this.#ended !== undefined) return
    this.#ended = reason
    clearTimeout(this.#loginTimer)
    this.#socket?.destroy()
    for (const waiting of this.#waiting.drain()) waiting.reject(reasonFor(waiting))
    for (const held of this.#held?.splice(0) ?? []) held.reject(reason)
    this.#resolveClosed(reason)
    this.#drained()
  }
}

/** What follows the response header: a correlation id, and tagged fields in flexible versions. */
function bodyOf(frame: Buffer, { key, flexible }: Pending): Buffer {
  // The answer to ApiVersions has the old header in every version (KIP-511).
  if (!flexible || key === apiVersionsApi.key) return frame.subarray(4)
  if (frame[4] === 0) return frame.subarray(5)
  throw new Error('a response header with tagged fields')
}
