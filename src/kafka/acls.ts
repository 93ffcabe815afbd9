// ACLs. Read through kafkajs; written over wire/, because kafkajs throws the first refusal of a request without
// saying whose it is, and cannot be held back at the last moment.

import { StraitError } from '../errors/strait-error.ts'
import type { CallArguments } from '../wire/call.ts'
import type { Fence } from '../wire/connection.ts'
import { anyAcl, nameAcl, numberAcl } from './acl-names.ts'
import { callAdmin } from './call-admin.ts'
import { callController } from './call-controller.ts'
import type { Acl, ItemResult } from './cluster.ts'
import { clusterAttempt, type Link } from './link.ts'
import { errorCodes, refusal } from './refusal.ts'
import { untilVisible } from './retry.ts'

/** All ACLs of the cluster; undefined where the brokers have no authorizer. */
export async function describeAcls(link: Link): Promise<Acl[] | undefined> {
  const attempt = clusterAttempt(link, 'read the ACLs', 'describe')
  try {
    const { resources } = await callAdmin(link, attempt, (admin) =>
      admin.describeAcls({
        resourceType: anyAcl,
        resourcePatternType: anyAcl,
        operation: anyAcl,
        permissionType: anyAcl,
      }),
    )
    return resources.flatMap(({ acls, ...resource }) =>
      acls.flatMap((acl) => nameAcl({ ...resource, ...acl }) ?? []),
    )
  } catch (error) {
    if (refusedWith(error) === errorCodes.securityDisabled) return undefined
    throw error
  }
}

/** All in one request. Creating an ACL twice is no error. */
export async function createAcls(link: Link, acls: readonly Acl[], fence?: Fence): Promise<ItemResult[]> {
  if (acls.length === 0) return []
  const args = [acls.map(numberAcl)] as CallArguments<'createAclsV3'>
  const answer = await callController(link, 'createAclsV3', args, fence)
  const results = acls.map((acl, index): ItemResult => {
    const { errorCode, errorMessage } = answer.results[index] ?? { errorCode: -1, errorMessage: 'no answer' }
    const item = describeAcl(acl)
    if (errorCode === errorCodes.none) return { item }
    return {
      item,
      error: refusal(errorCode, clusterAttempt(link, `create the ACL ${item}`, 'alter'), errorMessage),
    }
  })
  await untilListed(
    link,
    acls.filter((_, index) => results[index]?.error === undefined),
  )
  return results
}

/** One filter an ACL, each without a wildcard; one that is gone already counts as deleted. */
export async function deleteAcls(link: Link, acls: readonly Acl[], fence?: Fence): Promise<ItemResult[]> {
  if (acls.length === 0) return []
  const args = [acls.map(numberAcl)] as CallArguments<'deleteAclsV2'>
  const answer = await callController(link, 'deleteAclsV2', args, fence)
  const results = acls.map((acl, index): ItemResult => {
    const item = describeAcl(acl)
    const { errorCode, errorMessage } = answer.filterResults[index] ?? {
      errorCode: -1,
      errorMessage: 'no answer',
    }
    if (errorCode === errorCodes.none) return { item }
    const attempt = clusterAttempt(link, `delete the ACL ${item}`, 'alter')
    return { item, error: refusal(errorCode, attempt, errorMessage) }
  })
  const deleted = new Set(results.flatMap(({ item, error }) => (error === undefined ? [item] : [])))
  await untilVisible(async () => {
    const listed = (await describeAcls(link)) ?? []
    return !listed.some((acl) => deleted.has(describeAcl(acl)))
  })
  return results
}

/** Kafka's code where a broker refused, undefined where the call itself failed. */
function refusedWith(error: unknown): unknown {
  return error instanceof StraitError ? error.facts['protocolCode'] : undefined
}

/** `allow User:ann read on topic orders from *`. */
export function describeAcl(acl: Acl): string {
  const name = acl.patternType === 'prefixed' ? `${acl.resourceName}*` : acl.resourceName
  return `${acl.permission} ${acl.principal} ${acl.operation} on ${acl.resourceType} ${name} from ${acl.host}`
}

async function untilListed(link: Link, acls: readonly Acl[]): Promise<void> {
  if (acls.length === 0) return
  await untilVisible(async () => {
    const listed = new Set((await describeAcls(link))?.map(describeAcl))
    return acls.every((acl) => listed.has(describeAcl(acl)))
  })
}
