// Addresses that mean more than one block: `flow.hub` means every instance of it, `module.region` all that is in it.
// What depends on what is kept in such addresses, so that a block that is repeated a thousand times is named once.

/** Whether `reference` means the block at `address`: the block itself, its instances, or what is in the module. */
export function means(reference: string, address: string): boolean {
  return address.startsWith(reference) && /^$|^[.[]/.test(address.slice(reference.length))
}

/** Every reference that means the block, the widest first: `module.a`, `module.a["x"]`, `module.a["x"].flow.b`. */
export function referencesTo(address: string): string[] {
  const parts = address.match(/\.?[a-z]+\.[\w-]+|\["[^"]*"\]/g) ?? []
  return parts.map((_, at) => parts.slice(0, at + 1).join(''))
}

/** References by the block, repeated block or module that they hold for. */
export type Dependencies = Readonly<Record<string, readonly string[]>>

/** What the block at `address` depends on: its own references, and those of the modules around it. */
export function dependenciesOf(address: string, declared: Dependencies): string[] {
  const outer = referencesTo(address).filter((reference) => Object.hasOwn(declared, reference))
  return [...new Set(outer.flatMap((reference) => declared[reference] ?? []))].sort()
}
