// The transaction of a shard's id, at its coordinator: what the fence and the copy of old records both stand on.
// Version 3 of AddPartitionsToTxn and EndTxn works on every transaction.version and keeps the epoch. EndTxn answers
// before its markers have landed, so an end is watched until the coordinator calls it complete.

import { setTimeout as delay } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import type { Brokers } from '../wire/brokers.ts'
import { type CallAnswer, callApi } from '../wire/call.ts'
import type { Connection } from '../wire/connection.ts'
import { protocolCodeOf, protocolError } from '../wire/protocol-errors.ts'
import type { ProducerSession } from './partition-copy.ts'

export interface Place {
  readonly topic: string
  readonly partition: number
}

/** One owner's hold on a shard's transactional id. */
export interface TransactionOwner {
  readonly transactionalId: string
  readonly session: ProducerSession
  readonly signal: AbortSignal
  /** Told, again and again, that an end of the transaction takes long: a partition does not take its marker. */
  readonly slow?: () => void
}

const slowMs = 10_000

/** The longest that brokers allow by default (transaction.max.timeout.ms), and what is tried where that is less. */
const timeoutsMs = [900_000, 60_000]
const lane = 'fence'
const errorCodes = {
  invalidProducerEpoch: 47,
  invalidTxnState: 48,
  invalidTransactionTimeout: 50,
  concurrentTransactions: 51,
  producerFenced: 90,
  operationNotAttempted: 55,
  transactionalIdNotFound: 105,
} as const
/** UNKNOWN_TOPIC_OR_PARTITION, TOPIC_AUTHORIZATION_FAILED. */
const topicCodes: ReadonlySet<number> = new Set([3, 29])

/** InitProducerId: aborts what is open, and answers an epoch above every former owner's. */
export async function initProducer(
  brokers: Brokers,
  { transactionalId, signal, ...owner }: Omit<TransactionOwner, 'session'>,
): Promise<ProducerSession> {
  for (const [index, timeoutMs] of timeoutsMs.entries()) {
    try {
      return await atCoordinator(brokers, { transactionalId, signal, ...owner }, async (coordinator) => {
        const answer = await callApi(coordinator, 'initProducerIdV4', [transactionalId, timeoutMs, -1n, -1])
        return { producerId: Number(answer.producerId), producerEpoch: answer.producerEpoch }
      })
    } catch (error) {
      const tooLong = protocolCodeOf(error) === errorCodes.invalidTransactionTimeout
      if (!tooLong || index === timeoutsMs.length - 1) throw error
    }
  }
  throw new StraitError('ST305', `${transactionalId} got no producer id`)
}

/**
 * Opens the transaction, or widens it. Where topics are refused for what they are (not there, no right to write), their
 * error codes are the answer and no place was added: the broker takes all or none.
 */
export async function addPartitions(
  brokers: Brokers,
  owner: TransactionOwner,
  places: readonly Place[],
): Promise<ReadonlyMap<string, number>> {
  const { transactionalId, session } = owner
  const { producerEpoch } = session
  const producerId = BigInt(session.producerId)
  const topics = byTopic(places)
  return atCoordinator(brokers, owner, async (coordinator) => {
    const answer = await callApi(
      coordinator,
      'addPartitionsToTxnV3',
      [[{ transactionalId, producerId, producerEpoch, verifyOnly: false, topics }]],
      { errorCodes: 'return' },
    )
    return topicRefusals(answer, `adding partitions to transaction ${transactionalId}`)
  })
}

/** Throws what is no topic's own. */
function topicRefusals(
  { resultsByTransaction }: CallAnswer<'addPartitionsToTxnV3'>,
  what: string,
): Map<string, number> {
  const refused = new Map<string, number>()
  for (const { name, resultsByPartition } of resultsByTransaction.flatMap(
    ({ topicResults }) => topicResults,
  )) {
    for (const { partitionErrorCode: code } of resultsByPartition) {
      if (code === 0 || code === errorCodes.operationNotAttempted) continue
      if (!topicCodes.has(code)) throw protocolError(code, what)
      refused.set(name, code)
    }
  }
  return refused
}

