// Plain names are what Kafka sees: `region-eu--orders`. People wrote `module.region["eu"].flow.orders`, and that is what
// a row of theirs is called. What the control topic remembers under an address keeps the one that it has.

import type { Topology } from '../topology/model.ts'
import { moduleOf } from '../topology/modules/module-place.ts'
import type { ResourceChange } from './resource-change.ts'

type Addresses = NonNullable<Topology['addresses']>

/** Rows made under plain names → rows under the addresses of what they belong to. */
export function inFull<Row extends ResourceChange>(
  rows: readonly Row[],
  { addresses = {} }: Pick<Topology, 'addresses'>,
): Row[] {
  return rows.map((row) => {
    const address = fullAddress(row, addresses)
    return address === row.address ? row : { ...row, address }
  })
}

/** Every row with the module that it belongs to, as Terraform's plans have it; none for what is of the root. */
export function withModules(rows: readonly ResourceChange[]): ResourceChange[] {
  return rows.map((row) => {
    const module = moduleOf(row.address)
    return module === undefined ? row : { ...row, module_address: module }
  })
}

/** What is said of a flow, under its address where that is not `flow.NAME`. */
export function withAddress<Said extends { readonly flow: string | null }>(
  said: readonly Said[],
  { addresses = {} }: Pick<Topology, 'addresses'>,
): (Said & { address?: string })[] {
  return said.map((one) => {
    const address = one.flow === null ? undefined : ownerAddress('flow', one.flow, addresses)
    return address === undefined ? one : { ...one, address }
  })
}

/** A row belongs to its cluster; a flow, and the offsets of a group on it, to the flow. */
export function fullAddress(
  row: Pick<ResourceChange, 'type' | 'flow' | 'cluster' | 'name' | 'address'>,
  addresses: Addresses,
): string {
  const { type, flow, cluster, name } = row
  if (type === 'flow') return ownerAddress('flow', name, addresses) ?? row.address
  const owner =
    type === 'group_offset'
      ? ownerAddress('flow', flow ?? '', addresses)
      : ownerAddress('cluster', cluster, addresses)
  if (owner === undefined) return row.address
  const module = moduleOf(owner)
  const prefix = module === undefined ? '' : `${module}.`
  const named = owner.slice(prefix.length).replace(/^[a-z]+\./, '')
  return `${prefix}${type}.${named}[${JSON.stringify(name)}]`
}

function ownerAddress(kind: 'flow' | 'cluster', name: string, addresses: Addresses): string | undefined {
  const path = `${kind}.${name}`
  return Object.hasOwn(addresses, path) ? addresses[path] : undefined
}
