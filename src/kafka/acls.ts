// ACLs, through kafkajs.

import { StraitError } from '../errors/strait-error.ts'
import { anyAcl, nameAcl, numberAcl } from './acl-names.ts'
import { callAdmin } from './call-admin.ts'
import type { Acl, ItemResult } from './cluster.ts'
import { clusterAttempt, type Link } from './link.ts'
import { errorCodes } from './refusal.ts'
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

/**
 * All in one request. Kafka's answer has one error per ACL, but kafkajs throws the first without saying whose
 * it is; creating an ACL twice is no error, so after a refusal they are tried one by one.
 */
export async function createAcls(link: Link, acls: readonly Acl[]): Promise<ItemResult[]> {
  if (acls.length === 0) return []
  const results = await createTogether(link, acls).catch((error: unknown) => {
    if (refusedWith(error) === undefined) throw error
    return createOneByOne(link, acls)
  })
  await untilListed(
    link,
    acls.filter((_, index) => results[index]?.error === undefined),
  )
  return results
}

async function createTogether(link: Link, acls: readonly Acl[]): Promise<ItemResult[]> {
  const attempt = clusterAttempt(link, 'create ACLs', 'alter')
  await callAdmin(link, attempt, (admin) => admin.createAcls({ acl: acls.map(numberAcl) }))
  return acls.map((acl) => ({ item: describeAcl(acl) }))
}

async function createOneByOne(link: Link, acls: readonly Acl[]): Promise<ItemResult[]> {
  const results: ItemResult[] = []
  for (const acl of acls) {
    const item = describeAcl(acl)
    const attempt = clusterAttempt(link, `create the ACL ${item}`, 'alter')
    try {
      await callAdmin(link, attempt, (admin) => admin.createAcls({ acl: [numberAcl(acl)] }))
      results.push({ item })
    } catch (error) {
      if (!(error instanceof StraitError)) throw error
      results.push({ item, error })
    }
  }
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
