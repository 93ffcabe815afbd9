// What one cluster is reached with: where, how secured, under which client id. Secrets are already resolved.

import { StraitError } from '../errors/strait-error.ts'
import type { Endpoint, Security } from '../wire/connection.ts'

export interface ClusterSettings {
  /** `host:port`; an IPv6 host stands in brackets. */
  readonly bootstrap: readonly string[]
  readonly security: Security
  readonly clientId: string
  readonly requestTimeoutMs?: number
}

/** Throws ST306 on an address that names no port. */
export function endpointsOf(bootstrap: readonly string[]): Endpoint[] {
  return bootstrap.map((address) => {
    const [, bracketed, plain, port] = /^(?:\[(.+)\]|(.+)):(\d{1,5})$/.exec(address) ?? []
    const host = bracketed ?? plain
    if (host === undefined) throw new StraitError('ST306', `Bootstrap address "${address}" is not host:port`)
    return { host, port: Number(port) }
  })
}

/** How the brokers name us, where that is known: with TLS client certificates only they can tell. */
export function principalOf({ sasl, tls }: Security): string | undefined {
  if (sasl !== undefined) return `User:${sasl.username}`
  return tls?.cert === undefined ? 'User:ANONYMOUS' : undefined
}
