// A TCP proxy between a client and a broker that behaves as badly as it is told. Faults apply to every byte
// that arrives after they were set, on old and new connections alike; `pass()` heals.

import { EventEmitter, once } from 'node:events'
import { createServer, type Server, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** `requests` go to the broker, `answers` come from it. */
export type Direction = 'requests' | 'answers'

export interface Faults {
  /** Added to every chunk. */
  readonly latencyMs?: number
  /** Bytes go nowhere, sockets stay open. `both` is a black hole, one direction is half-open. */
  readonly swallow?: Direction | 'both'
  /** Chunks are cut into pieces of this many bytes. */
  readonly sliceBytes?: number
  readonly bytesPerSecond?: number
  /** Drops each connection after it has passed this many further bytes in that direction. */
  readonly cutAfter?: { readonly direction: Direction; readonly bytes: number }
  /** Holds a connection at the first chunk for which this is true, until the faults are replaced; emits `held`. */
  readonly holdAt?: (direction: Direction, chunk: Buffer) => boolean
  /** New connections are dropped at once. */
  readonly refuse?: boolean
}

export interface Recorded {
  readonly connection: number
  readonly direction: Direction
  readonly bytes: Buffer
}

export async function startProxy(): Promise<FaultProxy> {
  const server = createServer({ noDelay: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return new FaultProxy(server)
}

/** Emits `cut` (connection number) when `cutAfter` has struck, `held` when `holdAt` has. */
export class FaultProxy extends EventEmitter {
  readonly port: number
  readonly #server: Server
  readonly #links = new Set<Link>()
  #brokerPort = 0
  #opened = 0
  #faults: Faults = {}
  #recording: Recorded[] | undefined

  constructor(server: Server) {
    super()
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port')
    this.port = address.port
    this.#server = server
    server.on('connection', (client) => this.#accept(client))
    server.unref()
  }

  /** Bytes that passed since the start. */
  readonly passedBytes: Record<Direction, number> = { requests: 0, answers: 0 }

  /** Connections opened since the start. */
  get opened(): number {
    return this.#opened
  }

  get connections(): number {
    return this.#links.size
  }

  /** Points it at a port on loopback. */
  forwardTo(brokerPort: number): void {
    this.#brokerPort = brokerPort
  }

  /** Replaces all faults. */
  set(faults: Faults): void {
    this.#faults = faults
    for (const link of this.#links) link.set(faults)
  }

  /** Heals. Swallowed bytes stay lost, so a connection that lost some must be dropped by its client. */
  pass(): void {
    this.set({})
  }

  /** Drops all connections: with RST, as after a crash, or in order. */
  drop(how: 'reset' | 'end' = 'reset'): void {
    for (const link of this.#links) link.drop(how)
  }

  /** Keeps everything that passes from now on; call `recorded` to read it. */
  record(): void {
    this.#recording = []
  }

  get recorded(): readonly Recorded[] {
    return this.#recording ?? []
  }

  /** What was recorded; from now on nothing is kept. */
  stopRecording(): readonly Recorded[] {
    const { recorded } = this
    this.#recording = undefined
    return recorded
  }

  async close(): Promise<void> {
    this.drop()
    if (!this.#server.listening) return
    this.#server.ref()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #accept(client: Socket): void {
    client.on('error', () => {})
    if (this.#faults.refuse) {
      client.resetAndDestroy()
      return
    }
    const connection = ++this.#opened
    const broker = new Socket()
    broker.setNoDelay()
    broker.connect(this.#brokerPort, '127.0.0.1')
    const link = new Link(client, broker, (direction, bytes) => {
      this.passedBytes[direction] += bytes.length
      this.#recording?.push({ connection, direction, bytes: Buffer.from(bytes) })
    })
    link.set(this.#faults)
    this.#links.add(link)
    link.once('cut', () => this.emit('cut', connection))
    link.on('held', () => this.emit('held', connection))
    link.once('close', () => this.#links.delete(link))
  }
}

/** One connection through the proxy. */
class Link extends EventEmitter {
  readonly #client: Socket
  readonly #broker: Socket
  readonly #record: (direction: Direction, bytes: Buffer) => void
  #faults: Faults = {}
  #left = Number.POSITIVE_INFINITY

  constructor(client: Socket, broker: Socket, record: (direction: Direction, bytes: Buffer) => void) {
    super()
    this.#client = client
    this.#broker = broker
    this.#record = record
    for (const socket of [client, broker]) {
      socket.on('error', () => this.drop('reset'))
      socket.once('close', () => this.drop('end'))
    }
    void this.#pump(client, broker, 'requests')
    void this.#pump(broker, client, 'answers')
  }

  set(faults: Faults): void {
    this.#faults = faults
    this.#left = faults.cutAfter?.bytes ?? Number.POSITIVE_INFINITY
    this.emit('faults')
  }

  drop(how: 'reset' | 'end'): void {
    for (const socket of [this.#client, this.#broker]) {
      if (how === 'reset') socket.resetAndDestroy()
      else socket.destroySoon()
    }
    this.emit('close')
  }

  async #pump(from: Socket, to: Socket, direction: Direction): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) await this.#forward(chunk, to, direction)
      to.end()
    } catch {
      // The peer went away: the sockets' own `close` handlers end the link.
    }
  }

  async #forward(chunk: Buffer, to: Socket, direction: Direction): Promise<void> {
    const { latencyMs = 0, bytesPerSecond } = this.#faults
    if (latencyMs > 0) await delay(latencyMs, undefined, { ref: false })
    if (bytesPerSecond !== undefined) {
      await delay((chunk.length / bytesPerSecond) * 1000, undefined, { ref: false })
    }
    while (this.#faults.holdAt?.(direction, chunk)) {
      const replaced = Promise.race([once(this, 'faults'), once(this, 'close')])
      this.emit('held')
      await replaced
    }
    const { swallow, sliceBytes = chunk.length } = this.#faults
    if (swallow === 'both' || swallow === direction) return
    this.#record(direction, chunk)
    for (let at = 0; at < chunk.length; at += sliceBytes) {
      const passed = this.#withinCut(chunk.subarray(at, at + sliceBytes), direction)
      if (passed.length > 0 && !to.write(passed)) await Promise.race([once(to, 'drain'), once(to, 'close')])
      if (this.#left <= 0) this.#cut(to)
    }
  }

  #withinCut(piece: Buffer, direction: Direction): Buffer {
    if (this.#faults.cutAfter?.direction !== direction) return piece
    const passed = piece.subarray(0, this.#left)
    this.#left -= passed.length
    return passed
  }

  /** The bytes before the cut must arrive, so their receiver is closed in order and the other side reset. */
  #cut(receiver: Socket): void {
    this.#left = Number.POSITIVE_INFINITY
    receiver.end()
    const sender = receiver === this.#client ? this.#broker : this.#client
    sender.resetAndDestroy()
    this.emit('cut')
    this.emit('close')
  }
}
