// Changes go to the controller, or through the broker that metadata names in its place. Finding it is tried
// again; the change itself is sent once, because what became of a request without an answer is for a new plan to
// find out.

import { type ApiName, type CallAnswer, type CallArguments, callApi } from '../wire/call.ts'
import type { Fence } from '../wire/connection.ts'
import { type Link, lane } from './link.ts'
import { retrying } from './retry.ts'

/** The controller's own limit for one change; its answer may take that long. */
export const changeTimeoutMs = 30_000

/** Answers with error codes in the items, for the caller to read. Throws ST300, ST301 and ST304. */
export async function callController<Name extends ApiName>(
  link: Link,
  name: Name,
  args: CallArguments<Name>,
  fence?: Fence,
): Promise<CallAnswer<Name>> {
  const connection = await retrying(async () => {
    const { controllerId } = await link.brokers.metadata([])
    return controllerId < 0 ? link.brokers.any(lane) : link.brokers.connection(controllerId, lane)
  })
  return callApi(connection, name, args, {
    errorCodes: 'return',
    timeoutMs: changeTimeoutMs + 10_000,
    fence,
  })
}
