// Fencing: after `seal`, no write of any former owner of the shard can land in these partitions, and their log
// ends stand still until we write. An epoch bump alone stops nobody: only a marker in the partition's own log does.

import type { Brokers } from '../wire/brokers.ts'
import type { ProducerSession } from './partition-copy.ts'
import {
  addPartitions,
  commitLeftOpen,
  endTransaction,
  initProducer,
  type Place,
  type TransactionOwner,
} from './transaction.ts'

/** Takes the shard over: what its former owner sent and did not commit is committed, and its epoch is outbid. */
export async function takeSession(
  brokers: Brokers,
  owner: Omit<TransactionOwner, 'session'>,
): Promise<ProducerSession> {
  await commitLeftOpen(brokers, owner)
  return initProducer(brokers, owner)
}

/**
 * Writes an abort marker with the session's epoch into each partition and waits until all have landed. Where topics are
 * refused, nothing is sealed, and their error codes are the answer.
 */
export async function seal(
  brokers: Brokers,
  owner: TransactionOwner,
  places: readonly Place[],
): Promise<ReadonlyMap<string, number>> {
  const refused = await addPartitions(brokers, owner, places)
  if (refused.size === 0) await endTransaction(brokers, owner, 'abort')
  return refused
}
