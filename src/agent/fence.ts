// Fencing: after `seal`, no write of any former owner of the shard can land in these partitions, and their log
// ends stand still until we write. The steps and why each is needed: an epoch bump alone stops nobody, only the
// abort marker in the partition's own log does; the marker lands after EndTxn answers, so the transaction is
// watched until CompleteAbort; version 3 of both calls works on every transaction.version and keeps the epoch.

import { setTimeout as delay } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import type { Brokers } from '../wire/brokers.ts'
import { callApi } from '../wire/call.ts'
import type { Connection } from '../wire/connection.ts'
import type { ProducerSession } from './partition-copy.ts'

export interface SealTarget {
  readonly topic: string
  readonly partition: number
}

/** Long enough that a slow seal is never aborted under us; a crash in the middle is ended by the successor. */
const transactionTimeoutMs = 60_000
const concurrentTransactions = 51
const fencedCodes = new Set([47, 90])
const lane = 'fence'

/** Takes the shard over: the coordinator answers a producer epoch above every former owner's. */
export async function takeSession(
  brokers: Brokers,
  transactionalId: string,
  signal: AbortSignal,
): Promise<ProducerSession> {
  return atCoordinator(brokers, { transactionalId, signal }, async (coordinator) => {
    const answer = await callApi(coordinator, 'initProducerIdV4', [
      transactionalId,
      transactionTimeoutMs,
      -1n,
      -1,
    ])
    return { producerId: Number(answer.producerId), producerEpoch: answer.producerEpoch }
  })
}

/** Writes an abort marker with the session's epoch into each partition and waits until all have landed. */
export async function seal(
  brokers: Brokers,
  transactionalId: string,
  request: { session: ProducerSession; partitions: readonly SealTarget[]; signal: AbortSignal },
): Promise<void> {
  const { session, partitions, signal } = request
  const producerId = BigInt(session.producerId)
  await atCoordinator(brokers, { transactionalId, signal }, async (coordinator) => {
    const { producerEpoch } = session
    const topics = byTopic(partitions)
    await callApi(coordinator, 'addPartitionsToTxnV3', [
      [{ transactionalId, producerId, producerEpoch, verifyOnly: false, topics }],
    ])
  })
  await atCoordinator(brokers, { transactionalId, signal }, async (coordinator) => {
    await callApi(coordinator, 'endTxnV3', [transactionalId, producerId, session.producerEpoch, false])
  })
  await awaitAborted(brokers, transactionalId, signal)
}

/** Whether the error means that a newer owner took the shard over. */
export function isFenced(error: unknown): boolean {
  return error instanceof StraitError && fencedCodes.has(Number(error.facts['protocolCode']))
}

async function awaitAborted(brokers: Brokers, transactionalId: string, signal: AbortSignal): Promise<void> {
  for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 100)) {
    const coordinator = await brokers.coordinator('transaction', transactionalId, lane)
    const answer = await callApi(coordinator, 'describeTransactionsV0', [[transactionalId]])
    const state = answer.transactionStates[0]?.transactionState
    if (state === 'CompleteAbort') return
    await delay(waitMs, undefined, { signal })
  }
}

/** A predecessor's half-done seal is finished by the coordinator; until then it answers 51. */
async function atCoordinator<T>(
  brokers: Brokers,
  { transactionalId, signal }: { transactionalId: string; signal: AbortSignal },
  attempt: (coordinator: Connection) => Promise<T>,
): Promise<T> {
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 200)) {
    try {
      return await brokers.atCoordinator({ kind: 'transaction', key: transactionalId, lane }, attempt)
    } catch (error) {
      const code = error instanceof StraitError ? Number(error.facts['protocolCode']) : 0
      if (code !== concurrentTransactions) throw error
      await delay(waitMs, undefined, { signal })
    }
  }
}

function byTopic(partitions: readonly SealTarget[]): { name: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>()
  for (const { topic, partition } of partitions) {
    const list = topics.get(topic)
    if (list === undefined) topics.set(topic, [partition])
    else list.push(partition)
  }
  return [...topics].map(([name, numbers]) => ({ name, partitions: numbers }))
}
