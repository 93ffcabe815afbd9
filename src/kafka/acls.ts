// ACLs, through kafkajs.

import { anyAcl, nameAcl, numberAcl } from './acl-names.ts'
import { adoptKafkajs, protocolCodeOf } from './adopt-kafkajs.ts'
import type { Acl, ItemResult } from './cluster.ts'
import { clusterAttempt, type Link } from './link.ts'
import { errorCodes } from './refusal.ts'
import { untilVisible } from './retry.ts'

/** All ACLs of the cluster; undefined where the brokers have no authorizer. */
export async function describeAcls(link: Link): Promise<Acl[] | undefined> {
  const admin = await link.admin()
  try {
    const { resources } = await admin.describeAcls({
      resourceType: anyAcl,
      resourcePatternType: anyAcl,
      operation: anyAcl,
      permissionType: anyAcl,
    })
    return resources.flatMap(({ acls, ...resource }) =>
      acls.flatMap((acl) => nameAcl({ ...resource, ...acl }) ?? []),
    )
  } catch (error) {
    if (protocolCodeOf(error) === errorCodes.securityDisabled) return undefined
    throw adoptKafkajs(error, clusterAttempt(link, 'read the ACLs', 'describe'))
  }
}

/**
 * All in one request. Kafka's answer has one error per ACL, but kafkajs throws the first without saying whose
 * it is; creating an ACL twice is no error, so after a refusal they are tried one by one.
 */
export async function createAcls(link: Link, acls: readonly Acl[]): Promise<ItemResult[]> {
  if (acls.length === 0) return []
  const admin = await link.admin()
  const send = (some: readonly Acl[]) => admin.createAcls({ acl: some.map(numberAcl) })
  try {
    await send(acls)
  } catch (error) {
    const attempt = clusterAttempt(link, 'create ACLs', 'alter')
    if (protocolCodeOf(error) === undefined) throw adoptKafkajs(error, attempt)
    return createOneByOne(link, acls, send)
  }
  await untilListed(link, acls)
  return acls.map((acl) => ({ item: describeAcl(acl) }))
}

async function createOneByOne(
  link: Link,
  acls: readonly Acl[],
  send: (some: readonly Acl[]) => Promise<unknown>,
): Promise<ItemResult[]> {
  const results: ItemResult[] = []
  for (const acl of acls) {
    const item = describeAcl(acl)
    try {
      await send([acl])
      results.push({ item })
    } catch (error) {
      results.push({
        item,
        error: adoptKafkajs(error, clusterAttempt(link, `create the ACL ${item}`, 'alter')),
      })
    }
  }
  return results
}

/** `allow User:ann read on topic orders from *`. */
export function describeAcl(acl: Acl): string {
  const name = acl.patternType === 'prefixed' ? `${acl.resourceName}*` : acl.resourceName
  return `${acl.permission} ${acl.principal} ${acl.operation} on ${acl.resourceType} ${name} from ${acl.host}`
}

async function untilListed(link: Link, acls: readonly Acl[]): Promise<void> {
  await untilVisible(async () => {
    const listed = new Set((await describeAcls(link))?.map(describeAcl))
    return acls.every((acl) => listed.has(describeAcl(acl)))
  })
}
