// The reasons why a connection ends, each naming the broker.

import { StraitError } from '../errors/strait-error.ts'
import { errorText } from '../std/error-text.ts'
import { apiName } from './api-names.ts'
import type { Endpoint } from './endpoint.ts'
import type { Pending } from './pending-requests.ts'

export function placeOf({ host, port }: Endpoint): string {
  return `${host}:${port}`
}

/** ST300: whatever took the line away. */
export function lost({ host, port }: Endpoint, why: string, cause?: unknown): StraitError {
  return new StraitError('ST300', `the connection to broker ${host}:${port} is lost: ${why}`, {
    facts: { host, port },
    ...(cause !== undefined && { cause }),
  })
}

/** How far a line had come when it went: `greeted` is whoever was told the API versions, as anybody is, and nothing else. */
export type Standing = 'served' | 'greeted' | 'silent'

/**
 * ST300: the broker ended the line. One that wants a login says no other word to who does not log in, so several that go
 * as `greeted` in a row are its answer.
 */
export function hungUp({ host, port }: Endpoint, standing: Standing, cause?: Error): StraitError {
  const why = cause?.message.trim() ?? 'the broker ended it'
  const hint =
    standing === 'served' ? '' : ', without an answer; if it wants a login, the cluster needs a sasl block'
  return new StraitError('ST300', `the connection to broker ${host}:${port} is lost: ${why}${hint}`, {
    facts: { host, port, standing },
    ...(cause !== undefined && { cause }),
  })
}

/** ST303: nothing that this peer sends can be trusted any more. */
export function malformed({ host, port }: Endpoint, cause: unknown): StraitError {
  const why = errorText(cause)
  return new StraitError('ST303', `broker ${host}:${port} sent what Kafka does not: ${why}`, {
    cause,
    facts: { host, port },
  })
}

/** ST301: an answer that may still come would be taken for another request's, so the line goes. */
export function timedOut({ host, port }: Endpoint, { key, timeoutMs }: Pending): StraitError {
  return new StraitError(
    'ST301',
    `broker ${host}:${port} did not answer ${apiName(key)} within ${timeoutMs} ms; the connection is dropped`,
    { facts: { host, port, apiKey: key, timeoutMs } },
  )
}
