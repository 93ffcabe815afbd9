// Groups that follow a flow no more: what Strait committed for them may be deleted where that is opted in. A place may
// go only where nothing is lost with it: the group stands at least as far on the source. One that was used on the target
// stands further on there, or has members, and is left alone.

import type { CommittedOffset } from '../kafka/cluster.ts'
import { translateCommit } from '../mirror/commit-translation.ts'
import { type CommitPlaces, withoutPlaces } from '../mirror/group-notes.ts'
import { isWritable } from '../mirror/group-sync-rule.ts'
import { upstreamTopic } from '../mirror/naming.ts'
import { positionKey } from '../mirror/positions.ts'
import { groupOffsetAddress } from './address.ts'
import { byText } from './canonical.ts'
import type { LetGo } from './fates.ts'
import { isOfAnother } from './groups.ts'
import type { ManagedThing } from './managed-things.ts'
import type { ChangeOf } from './resource-change.ts'
import { isLive, type PlanView } from './view.ts'

type GroupRow = ChangeOf<'group_offset'>

/** What the group has at the places that Strait committed. */
export function notedCommits({ name, cluster, entry }: ManagedThing): CommittedOffset[] {
  const commits: CommitPlaces = entry.commits ?? {}
  return (cluster.groups.get(name)?.offsets ?? [])
    .filter(({ topic, partition }) => commits[topic]?.includes(partition))
    .toSorted((one, other) => byText(one.topic, other.topic) || one.partition - other.partition)
}

export function departedGroupRow({ thing, fate, reason }: LetGo, view: PlanView): GroupRow {
  const { cluster, entry, name, owner } = thing
  const flow = owner?.name ?? entry.flow
  const noted = notedCommits(thing)
  const spare = fate === 'forget' ? noted : noted.filter((commit) => isSpare(thing, commit, view))
  const live = !isWritable(cluster.groups.get(name)?.state)
  const why = fate === 'forget' ? undefined : live ? 'departed_is_live' : 'departed_is_ahead'
  const stays = why !== undefined && (live || spare.length === 0)
  const offsets = { offsets: stays ? noted : spare }
  return {
    address: groupOffsetAddress(flow, name),
    type: 'group_offset',
    name,
    cluster: cluster.name,
    flow,
    ...(flow === entry.flow ? {} : { identity: entry.flow }),
    change: {
      actions: stays ? ['no-op'] : fate === 'forget' ? ['forget'] : ['delete'],
      before: offsets,
      after: stays ? offsets : null,
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: stays ? why : reason,
    impact: {
      partitions: stays ? 0 : spare.length,
      rewinds: 0,
      redelivered: 0,
      skipped: 0,
      missing: 0,
      lag: 0,
      waiting: 0,
    },
    risk: { level: 'none', reasons: [] },
    remembered: {
      address: entry.address,
      flow: entry.flow,
      protect: entry.protect,
      // Places without a commit are none any more.
      commits: withoutPlaces(entry.commits ?? {}, [...spare, ...absentPlaces(entry.commits ?? {}, noted)]),
    },
    ...(keepsFollowing(thing, view) ? { moves_on: true as const } : {}),
  }
}

/** Whether the group stands at least as far on the source, translated by the exact map. */
function isSpare(
  { cluster, entry, name, owner }: ManagedThing,
  commit: CommittedOffset,
  view: PlanView,
): boolean {
  if (owner === undefined) return false
  const upstream = upstreamTopic(owner.spec, commit.topic)
  const source = view.snapshot.clusters.get(owner.spec.source)
  if (upstream === undefined || source === undefined) return false
  const map = cluster.offsetMaps.get(positionKey(entry.flow, upstream, commit.partition))
  const onSource = source.groups
    .get(name)
    ?.offsets.find(({ topic, partition }) => topic === upstream && partition === commit.partition)
  if (map === undefined || onSource === undefined) return false
  const topic = source.topics.get(upstream)
  if (isOfAnother(map, topic)) return false
  const latest = topic?.latest[commit.partition]
  const translation = translateCommit(map, onSource.offset, latest)
  if (translation.kind === 'unproven' || translation.kind === 'unmapped') return false
  const exact = translation.kind === 'expired' ? translation.first : translation.offset
  const earliest = cluster.topics.get(commit.topic)?.earliest[commit.partition] ?? 0
  return commit.offset <= Math.max(exact, earliest)
}

function absentPlaces(commits: CommitPlaces, noted: readonly CommittedOffset[]) {
  return Object.entries(commits).flatMap(([topic, partitions]) =>
    partitions
      .filter((partition) => !noted.some((one) => one.topic === topic && one.partition === partition))
      .map((partition) => ({ topic, partition })),
  )
}

/** An agent at work moves the group until the plan is carried out. */
function keepsFollowing({ owner, cluster }: ManagedThing, { snapshot }: PlanView): boolean {
  return cluster.control.some(
    (entry) => entry.kind === 'agent' && entry.flow === owner?.name && isLive(entry, snapshot.takenAtMs),
  )
}
