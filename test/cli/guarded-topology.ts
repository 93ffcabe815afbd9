// The topology whose flow goes through its guards, as its owners write it from one commit to the next.

import type { Broker } from '../brokers/broker.ts'

export interface GuardedBrokers {
  readonly us: Broker
  readonly eu: Broker
}

export interface Written {
  readonly protect?: boolean
  readonly topics?: string
  readonly deletes?: boolean
  readonly drift?: string
  readonly also?: string
  /** Inside of the flow. */
  readonly inside?: string
}

export function clustersText(brokers: GuardedBrokers, { deletes = false, also = '' }: Written = {}): string {
  const cluster = (name: string, { bootstrap }: Broker): string =>
    `cluster "${name}" {\n  bootstrap = ${JSON.stringify(bootstrap)}\n}\n`
  return `${cluster('us', brokers.us)}${cluster('eu', brokers.eu)}strait {
  deletes {
    topics          = ${deletes}
    internal_topics = ${deletes}
    group_offsets   = true
  }
}
${also}`
}

export function guardedTopology(name: string, brokers: GuardedBrokers, written: Written): string {
  const { protect = false, topics = '["orders", "tmp"]', drift = '', inside = '' } = written
  return `${clustersText(brokers, written)}
flow "${name}" {
  source           = cluster.us
  target           = cluster.eu
  refresh_interval = "1s"

  topics {
    include = ${topics}
  }

  lifecycle {
    protect = ${protect}
    ${drift}
  }

  ${inside}
}
`
}
