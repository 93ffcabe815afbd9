// Who holds a lease, in words that help whoever has to wait for it. Distinct for every process.

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Revision } from '../mirror/control.ts'

/** `ada@example.com on build-7, process 4711 (9f3a)`. */
export function leaseHolder({ appliedBy }: Revision): string {
  return `${appliedBy ?? 'someone'} on ${hostname()}, process ${process.pid} (${randomBytes(2).toString('hex')})`
}
