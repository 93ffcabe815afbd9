// What every noun of the control plane works with: the brokers over wire/, kafkajs' admin client, and who
// leads which partition as far as it is known.

import type { Admin } from 'kafkajs'
import { Brokers } from '../wire/brokers.ts'
import { AdminClient } from './admin-client.ts'
import { adoptKafkajs } from './adopt-kafkajs.ts'
import { Leaders } from './leaders.ts'
import type { Attempt } from './refusal.ts'
import { type ClusterSettings, endpointsOf, principalOf } from './settings.ts'

/** Requests of the control plane travel on connections of their own. */
export const lane = 'control'

/** Many configs take a broker a while; other questions pass by on their own connection. */
export const configsLane = 'configs'

/** So does looking at many files. */
export const sizesLane = 'sizes'

export interface Link {
  /** The cluster's name in the topology, for messages. */
  readonly name: string
  readonly principal: string | undefined
  readonly brokers: Brokers
  readonly leaders: Leaders
  /** Rejects with a StraitError. */
  admin(): Promise<Admin>
  /** Idempotent. */
  close(): Promise<void>
}

/** Opens nothing yet. */
export function openLink(name: string, settings: ClusterSettings): Link {
  const { clientId, security, requestTimeoutMs } = settings
  const brokers = new Brokers({
    bootstrap: endpointsOf(settings.bootstrap),
    clientId,
    security,
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
  })
  const client = new AdminClient(settings)
  const principal = principalOf(security)
  return {
    name,
    principal,
    brokers,
    leaders: new Leaders(brokers),
    admin: () =>
      client.get().catch((error: unknown) => {
        throw adoptKafkajs(error, clusterAttempt({ name, principal }, 'connect', 'describe'))
      }),
    close: async () => {
      await Promise.all([client.close(), brokers.close()])
    },
  }
}

type Named = Pick<Link, 'name' | 'principal'>

/** Connects for the long reads before there is anything to ask. Who needs a connection later hears why there is none. */
export async function openLanes({ brokers }: Link): Promise<void> {
  const ids = await brokers.ids()
  const lanes = [configsLane, sizesLane]
  await Promise.allSettled(ids.flatMap((id) => lanes.map((lane) => brokers.connection(id, lane))))
}

/** An attempt whose permission is one on the cluster. */
export function clusterAttempt({ name, principal }: Named, action: string, operation: string): Attempt {
  return {
    cluster: name,
    principal,
    action,
    operation,
    resourceType: 'cluster',
    resourceName: 'kafka-cluster',
  }
}

/** An attempt whose permission is one on a topic or a group. */
export function namedAttempt(
  { name, principal }: Named,
  resource: readonly ['topic' | 'group', string],
  { action, operation }: { action: string; operation: string },
): Attempt {
  const [resourceType, resourceName] = resource
  return { cluster: name, principal, action, operation, resourceType, resourceName }
}
