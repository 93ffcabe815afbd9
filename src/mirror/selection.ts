// Which topics and groups of the source belong to a flow, and why. The rules are MM2's: internal topics and
// topics that would go round never, heartbeats always while they are emitted, the rest by the filter.

import type { FlowSpec } from '../topology/model.ts'
import { isCycle, isHeartbeatsTopic, isInternalTopic, type NamedFlow, remoteTopic } from './naming.ts'
import { patternFilter } from './patterns.ts'

/** The rule that decided on a topic. */
export type TopicRule =
  | 'included'
  | 'heartbeats'
  | 'excluded'
  | 'not_included'
  | 'internal'
  | 'cycle'
  /** Kafka would refuse the remote name: longer than 249 characters, or a character outside its set. */
  | 'bad_remote_name'

/** Whether a flow copies a topic, under which name, and why. */
export interface TopicVerdict {
  readonly topic: string
  /** The topic's name on the target, replicated or not. */
  readonly remoteTopic: string
  readonly replicated: boolean
  readonly rule: TopicRule
  /** The pattern that decided, where one did. */
  readonly pattern?: string
}

/** Whether a flow takes a group along, and why. */
export interface GroupVerdict {
  readonly groupId: string
  readonly selected: boolean
  readonly rule: 'included' | 'excluded' | 'not_included'
  readonly pattern?: string
}

/** What of a flow decides which topics it copies. */
export type SelectingFlow = NamedFlow & Pick<FlowSpec, 'topics' | 'heartbeats'>

/** Compiles the flow's topic filter; the function that it answers is cheap enough for every topic of a cluster. */
export function topicSelector(flow: SelectingFlow): (topic: string) => TopicVerdict {
  const filter = patternFilter(flow.topics)
  return (topic) => {
    const remote = remoteTopic(flow, topic)
    const decision = decide(flow, { topic, remote, filter })
    const replicated = decision.rule === 'included' || decision.rule === 'heartbeats'
    return { topic, remoteTopic: remote, replicated, ...decision }
  }
}

interface Question {
  readonly topic: string
  readonly remote: string
  readonly filter: ReturnType<typeof patternFilter>
}

function decide(
  flow: SelectingFlow,
  { topic, remote, filter }: Question,
): Pick<TopicVerdict, 'rule' | 'pattern'> {
  if (isInternalTopic(flow, topic)) return { rule: 'internal' }
  if (isCycle(flow, topic)) return { rule: 'cycle' }
  // Java's MirrorClient finds clusters by mirrored heartbeats, so a filter must not hold them back.
  if (flow.heartbeats.emit && isHeartbeatsTopic(flow, topic)) return { rule: 'heartbeats' }
  const verdict = filter(topic)
  if (verdict.rule === 'included' && !isTopicName(remote)) return { rule: 'bad_remote_name' }
  return verdict
}

function isTopicName(name: string): boolean {
  return /^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..'
}

/** Compiles the flow's group filter. */
export function groupSelector(flow: Pick<FlowSpec, 'groups'>): (groupId: string) => GroupVerdict {
  const filter = patternFilter(flow.groups)
  return (groupId) => {
    const verdict = filter(groupId)
    return { groupId, selected: verdict.rule === 'included', ...verdict }
  }
}
