// Where a broker is and how it wants to be spoken to. Secrets are already resolved here: these values are kept in
// memory only and never reach a message.

import type { ConnectionOptions as TlsOptions } from 'node:tls'

export interface Endpoint {
  readonly host: string
  readonly port: number
}

export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512'

export interface Sasl {
  readonly mechanism: SaslMechanism
  readonly username: string
  readonly password: string
}

/** No `tls`: plain TCP. No `sasl`: not authenticated, or by client certificate. */
export interface Security {
  readonly tls?: TlsOptions
  readonly sasl?: Sasl
}
