// Readers of references: to a block of the topology, and to a secret outside of it.

import { isTagged, type Value } from '../../hcl/value.ts'
import { literalPassword } from '../rules/literal-password.ts'
import { secretOutside } from '../rules/secret-outside.ts'
import { type Wanted, wrongReference } from '../rules/wrong-reference.ts'
import { refuse } from './readers.ts'
import type { Reader } from './shape.ts'

/** The name of a cluster. */
export const clusterReference = reference({ to: 'cluster', example: 'cluster.us' })

/** The name of a filter of topics. */
export const topicsReference = reference({ to: 'topics', example: 'topics.business' })

/** The name of a filter of groups. */
export const groupsReference = reference({ to: 'groups', example: 'groups.billing' })

function reference(wanted: Wanted): Reader {
  return (value, site) => {
    const leak = secretOutside(value, site)
    if (leak !== undefined) return refuse(site, leak)
    if (isReferenceTo(wanted.to, value)) return value.name
    return refuse(site, wrongReference(wanted, value, site))
  }
}

function isReferenceTo(to: string, value: Value): value is Extract<Value, { kind: 'reference' }> {
  return isTagged(value) && value.kind === 'reference' && value.to === to
}

/** Where a secret will be read. A literal is refused and blotted out of every text that is shown. */
export const secret: Reader = (value, site) => {
  if (isTagged(value) && value.kind === 'secret') return value.from
  site.sources.blot(site.expression)
  return refuse(site, literalPassword(value, { ...site, context: site.scope.context }))
}
