// ACLs, over wire/: kafkajs throws the first refusal of a request without saying whose it is, and cannot be held
// back at the last moment.

import type { CallArguments } from '../wire/call.ts'
import type { Fence } from '../wire/connection.ts'
import { nameAcl, numberAcl } from './acl-names.ts'
import { ask } from './ask.ts'
import { callController } from './call-controller.ts'
import type { Acl, ItemResult } from './cluster.ts'
import { clusterAttempt, type Link, lane } from './link.ts'
import { describeEveryAcl } from './messages/describe-acls.ts'
import { readBackAcls } from './read-back-acls.ts'
import { errorCodes, refusal } from './refusal.ts'
import { retrying, untilVisible } from './retry.ts'

/** All ACLs of the cluster; undefined where the brokers have no authorizer. */
export async function describeAcls(link: Link): Promise<Acl[] | undefined> {
  return retrying(async () => {
    const { errorCode, errorMessage, acls } = await ask(
      await link.brokers.any(lane),
      describeEveryAcl,
      undefined,
    )
    if (errorCode === errorCodes.securityDisabled) return undefined
    if (errorCode !== errorCodes.none) {
      throw refusal(errorCode, clusterAttempt(link, 'read the ACLs', 'describe'), errorMessage)
    }
    return acls.flatMap((acl) => nameAcl(acl) ?? [])
  })
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
    const listed = await readBackAcls(link)
    return !listed.some((acl) => deleted.has(describeAcl(acl)))
  })
  return results
}

/** `allow User:ann read on topic orders from *`. */
export function describeAcl(acl: Acl): string {
  const name = acl.patternType === 'prefixed' ? `${acl.resourceName}*` : acl.resourceName
  return `${acl.permission} ${acl.principal} ${acl.operation} on ${acl.resourceType} ${name} from ${acl.host}`
}

async function untilListed(link: Link, acls: readonly Acl[]): Promise<void> {
  if (acls.length === 0) return
  await untilVisible(async () => {
    const listed = new Set((await readBackAcls(link)).map(describeAcl))
    return acls.every((acl) => listed.has(describeAcl(acl)))
  })
}
