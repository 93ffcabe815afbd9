// DescribeAcls (key 29), versions 2 and 3: every ACL of the cluster, by the resource that it is on.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import { anyAcl, type NumberedAcl } from '../acl-names.ts'
import type { Message } from '../ask.ts'

export interface DescribedAcls {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly acls: readonly NumberedAcl[]
}

/** Without a filter: whoever may describe the cluster may see all of them. */
export const describeEveryAcl: Message<undefined, DescribedAcls> = {
  api: { key: 29, min: 2, max: 3 },
  encode: () => {
    const [anyName, anyPrincipal, anyHost] = [null, null, null]
    const encoder = new Encoder().int8(anyAcl).string(anyName).int8(anyAcl)
    return encoder.string(anyPrincipal).string(anyHost).int8(anyAcl).int8(anyAcl).tags().finish()
  },
  decode: (_, body) => decodeAnswer(new Decoder(body, 'the answer with the ACLs')),
}

function decodeAnswer(decoder: Decoder): DescribedAcls {
  decoder.int32()
  const errorCode = decoder.int16()
  const errorMessage = decoder.nullableString()
  const acls = decoder.array(decodeResource).flat()
  decoder.skipTags()
  return { errorCode, errorMessage, acls }
}

function decodeResource(decoder: Decoder): NumberedAcl[] {
  const resourceType = decoder.int8()
  const resourceName = decoder.string()
  const resourcePatternType = decoder.int8()
  const acls = decoder.array((): NumberedAcl => {
    const principal = decoder.string()
    const host = decoder.string()
    const operation = decoder.int8()
    const permissionType = decoder.int8()
    decoder.skipTags()
    return { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType }
  })
  decoder.skipTags()
  return acls
}
