// What the parts of one import share: the books, what clusters and environment variables are called, and the
// config providers of the file.

import type { Code } from '../hcl/write-hcl.ts'
import type { SecretRef } from '../topology/model.ts'
import type { Ledger, Variable } from './ledger.ts'
import { isPlaceholder } from './placeholder.ts'
import { holdsReference, whereabouts, wholeReference } from './provider-reference.ts'
import type { Setting } from './setting.ts'

export interface ImportContext {
  readonly ledger: Ledger
  readonly providers: ReadonlyMap<string, string>
  /** Names of clusters by alias: an alias may hold what a name may not. */
  readonly clusterNames: ReadonlyMap<string, string>
}

export function clusterName({ clusterNames }: ImportContext, alias: string): string {
  return clusterNames.get(alias) ?? alias
}

/** Distinct names for aliases, as near to them as names may be. */
export function nameClusters(aliases: readonly string[]): Map<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  const isName = (alias: string): boolean => /^(?!__)[A-Za-z_][A-Za-z0-9_-]{0,89}$/.test(alias)
  // Aliases that are names already keep theirs, whatever the others become.
  for (const alias of [...aliases.filter(isName), ...aliases.filter((one) => !isName(one))]) {
    const plain = isName(alias)
      ? alias
      : alias
          .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
          .replace(/^(?=[^A-Za-z_]|__)/, 'c')
          .slice(0, 90)
    let name = plain
    for (let count = 2; taken.has(environmentName(name)); count++) name = `${plain}-${count}`
    taken.add(environmentName(name))
    names.set(alias, name)
  }
  return names
}

/** `US_EAST` of `us-east`. Two clusters never share it. */
function environmentName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()
}

export interface SecretPurpose {
  /** The cluster's name. */
  readonly cluster: string
  /** `PASSWORD`, `TRUSTSTORE_PASSWORD`. */
  readonly suffix: string
  /** Follows the variable's name in the report: `the password of user "mm2" on cluster us`. */
  readonly meaning: string
  readonly setting: Setting
}

/** Where Strait is to read a secret whose value, or a reference to it, stands in the file. Never the value. */
export function secretFor(
  text: string,
  { cluster, suffix, meaning, setting }: SecretPurpose,
  { ledger, providers }: ImportContext,
): SecretRef {
  const reference = wholeReference(text, providers)
  if (reference?.kind === 'directory') return { file: `${reference.path}/${reference.key}` }
  const isVariable = reference?.kind === 'environment' && /^[A-Za-z_]\w*$/.test(reference.key)
  const name = isVariable ? reference.key : `${environmentName(cluster)}_${suffix}`
  const now = reference === undefined || isVariable ? '' : `; it is ${whereabouts(reference)} now`
  ledger.task({ kind: 'environment', name, note: `${meaning}${now}`, line: setting.line })
  return { env: name }
}

/** A variable of the topology, for a value that only a config provider knows, or nobody yet; else undefined. */
export function variableFor(
  setting: Setting,
  { name, ...variable }: Variable & { readonly name: string },
  { ledger, providers }: ImportContext,
): Code | undefined {
  const isReference = holdsReference(setting.value, providers)
  if (!isReference && !isPlaceholder(setting.value)) return undefined
  const reference = wholeReference(setting.value, providers)
  const now = isReference
    ? reference === undefined
      ? 'a config provider knows it now'
      : `it is ${whereabouts(reference)} now`
    : `${setting.key} has a placeholder`
  const { line } = setting
  return ledger.variable(variableName(name), variable, { note: `${variable.description}; ${now}`, line })
}

/** `us_east_bootstrap` of `us-east_bootstrap`. */
export function variableName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_]/g, '_')
}
