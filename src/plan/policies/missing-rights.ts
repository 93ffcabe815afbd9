// Permissions that carrying the plan out, or copying afterwards, will miss, with the command that grants them. A
// warning and no error: apply and agents may run as another principal than the one that plans.

import { byText } from '../canonical.ts'
import { type MissingPermission, missingPermissions } from '../missing-permissions.ts'
import type { Finding } from '../plan-file.ts'
import { reports, warning } from './policy.ts'

export const missingRights = reports((outlook, rows) => {
  const missing = missingPermissions(outlook, rows)
  return [
    ...Map.groupBy(missing, ({ cluster, needed_by }) => JSON.stringify([cluster, needed_by])).values(),
  ].map(toFinding)
})

export const unknownSizes = reports(({ view }) =>
  [...new Set(view.flows.map(({ source }) => source))].flatMap(({ name, sizesKnown, rights }) => {
    if (sizesKnown !== false) return []
    const who = rights?.principal ?? 'this client'
    return [
      warning('ST471', {
        cluster: name,
        detail: `${who} has no DESCRIBE on the cluster, so ${name} does not tell how large its topics are: how many bytes there are to copy, and how long that takes, is not known. Grant it with: ${grantCommand({ principal: rights?.principal ?? null, operation: 'describe', resource_type: 'cluster', resource_names: [] })}`,
      }),
    ]
  }),
)

function toFinding(missing: readonly MissingPermission[]): Finding {
  const [first] = missing
  const who = first?.principal ?? 'this client'
  const user = first?.needed_by === 'apply' ? 'apply' : 'the agent'
  const rights = [
    ...new Set(
      missing.map(({ operation, resource_type }) => `${operation.toUpperCase()} on ${resource_type}s`),
    ),
  ]
  const commands = missing.map(grantCommand).join(' ; ')
  return warning('ST470', {
    ...(first !== undefined && { cluster: first.cluster }),
    subjects: [...new Set(missing.flatMap(({ resource_names }) => resource_names))].sort(byText),
    detail: `${who} lacks what ${user} will need: ${rights.join(', ').replaceAll('clusters', 'the cluster')}. If ${user} runs as another principal, that one needs it. Grant it with: ${commands}`,
  })
}

/** One command for any number of names: their common prefix, where they have one. */
export function grantCommand({
  principal,
  operation,
  resource_type: type,
  resource_names: names,
}: Pick<MissingPermission, 'principal' | 'operation' | 'resource_type' | 'resource_names'>): string {
  const verb = operation
    .split('_')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('')
  const start = `kafka-acls.sh --add --allow-principal ${shellWord(principal ?? 'User:…')} --operation ${verb}`
  if (type === 'cluster') return `${start} --cluster`
  const [first = '', last = first] = [names[0], names.at(-1)]
  if (names.length < 2) return `${start} --${type} ${shellWord(first)}`
  return `${start} --${type} ${shellWord(commonPrefix(first, last) || '*')}${commonPrefix(first, last) === '' ? '' : ' --resource-pattern-type prefixed'}`
}

function commonPrefix(first: string, last: string): string {
  const at = [...first].findIndex((character, index) => character !== last[index])
  return at < 0 ? first : first.slice(0, at)
}

function shellWord(text: string): string {
  return /^[\w.:@%+=/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
