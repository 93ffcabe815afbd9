// The commands that grant what is missing, and nothing else: names one by one, as Kafka's own tool takes them, and
// their common prefix only where there are many and nothing on the cluster that begins so is not among them.

import { grantCommand } from '../kafka/grant-command.ts'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import { commonPrefix } from '../std/common-prefix.ts'
import { byText } from './canonical.ts'
import type { MissingPermission } from './missing-permissions.ts'

/** More literal names than this in one command are given by their prefix where that grants no more. */
const namesMax = 12

export type Missing = Pick<
  MissingPermission,
  'principal' | 'operation' | 'resource_type' | 'resource_names' | 'pattern_type'
>

/** One command for all operations that are missing on the same names. `there`: where the names are from. */
export function grantCommands(
  missing: readonly Missing[],
  there?: Pick<ClusterSnapshot, 'topics' | 'groups'>,
): string[] {
  const alike = Map.groupBy(missing, ({ resource_type, resource_names, pattern_type, principal }) =>
    JSON.stringify([resource_type, pattern_type ?? null, principal, resource_names]),
  )
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    return first === undefined
      ? []
      : [command(first, [...new Set(group.map(({ operation }) => operation))], there)]
  })
}

function command(
  { principal, resource_type: resourceType, resource_names: names, pattern_type: pattern }: Missing,
  operations: readonly string[],
  there: Pick<ClusterSnapshot, 'topics' | 'groups'> | undefined,
): string {
  const prefix = pattern === undefined ? narrowPrefix(resourceType, names, there) : undefined
  const prefixed = pattern === 'prefixed' || prefix !== undefined
  return grantCommand({
    principal,
    operations,
    resourceType,
    names: prefix === undefined ? names : [prefix],
    prefixed,
  })
}

/** Undefined where the names are few, have nothing in common, or something else begins so too. */
function narrowPrefix(
  type: Missing['resource_type'],
  names: readonly string[],
  there: Pick<ClusterSnapshot, 'topics' | 'groups'> | undefined,
): string | undefined {
  if (names.length <= namesMax || there === undefined) return undefined
  const prefix = commonPrefix(names.toSorted(byText))
  if (prefix === '') return undefined
  const known = new Set(names)
  const others = type === 'topic' ? there.topics.keys() : there.groups.keys()
  return [...others].some((name) => name.startsWith(prefix) && !known.has(name)) ? undefined : prefix
}