/** Ends the transaction and resolves once its markers have landed in every partition's log. */
export async function endTransaction(
  brokers: Brokers,
  owner: TransactionOwner,
  how: 'commit' | 'abort',
): Promise<void> {
  const { transactionalId, session, signal } = owner
  await atCoordinator(brokers, owner, async (coordinator) => {
    const producerId = BigInt(session.producerId)
    await callApi(coordinator, 'endTxnV3', [
      transactionalId,
      producerId,
      session.producerEpoch,
      how === 'commit',
    ])
  })
  const wanted = how === 'commit' ? 'CompleteCommit' : 'CompleteAbort'
  const isLate = lateness(owner)
  for (let waitMs = 2; ; waitMs = isLate() ? 1_000 : Math.min(waitMs * 2, 100)) {
    const found = await describe(brokers, transactionalId)
    if (found?.producerEpoch !== session.producerEpoch) throw succeeded(transactionalId)
    if (found.transactionState === wanted) return
    await delay(waitMs, undefined, { signal })
  }
}

/**
 * Commits what a former owner left open, as after a crash: its records are the source's, in order, and committed
 * they need not be sent again. What somebody else ends meanwhile is ended as well.
 */
export async function commitLeftOpen(
  brokers: Brokers,
  owner: Omit<TransactionOwner, 'session'>,
): Promise<void> {
  const { transactionalId } = owner
  const found = await describe(brokers, transactionalId)
  if (found?.transactionState !== 'Ongoing') return
  const session = { producerId: Number(found.producerId), producerEpoch: found.producerEpoch }
  try {
    await endTransaction(brokers, { ...owner, session }, 'commit')
  } catch (error) {
    if (!isFenced(error) && protocolCodeOf(error) !== errorCodes.invalidTxnState) throw error
  }
}

/** Whether the error means that a newer owner took the shard over. */
export function isFenced(error: unknown): boolean {
  const code = protocolCodeOf(error)
  return code === errorCodes.invalidProducerEpoch || code === errorCodes.producerFenced
}

/** Undefined where the coordinator has never heard of the id. */
async function describe(brokers: Brokers, transactionalId: string) {
  try {
    const where = { kind: 'transaction', key: transactionalId, lane } as const
    const answer = await brokers.atCoordinator(where, (coordinator) =>
      callApi(coordinator, 'describeTransactionsV0', [[transactionalId]]),
    )
    return answer.transactionStates[0]
  } catch (error) {
    if (protocolCodeOf(error) === errorCodes.transactionalIdNotFound) return undefined
    throw error
  }
}

/** While the coordinator still finishes what was ended before, it answers 51. */
async function atCoordinator<T>(
  brokers: Brokers,
  owner: Omit<TransactionOwner, 'session'>,
  attempt: (coordinator: Connection) => Promise<T>,
): Promise<T> {
  const { transactionalId, signal } = owner
  const isLate = lateness(owner)
  for (let waitMs = 5; ; waitMs = isLate() ? 1_000 : Math.min(waitMs * 2, 200)) {
    try {
      return await brokers.atCoordinator({ kind: 'transaction', key: transactionalId, lane }, attempt)
    } catch (error) {
      if (protocolCodeOf(error) !== errorCodes.concurrentTransactions) throw error
      await delay(waitMs, undefined, { signal })
    }
  }
}

/** Tells, too, once it is so. */
function lateness({ slow }: Pick<TransactionOwner, 'slow'>): () => boolean {
  const startedMs = performance.now()
  return () => {
    const isLate = performance.now() - startedMs > slowMs
    if (isLate) slow?.()
    return isLate
  }
}

function succeeded(transactionalId: string): StraitError {
  return new StraitError('ST305', `${transactionalId} has a newer owner`, {
    facts: { protocolCode: errorCodes.producerFenced },
  })
}

function byTopic(places: readonly Place[]): { name: string; partitions: number[] }[] {
  return [...Map.groupBy(places, ({ topic }) => topic)].map(([name, list]) => ({
    name,
    partitions: list.map(({ partition }) => partition),
  }))
}
