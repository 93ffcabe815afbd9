// Writes to one broker of the target over one connection: takes one batch from each ready outlet, sends them in
// one request, keeps many requests in flight. Order per partition comes from the connection, so an outlet is
// only ever in one writer. Batches pass as they are: the request is a list of buffers, never a concatenation.

import { asStraitError, StraitError } from '../errors/strait-error.ts'
import type { Connection } from '../wire/connection.ts'
import { decodeProduce, encodeProduce, type ProduceTopic, produceApi } from '../wire/messages/produce.ts'
import type { Outcome, Outlet } from './outlet.ts'

const requestBytesMax = 1024 * 1024
const inFlightBytesMax = 32 * 1024 * 1024
const inFlightRequestsMax = 64
const produceTimeoutMs = 30_000

interface Sent {
  readonly outlet: Outlet
  readonly bytes: number
}

interface Round {
  readonly transactionalId: string | null
  readonly batches: readonly { readonly outlet: Outlet; readonly batch: Buffer }[]
}

export class TargetWriter {
  readonly #connect: () => Promise<Connection>
  readonly #mayWrite: () => boolean
  #connection: Connection | undefined
  #connecting = false
  /** Outlets that may have a batch, each once, served in turn. */
  readonly #ready = new Set<Outlet>()
  #inFlightBytes = 0
  #inFlightRequests = 0
  #pumpQueued = false

  /** `connect` opens the connection, or reopens it after it died; nothing is sent while `mayWrite` says no. */
  constructor(connect: () => Promise<Connection>, mayWrite: () => boolean) {
    this.#connect = connect
    this.#mayWrite = mayWrite
  }

