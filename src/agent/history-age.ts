// From which age on records are written in transactions: half of what the target's brokers wait before they forget
// a producer (producer.id.expiration.ms), because they look at their clocks and the records at theirs.

import { StraitError } from '../errors/strait-error.ts'
import type { Brokers } from '../wire/brokers.ts'
import { callApi } from '../wire/call.ts'

const key = 'producer.id.expiration.ms'
const defaultExpirationMs = 86_400_000
const brokerResource = 4 as const
const lane = 'settings'

/** The shortest of all brokers; Kafka's default where an agent may not read it. Throws where no broker answers. */
export async function historyAgeMs(brokers: Brokers): Promise<number> {
  const { brokers: all } = await brokers.metadata([])
  const expirations = await Promise.all(all.map(({ id }) => expirationMs(brokers, id)))
  return Math.min(defaultExpirationMs, ...expirations) / 2
}

async function expirationMs(brokers: Brokers, brokerId: number): Promise<number> {
  const resource = { resourceType: brokerResource, resourceName: `${brokerId}`, configurationKeys: [key] }
  try {
    const connection = await brokers.connection(brokerId, lane)
    const { results } = await callApi(connection, 'describeConfigsV4', [[resource], false, false])
    const value = Number(results[0]?.configs.find(({ name }) => name === key)?.value)
    return value > 0 ? value : defaultExpirationMs
  } catch (error) {
    // Not allowed, or away for the moment: the default is right nearly everywhere.
    if (error instanceof StraitError) return defaultExpirationMs
    throw error
  }
}
