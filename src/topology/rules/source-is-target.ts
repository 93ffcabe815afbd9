// Rule: a flow leads from one cluster to another. Two names for the same brokers count as one cluster.

import type { Declared } from '../draft.ts'
import type { ClusterSpec } from '../model.ts'
import { originOf } from '../origins.ts'
import { about, type DraftRule } from './draft-rule.ts'

export const sourceIsTarget: DraftRule = (draft) =>
  [...draft.flows.values()].flatMap((flow) => {
    const { source, target } = flow.spec
    if (source === undefined || target === undefined) return []
    if (source === target) {
      return [
        about(draft, flow, {
          code: 'ST190',
          summary: `Source and target are both cluster "${source}"`,
          detail: 'A flow copies from one cluster to another.',
          field: 'target',
        }),
      ]
    }
    const shared = sharedAddress(draft.clusters.get(source), draft.clusters.get(target))
    if (shared === undefined) return []
    const other = originOf(draft.origins, `cluster.${source}.bootstrap`)?.range
    return [
      about(draft, flow, {
        code: 'ST190',
        summary: `Clusters "${source}" and "${target}" have the same brokers`,
        detail: `Both name ${shared}, so the flow would copy the cluster onto itself.`,
        field: 'target',
        ...(other === undefined ? {} : { related: [{ message: `Brokers of "${source}"`, range: other }] }),
      }),
    ]
  })

type Cluster = Declared<ClusterSpec> | undefined

function sharedAddress(source: Cluster, target: Cluster): string | undefined {
  return source?.spec.bootstrap?.find((address) => target?.spec.bootstrap?.includes(address))
}
