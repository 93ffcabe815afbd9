// Where a module stands among modules, and what that makes of the names in it. A plain name goes into topics,
// transactional ids and records, so it has to be one word: the names of the modules around it, outermost first, two
// dashes after each, then its own. No name and no key that takes part has two dashes in a row or one at an end, so
// such a word can be taken apart in one way only.

export interface ModulePlace {
  /** Stands before every plain name made here, as `region-eu--`; empty in the root. */
  readonly prefix: string
  /** As `module.region["eu"]`; undefined in the root. */
  readonly address: string | undefined
  /** The directory of its files, from the root of the topology; empty for the root. */
  readonly directory: string
}

export const rootPlace: ModulePlace = { prefix: '', address: undefined, directory: '' }

/** The name in the model of what is called `name` in its own files. */
export function plainName({ prefix }: ModulePlace, name: string): string {
  return prefix + name
}

/** As `module.region["eu"].flow.orders["x"]`. */
export function addressIn(
  { address }: ModulePlace,
  { type, name, key }: { readonly type: string; readonly name: string; readonly key?: string },
): string {
  const index = key === undefined ? '' : `[${JSON.stringify(key)}]`
  return `${address === undefined ? '' : `${address}.`}${type}.${name}${index}`
}

/** The place inside the module instance of that plain name and address. */
export function placeOfModule(
  { name, address }: { readonly name: string; readonly address: string },
  directory: string,
): ModulePlace {
  return { prefix: modulePrefix(name), address, directory }
}

/** `region-eu` → `region-eu--`. */
export function modulePrefix(name: string): string {
  return `${name}--`
}

/** The module that an address leads through, as `module.region["eu"]`; undefined in the root. */
export function moduleOf(address: string): string | undefined {
  return /^(?:module\.[\w-]+(?:\["[^"]*"\])?\.)+/.exec(address)?.[0].slice(0, -1)
}
