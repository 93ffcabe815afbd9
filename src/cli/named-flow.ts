// A flow as people name it on the command line: by its name, or by its address as plans show it. A shell takes quotes
// away, so `flow.spoke[oslo]` is the same as `flow.spoke["oslo"]`.

import { unknownFlow } from '../operate/unknown-flow.ts'
import { flowAddress } from '../plan/address.ts'
import type { FlowSpec, Topology } from '../topology/model.ts'

/** Throws ST550 where there is no such flow. */
export function namedFlow({ flows, addresses = {} }: Topology, given: string): FlowSpec {
  const found = Object.values(flows).find(
    ({ name }) =>
      name === given || isAddress(given, flowAddress(name)) || isAddress(given, addresses[flowAddress(name)]),
  )
  if (found !== undefined) return found
  throw unknownFlow(given, Object.keys(flows), 'this directory')
}

/** Whether `given` is the address, with its quotes or without. */
export function isAddress(given: string, address: string | undefined): boolean {
  return address !== undefined && (given === address || given === withoutQuotes(address))
}

/** What is left of an address in a shell. */
export function withoutQuotes(address: string): string {
  return address.replaceAll('"', '')
}
