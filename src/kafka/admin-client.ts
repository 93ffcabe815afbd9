// kafkajs' admin client: loaded and connected when it is first needed, silent, with few retries of its own so
// that a failure reaches the caller within seconds.

import { createRequire } from 'node:module'
import type { Admin, KafkaConfig, SASLOptions } from 'kafkajs'
import type { Security } from '../wire/connection.ts'
import type { ClusterSettings } from './settings.ts'

/** Connects on the first `get`; a connection that failed is tried anew by the next one. */
export class AdminClient {
  readonly #settings: ClusterSettings
  #connecting: Promise<Admin> | undefined

  constructor(settings: ClusterSettings) {
    this.#settings = settings
  }

  /** Rejects with kafkajs' own error. */
  get(): Promise<Admin> {
    this.#connecting ??= this.#connect()
    return this.#connecting
  }

  /** Idempotent; does nothing where nothing was connected. */
  async close(): Promise<void> {
    const admin = await this.#connecting?.catch(() => undefined)
    this.#connecting = undefined
    await admin?.disconnect()
  }

  async #connect(): Promise<Admin> {
    try {
      const { Kafka, logLevel } = (await import('kafkajs')).default
      silenceTimers()
      const admin = new Kafka({ ...kafkajsConfig(this.#settings), logLevel: logLevel.NOTHING }).admin()
      await admin.connect()
      return admin
    } catch (error) {
      this.#connecting = undefined
      throw error
    }
  }
}

function kafkajsConfig({ bootstrap, clientId, security, requestTimeoutMs }: ClusterSettings): KafkaConfig {
  const sasl = saslOptions(security)
  return {
    brokers: [...bootstrap],
    clientId,
    connectionTimeout: 10_000,
    requestTimeout: requestTimeoutMs ?? 60_000,
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 1000 },
    ...(security.tls !== undefined && { ssl: security.tls }),
    ...(sasl !== undefined && { sasl }),
  }
}

function saslOptions({ sasl }: Security): SASLOptions | undefined {
  if (sasl === undefined) return undefined
  const { username, password } = sasl
  return { mechanism: sasl.mechanism, username, password } as SASLOptions
}

let silenced = false

/**
 * kafkajs sets a timer with a negative delay for each request, which Node answers with a warning on stderr
 * (kafkajs 2.2.4 is the last release). The timer is needed only where requests wait, so elsewhere it is not set.
 */
function silenceTimers(): void {
  if (silenced) return
  silenced = true
  const require = createRequire(import.meta.url)
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue }
  const schedule = prototype.scheduleCheckPendingRequests
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this)
  }
}

interface RequestQueue {
  readonly pending: readonly unknown[]
  scheduleCheckPendingRequests(): void
}
