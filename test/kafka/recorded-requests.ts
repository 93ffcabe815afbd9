// How often each API was asked of a broker behind a recording proxy.

import type { FaultProxy } from '../proxy/proxy.ts'
import { requestsIn } from '../proxy/requests.ts'

/** Since `record()`, in no order; opening connections (ApiVersions, SASL) aside. */
export function requestCounts(proxy: FaultProxy): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { api } of requestsIn(proxy.recorded)) {
    if (api !== 'ApiVersions' && !api.startsWith('Sasl')) counts[api] = (counts[api] ?? 0) + 1
  }
  return counts
}