  /** What waits is looked at again, as after `mayWrite` changed. */
  poke(): void {
    if (this.#ready.size > 0) this.#schedule()
  }

  /** Tells the writer that the outlet has something to take. Cheap; may be called for every batch. */
  ready(outlet: Outlet): void {
    this.#ready.add(outlet)
    this.#schedule()
  }

  /** The outlet moves to another writer; it has nothing in flight here. */
  forget(outlet: Outlet): void {
    this.#ready.delete(outlet)
  }

  /**
   * Behind what runs now, so that batches of one fetch answer share requests, and before anything else: a record waits
   * for this, and nobody for the fetcher's next question.
   */
  #schedule(): void {
    if (this.#pumpQueued) return
    this.#pumpQueued = true
    queueMicrotask(() => {
      this.#pumpQueued = false
      this.#pump()
    })
  }

  #pump(): void {
    if (!this.#mayWrite()) return
    const connection = this.#connection
    if (connection === undefined) {
      if (this.#ready.size > 0) this.#open()
      return
    }
    while (
      this.#ready.size > 0 &&
      this.#inFlightRequests < inFlightRequestsMax &&
      this.#inFlightBytes < inFlightBytesMax
    ) {
      const round = this.#takeRound()
      if (round.batches.length > 0) this.#send(connection, round)
    }
  }

  #open(): void {
    if (this.#connecting) return
    this.#connecting = true
    this.#connect().then(
      (connection) => {
        this.#connecting = false
        this.#connection = connection
        void connection.closed.then(() => {
          if (this.#connection === connection) this.#connection = undefined
        })
        this.#schedule()
      },
      (error: unknown) => {
        this.#connecting = false
        this.#refuseAll(error)
      },
    )
  }

  /** Without a connection every waiting batch has an unknown fate to its outlet: it will ask the log again. */
  #refuseAll(error: unknown): void {
    const outcome = unknownFate(error)
    for (const outlet of [...this.#ready]) {
      this.#ready.delete(outlet)
      if (outlet.take() !== undefined) outlet.settle(outcome)
    }
  }

  /**
   * One batch of each ready outlet until the request is full; outlets go to the back of the line. A request belongs
   * to one transaction or to none: who writes otherwise waits for the next.
   */
  #takeRound(): Round {
    const batches: { outlet: Outlet; batch: Buffer }[] = []
    let transactionalId: string | null = null
    let bytes = 0
    for (const outlet of this.#ready) {
      if (batches.length > 0 && outlet.transactionalId !== transactionalId) continue
      this.#ready.delete(outlet)
      const batch = outlet.take()
      if (batch === undefined) continue
      transactionalId = outlet.transactionalId
      batches.push({ outlet, batch })
      bytes += batch.length
      if (bytes >= requestBytesMax) break
    }
    for (const { outlet } of batches) this.#ready.add(outlet)
    return { transactionalId, batches }
  }

  #send(connection: Connection, { transactionalId, batches }: Round): void {
    const version = connection.version(produceApi.key, produceApi)
    const body = encodeProduce(version, {
      acks: -1,
      timeoutMs: produceTimeoutMs,
      transactionalId,
      topics: groupByTopic(batches),
    })
    const sent: Sent[] = batches.map(({ outlet, batch }) => ({ outlet, bytes: batch.length }))
    const bytes = sent.reduce((sum, entry) => sum + entry.bytes, 0)
    this.#inFlightBytes += bytes
    this.#inFlightRequests += 1
    const done = (): void => {
      this.#inFlightBytes -= bytes
      this.#inFlightRequests -= 1
      if (this.#ready.size > 0) this.#schedule()
    }
    connection
      .request({ key: produceApi.key, version, flexible: true, timeoutMs: produceTimeoutMs + 5_000 }, body)
      .then(
        (answer) => {
          settleAnswer(sent, decodeProduce(version, answer))
          done()
        },
        (error: unknown) => {
          // The connection is gone or not to be trusted: the next batch needs a new one.
          if (this.#connection === connection) this.#connection = undefined
          const outcome = unknownFate(error)
          for (const { outlet } of sent) outlet.settle(outcome)
          done()
        },
      )
  }
}

function groupByTopic(round: Round['batches']): ProduceTopic[] {
  const topics = new Map<
    string,
    { name: string; id: string; partitions: { partition: number; batch: Buffer }[] }
  >()
  for (const { outlet, batch } of round) {
    let topic = topics.get(outlet.remoteTopic)
    if (topic === undefined) {
      topic = { name: outlet.remoteTopic, id: outlet.remoteTopicId, partitions: [] }
      topics.set(outlet.remoteTopic, topic)
    }
    topic.partitions.push({ partition: outlet.partition, batch })
  }
  return [...topics.values()]
}

/** The broker answers topics by name or id, in an order of its own. */
function settleAnswer(sent: readonly Sent[], answer: ReturnType<typeof decodeProduce>): void {
  const byPlace = new Map<string, Outcome>()
  for (const topic of answer.topics) {
    for (const result of topic.partitions) {
      const outcome: Outcome =
        result.errorCode === 0
          ? { kind: 'appended', baseOffset: result.baseOffset }
          : { kind: 'refused', code: result.errorCode, message: result.errorMessage ?? '' }
      byPlace.set(`${topic.id ?? topic.name}/${result.partition}`, outcome)
    }
  }
  for (const { outlet } of sent) {
    const outcome =
      byPlace.get(`${outlet.remoteTopicId}/${outlet.partition}`) ??
      byPlace.get(`${outlet.remoteTopic}/${outlet.partition}`)
    outlet.settle(outcome ?? { kind: 'unknown', error: missingAnswer(outlet) })
  }
}

function missingAnswer(outlet: Outlet): StraitError {
  return new StraitError(
    'ST303',
    `the broker's produce answer leaves out ${outlet.remoteTopic}-${outlet.partition}`,
  )
}

/** What was on its way may stand in the log or not. */
function unknownFate(error: unknown): Outcome {
  return { kind: 'unknown', error: asStraitError(error, 'ST300', 'writing to the target failed') }
}
