// Rules over `acl` blocks: what brokers would refuse, or take without ever applying it, and the same ACL twice, where
// removing one block would take nothing away.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import { clusterResource } from '../defaults.ts'
import { quoted } from '../describe-value.ts'
import type { Declared } from '../draft.ts'
import { listed } from '../finding.ts'
import { type AclSpec, aclOperations } from '../model.ts'
import { about, type DraftRule, titleOf } from './draft-rule.ts'
import { missingName } from './missing-attribute.ts'

export const aclBlock: DraftRule = (draft) => {
  const seen = new Map<string, Declared<AclSpec>>()
  return [...draft.acls.values()].flatMap((acl): Diagnostic[] => [
    ...resourceName(draft, acl),
    ...operations(draft, acl),
    ...repeated(draft, acl, seen),
  ])
}

type Check = (draft: Parameters<DraftRule>[0], acl: Declared<AclSpec>) => Diagnostic[]

const resourceName: Check = (draft, acl) => {
  const { resourceType, resourceName: name, patternType } = acl.spec
  if (resourceType === undefined) return []
  if (resourceType === 'cluster') {
    if (name === clusterResource && patternType !== 'prefixed') return []
    const field = name === clusterResource ? 'patternType' : 'resourceName'
    const detail = `The resource of a right on the whole cluster has one name, ${quoted(clusterResource)}. Leave the argument out.`
    return [about(draft, acl, { code: 'ST195', summary: 'A cluster has no other name', detail, field })]
  }
  if (name !== undefined || draft.origins.has(`${acl.path}.resourceName`)) return []
  const { context: title = 'acl', ...rest } = acl.surroundings
  const { subject: _, ...finding } = missingName('resource_name', { header: acl.header, title })
  return [about(draft, { ...acl, surroundings: { ...rest, context: title } }, finding)]
}

const operations: Check = (draft, acl) => {
  const { resourceType, operations: wanted = [] } = acl.spec
  if (resourceType === undefined) return []
  const known: readonly string[] = aclOperations[resourceType]
  return wanted.flatMap((operation, index) => {
    if (known.includes(operation)) return []
    const near = didYouMean(operation, known)
    return [
      about(draft, acl, {
        code: 'ST195',
        summary: `A ${resourceType.replace('_', ' ')} knows no operation ${quoted(operation)}`,
        detail: `It is one of ${listed(known.map(quoted), 'or')}.`,
        field: `operations.${index}`,
        ...(near === undefined ? {} : { suggestion: quoted(near) }),
      }),
    ]
  })
}

function repeated(
  draft: Parameters<DraftRule>[0],
  acl: Declared<AclSpec>,
  seen: Map<string, Declared<AclSpec>>,
): Diagnostic[] {
  const { name: _, operations: all = [], ...rest } = acl.spec
  return all.flatMap((operation, index) => {
    const key = JSON.stringify([operation, Object.entries(rest).sort()])
    const first = seen.get(key)
    seen.set(key, first ?? acl)
    if (first === undefined) return []
    const twice =
      first === acl ? 'The operation stands here twice' : `${titleOf(first)} declares this ACL too`
    return [
      about(draft, acl, {
        code: 'ST196',
        summary: twice,
        detail: 'Kafka keeps ACLs as a set, so with one of the two gone the right would stay. Keep one.',
        field: `operations.${index}`,
        ...(first === acl ? {} : { related: [{ message: 'The other one', range: first.header }] }),
      }),
    ]
  })
}
