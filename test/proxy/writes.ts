// What requests change, in words: each write of a recording as one line that names the thing and its new value. A
// plan can be put into the same words, and then the two are compared.

import { nameAcl } from '../../src/kafka/acl-names.ts'
import type { Acl, NewTopic } from '../../src/kafka/cluster.ts'
import type { Decoder } from '../../src/wire/decoder.ts'
import { decodeRecords } from '../../src/wire/records.ts'
import type { Recorded } from './proxy.ts'
import { onlyReads, requestsIn, type SentRequest } from './requests.ts'

/** `nameOf`: a topic's name by its id, 32 hexadecimal digits. In the order of each connection. */
export function writesIn(recorded: readonly Recorded[], nameOf: (id: string) => string): string[] {
  return requestsIn(recorded)
    .filter(({ api }) => !onlyReads(api))
    .flatMap((request) => writesOf(request, nameOf))
}

function writesOf({ api, version, body }: SentRequest, nameOf: (id: string) => string): string[] {
  switch (api) {
    case 'CreateTopics':
      return body.array(createdTopic)
    case 'CreatePartitions':
      return body.array(grownTopic)
    case 'IncrementalAlterConfigs':
      return body.array(alteredConfigs).flat()
    case 'CreateAcls':
      return body.array((acl) => createdAcl(acl))
    case 'DeleteAcls':
      return body.array((filter) => deletedAcl(filter))
    case 'DeleteTopics':
      return body.array((topic) => {
        const [name, id] = [topic.nullableString(), topic.uuid()]
        topic.skipTags()
        return `delete topic ${name ?? nameOf(id)}`
      })
    case 'OffsetCommit':
      return committed(body)
    case 'OffsetDelete':
      return deletedOffsets(body)
    case 'InitProducerId': {
      const transactionalId = body.nullableString()
      return transactionalId === null ? [] : [`open producer ${transactionalId}`]
    }
    case 'Produce':
      return produced(body, version, nameOf)
    default:
      return [`${api} v${version}`]
  }
}

function createdTopic(body: Decoder): string {
  const [name, partitions, replicationFactor] = [body.string(), body.int32(), body.int16()]
  body.array(() => assertNever('assignments'))
  const configs = Object.fromEntries(
    body.array((config) => {
      const entry = [config.string(), config.nullableString()] as const
      config.skipTags()
      return entry
    }),
  )
  body.skipTags()
  return createTopicText({ name, partitions, replicationFactor, configs: configs as Record<string, string> })
}

export function createTopicText({ name, partitions, replicationFactor, configs }: NewTopic): string {
  const set = Object.entries(configs).map(([key, value]) => `${key}=${value}`)
  return `create topic ${name} ${partitions}x${replicationFactor} ${set.sort().join()}`.trimEnd()
}

function grownTopic(body: Decoder): string {
  const text = `grow topic ${body.string()} to ${body.int32()}`
  body.array(() => assertNever('assignments'))
  body.skipTags()
  return text
}

function alteredConfigs(body: Decoder): string[] {
  const [type, name] = [body.int8(), body.string()]
  const changes = body.array((config) => {
    const [key, operation, value] = [config.string(), config.int8(), config.nullableString()]
    config.skipTags()
    return operation === 1 ? `unset ${key}` : `set ${key}=${value}`
  })
  body.skipTags()
  return changes.map((change) => `${change} of ${type === 2 ? 'topic' : `resource ${type}`} ${name}`)
}

function createdAcl(body: Decoder): string {
  const acl = nameAcl({
    resourceType: body.int8(),
    resourceName: body.string(),
    resourcePatternType: body.int8(),
    principal: body.string(),
    host: body.string(),
    operation: body.int8(),
    permissionType: body.int8(),
  })
  body.skipTags()
  return acl === undefined ? 'create an unknown ACL' : createAclText(acl)
}

export function createAclText(acl: Acl): string {
  const { permission, principal, host, operation, resourceType, patternType, resourceName } = acl
  return `create acl ${permission} ${principal} ${host} ${operation} ${resourceType} ${patternType} ${resourceName}`
}

/** A filter without a wildcard, which is one ACL. */
function deletedAcl(body: Decoder): string {
  const acl = nameAcl({
    resourceType: body.int8(),
    resourceName: body.nullableString() ?? '(any)',
    resourcePatternType: body.int8(),
    principal: body.nullableString() ?? '(any)',
    host: body.nullableString() ?? '(any)',
    operation: body.int8(),
    permissionType: body.int8(),
  })
  body.skipTags()
  return acl === undefined ? 'delete an unknown ACL' : deleteAclText(acl)
}

export function deleteAclText(acl: Acl): string {
  return createAclText(acl).replace('create', 'delete')
}

function deletedOffsets(body: Decoder): string[] {
  const group = body.plainString()
  return body
    .plainArray((topic) => {
      const name = topic.plainString()
      return topic.plainArray((partition) =>
        deletedPlaceText(group, { topic: name, partition: partition.int32() }),
      )
    })
    .flat()
}

export function deletedPlaceText(
  group: string,
  { topic, partition }: { readonly topic: string; readonly partition: number },
): string {
  return `delete commit ${group} ${topic}[${partition}]`
}

function committed(body: Decoder): string[] {
  const group = body.string()
  body.int32()
  body.string()
  body.nullableString()
  return body
    .array((topic) => {
      const name = topic.string()
      const offsets = topic.array((partition) => {
        const [index, offset] = [partition.int32(), partition.int64()]
        partition.int32()
        partition.nullableString()
        partition.skipTags()
        return commitText(group, { topic: name, partition: index, offset })
      })
      topic.skipTags()
      return offsets
    })
    .flat()
}

export function commitText(
  group: string,
  {
    topic,
    partition,
    offset,
  }: { readonly topic: string; readonly partition: number; readonly offset: number },
): string {
  return `commit ${group} ${topic}[${partition}]=${offset}`
}

/** Each record as `append TOPIC KEY`, with what an entry of the control topic says of a flow. */
function produced(body: Decoder, version: number, nameOf: (id: string) => string): string[] {
  body.nullableString()
  body.int16()
  body.int32()
  return body
    .array((topic) => {
      const name = version >= 13 ? nameOf(topic.uuid()) : topic.string()
      const records = topic.array((partition) => {
        partition.int32()
        const batch = partition.bytes()
        partition.skipTags()
        return decodeRecords(batch)
      })
      topic.skipTags()
      return records.flat().map(({ key, value }) => appendText(name, key, value))
    })
    .flat()
}

function appendText(topic: string, key: Buffer | null, value: Buffer | null): string {
  const entry: { state?: string } = value === null ? {} : JSON.parse(value.toString())
  return `append ${topic} ${key?.toString() ?? 'null'}${key?.includes('"flow"') ? ` ${entry.state}` : ''}`
}

function assertNever(what: string): never {
  throw new Error(`${what} are never sent`)
}
