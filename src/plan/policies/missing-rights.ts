// Permissions that carrying the plan out, or copying afterwards, will miss, with the command that grants them. A
// warning and no error: apply and agents may run as another principal than the one that plans.

import { resourceText } from '../../kafka/resource-text.ts'
import type { ClusterSnapshot } from '../../live/snapshot.ts'
import { byText } from '../canonical.ts'
import { grantCommands } from '../grant-commands.ts'
import { type MissingPermission, missingPermissions } from '../missing-permissions.ts'
import type { Finding } from '../plan-file.ts'
import { titleOf } from '../titles.ts'
import { reports, warning } from './policy.ts'

export const missingRights = reports((outlook, rows) => {
  const missing = missingPermissions(outlook, rows)
  const { clusters } = outlook.view.snapshot
  return [
    ...Map.groupBy(missing, ({ cluster, needed_by }) => JSON.stringify([cluster, needed_by])).values(),
  ].map((alike) => toFinding(alike, clusters.get(alike[0]?.cluster ?? '')))
})

export const unknownSizes = reports(({ view }) =>
  [...new Set(view.flows.map(({ source }) => source))].flatMap(({ name, sizesKnown, rights }) => {
    if (sizesKnown !== false) return []
    const who = rights?.principal ?? 'this client'
    return [
      warning('ST471', {
        cluster: name,
        detail: `${who} has no DESCRIBE on the cluster, so ${titleOf('cluster', name, view.topology)} does not tell how large its topics are: how many bytes there are to copy, and how long that takes, is not known. Grant it with: ${grantCommands([{ principal: rights?.principal ?? null, operation: 'describe', resource_type: 'cluster', resource_names: [] }]).join()}`,
      }),
    ]
  }),
)

function toFinding(missing: readonly MissingPermission[], there: ClusterSnapshot | undefined): Finding {
  const [first] = missing
  const who = first?.principal ?? 'this client'
  const user = first?.needed_by === 'apply' ? 'apply' : 'the agent'
  const rights = missing.map(
    ({ operation, resource_type: resourceType, resource_names: names, pattern_type: pattern }) =>
      `${operation.toUpperCase()} on ${resourceText({ resourceType, names, prefixed: pattern === 'prefixed' })}`,
  )
  const commands = grantCommands(missing, there).join(' ; ')
  return warning('ST470', {
    ...(first !== undefined && { cluster: first.cluster }),
    subjects: [...new Set(missing.flatMap(({ resource_names }) => resource_names))].sort(byText),
    detail: `${who} lacks what ${user} will need: ${rights.join('; ')}. If ${user} runs as another principal, that one needs it. Grant it with: ${commands}`,
  })
}
