// How much a plan lets go of, against all that there is. A thing counts once: a flow that stops, with the topics
// that it copies; a topic that is no longer copied, deleted or not; an ACL, an internal topic or a group's commits that
// are deleted.

import { likelyTopics } from '../mirror/name-index.ts'
import { topicSelector } from '../mirror/selection.ts'
import type { AppliedFlow } from './applied-flows.ts'
import { topicNames } from './live-names.ts'
import { isOurThing, managedThings } from './managed-things.ts'
import type { ResourceChange } from './resource-change.ts'
import type { Outlook } from './routes.ts'
import type { PlanView } from './view.ts'

export interface Shrink {
  readonly flows: number
  /** No longer copied, whether they are deleted or stay. */
  readonly topics: number
  /** ACLs and internal topics that are deleted. */
  readonly others: number
  /** Whose commits are deleted. */
  readonly groups: number
  readonly lost: number
  /**
   * All that is there now: running flows, the topics that they copy, managed ACLs and internal topics. Groups are too
   * many to be weighed against them.
   */
  readonly present: number
}

/** `rows` after every guard has spoken. */
export function shrinkOf(rows: readonly ResourceChange[], { view }: Outlook): Shrink {
  const running = runningFlows(view)
  const stopped = new Set(
    rows.flatMap((row) => (row.type === 'flow' && row.change.actions.join() === 'delete' ? [row.name] : [])),
  )
  const topics = new Set([
    ...running
      .filter(({ entry }) => stopped.has(entry.name))
      .flatMap((flow) => copiedTopics(flow, view).map((topic) => place(flow.entry.name, topic))),
    ...rows.flatMap((row) =>
      row.type === 'flow' && !stopped.has(row.name)
        ? row.impact.topics_leaving.map((topic) => place(row.former_name ?? row.name, topic))
        : row.type === 'topic' && row.change.actions[0] === 'delete'
          ? [place(row.flow ?? '', row.change.before?.sourceTopic || row.address)]
          : [],
    ),
  ])
  const others = rows.filter(
    ({ type, change }) => (type === 'acl' || type === 'internal_topic') && change.actions[0] === 'delete',
  ).length
  const groups = rows.filter(
    ({ type, change }) => type === 'group_offset' && change.actions[0] === 'delete',
  ).length
  const present =
    running.length +
    running.reduce((sum, flow) => sum + copiedTopics(flow, view).length, 0) +
    managedThings(view.snapshot).filter(
      (thing) => (thing.type === 'acl' || thing.type === 'internal_topic') && isOurThing(thing, view),
    ).length
  return {
    flows: stopped.size,
    topics: topics.size,
    others,
    groups,
    lost: stopped.size + topics.size + others + groups,
    present,
  }
}

function runningFlows({ flows, leftOver }: PlanView): AppliedFlow[] {
  const configured = flows.flatMap(({ applied, elsewhere }) => [applied, elsewhere])
  return [...configured, ...leftOver].filter(
    (flow): flow is AppliedFlow => flow !== undefined && flow.entry.state !== 'stopped',
  )
}

/** Of the source as it is now; none where this directory does not describe it any more. */
function copiedTopics({ entry }: AppliedFlow, { snapshot }: PlanView): string[] {
  const select = topicSelector(entry.spec)
  const source = snapshot.clusters.get(entry.spec.source)
  if (source === undefined) return []
  return likelyTopics(topicNames(source), entry.spec.topics.include).filter((name) => select(name).replicated)
}

function place(flow: string, topic: string): string {
  return JSON.stringify([flow, topic])
}
