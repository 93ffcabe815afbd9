// What a plan allows, in the words of test/proxy/writes.ts: made from its public JSON alone, and not by the code
// that compiles the allow-list.

import { controlTopic } from '../../src/mirror/control.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { ResourceChange } from '../../src/plan/resource-change.ts'
import {
  commitText,
  createAclText,
  createTopicText,
  deleteAclText,
  deletedPlaceText,
} from '../proxy/writes.ts'

/** By cluster, sorted, without entries on who owns what. Of a flow that moves to another target nothing is said here. */
export function listedWrites({ resource_changes }: Plan): Partial<Record<string, string[]>> {
  const changed = resource_changes.filter(({ change }) => change.actions[0] !== 'no-op')
  const byCluster = Map.groupBy(changed, ({ cluster }) => cluster)
  return Object.fromEntries(
    Array.from(byCluster, ([cluster, rows]) => [cluster, rows.flatMap(writesOf).sort()]),
  )
}

function writesOf(row: ResourceChange): string[] {
  switch (row.type) {
    case 'topic':
    case 'internal_topic':
      return topicWrites(row)
    case 'topic_config':
      return configWrites(row.name, row.change.before?.configs ?? {}, row.change.after?.configs ?? {})
    case 'acl':
      return [
        ...(row.change.after === null ? [] : [createAclText(row.change.after)]),
        ...(isDelete(row) && row.change.before !== null ? [deleteAclText(row.change.before)] : []),
      ]
    case 'group_offset':
      return isDelete(row)
        ? (row.change.before?.offsets ?? []).map((place) => deletedPlaceText(row.name, place))
        : (row.change.after?.offsets ?? []).map((offset) => commitText(row.name, offset))
    case 'flow':
      return [
        `append ${controlTopic} ["flow","${row.name}"] ${row.change.after === null ? 'stopped' : 'running'}`,
      ]
    default:
      return []
  }
}

function isDelete({ change }: ResourceChange): boolean {
  return change.actions.join() === 'delete'
}

/** Addresses of things that the plan may say something of in the control topic: who owns them. */
export function ownableThings({ resource_changes }: Plan): Set<string> {
  return new Set(
    resource_changes.flatMap(({ address, cluster, name, type }) =>
      type === 'topic_config' ? [`topic.${cluster}["${name}"]`] : [address],
    ),
  )
}

function topicWrites({
  name,
  change,
}: Extract<ResourceChange, { type: 'topic' | 'internal_topic' }>): string[] {
  const { before, after } = change
  if (after === null) return change.actions[0] === 'delete' ? [`delete topic ${name}`] : []
  if (before === null) return [createTopicText({ ...after, name })]
  const grows = after.partitions > before.partitions ? [`grow topic ${name} to ${after.partitions}`] : []
  return [...grows, ...configWrites(name, before.configs, after.configs)]
}

type Configs = Readonly<Record<string, string>>

function configWrites(topic: string, before: Configs, after: Configs): string[] {
  const set = Object.entries(after).filter(([key, value]) => before[key] !== value)
  const unset = Object.keys(before).filter((key) => after[key] === undefined)
  return [
    ...set.map(([key, value]) => `set ${key}=${value} of topic ${topic}`),
    ...unset.map((key) => `unset ${key} of topic ${topic}`),
  ]
}
