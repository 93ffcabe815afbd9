// Kafka's numbers for ACLs and the words we use for them, from the protocol's AclOperation, ResourceType,
// PatternType and AclPermissionType.

import type { Acl } from './cluster.ts'

const operations: readonly string[] = [
  'unknown',
  'any',
  'all',
  'read',
  'write',
  'create',
  'delete',
  'alter',
  'describe',
  'cluster_action',
  'describe_configs',
  'alter_configs',
  'idempotent_write',
  'create_tokens',
  'describe_tokens',
  'two_phase_commit',
]

const resourceTypes = {
  topic: 2,
  group: 3,
  cluster: 4,
  transactional_id: 5,
  delegation_token: 6,
  user: 7,
} as const satisfies Record<Acl['resourceType'], number>

const patternTypes = { literal: 3, prefixed: 4 } as const satisfies Record<Acl['patternType'], number>

const permissions = { deny: 2, allow: 3 } as const satisfies Record<Acl['permission'], number>

/** The names in a field with a bit for each operation, by its number. */
export function operationsIn(bits: number): string[] {
  return operations.filter((_, number) => number > 2 && ((bits >>> number) & 1) === 1)
}

/** In filters: everything. */
export const anyAcl = 1

export interface NumberedAcl {
  readonly resourceType: number
  readonly resourceName: string
  readonly resourcePatternType: number
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

export function numberAcl(acl: Acl): NumberedAcl {
  return {
    resourceType: resourceTypes[acl.resourceType],
    resourceName: acl.resourceName,
    resourcePatternType: patternTypes[acl.patternType],
    principal: acl.principal,
    host: acl.host,
    operation: operations.indexOf(acl.operation),
    permissionType: permissions[acl.permission],
  }
}

/** Undefined for a kind that a newer Kafka added: what cannot be named cannot be compared. */
export function nameAcl(numbered: NumberedAcl): Acl | undefined {
  const resourceType = nameOf(resourceTypes, numbered.resourceType)
  const patternType = nameOf(patternTypes, numbered.resourcePatternType)
  const permission = nameOf(permissions, numbered.permissionType)
  const operation = operations[numbered.operation]
  if (!resourceType || !patternType || !permission || !operation) return undefined
  const { resourceName, principal, host } = numbered
  return { resourceType, resourceName, patternType, principal, host, operation, permission }
}

function nameOf<Name extends string>(table: Readonly<Record<Name, number>>, code: number): Name | undefined {
  const found = Object.entries(table).find(([, number]) => number === code)
  return found?.[0] as Name | undefined
}
