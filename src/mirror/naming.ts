// What a topic is called on the target, and where a name says that it came from. `prefix` is MM2's
// DefaultReplicationPolicy, `identity` its IdentityReplicationPolicy; names must equal MM2's to the letter, so
// that a flow taken over from MM2 goes on in the same topics and Java's MirrorClient finds its way.

import type { FlowSpec } from '../topology/model.ts'
import { templateName } from './template-name.ts'

/** What of a flow decides names. Clusters' names are MM2's aliases. */
export type NamedFlow = Pick<FlowSpec, 'naming' | 'source' | 'target'>

/** MM2's heartbeats, on every cluster under one name. */
export const heartbeatsTopic = 'heartbeats'

/** The separator of MM2's own topics wherever the naming has none. */
const defaultSeparator = '.'

interface Rule {
  format(source: string, topic: string): string
  /** The cluster that a topic came from and its name there; undefined for a topic that is not remote. */
  parse(topic: string): { readonly source: string; readonly upstream: string } | undefined
}

/** The topic's name on the target. */
export function remoteTopic(flow: NamedFlow, topic: string): string {
  return ruleOf(flow, topic).format(flow.source, topic)
}

/** The cluster that the topic's name attributes it to, as a topic of the flow's target. */
export function topicSource(flow: NamedFlow, topic: string): string | undefined {
  return ruleOf(flow, topic).parse(topic)?.source
}

/** The topic's name on the cluster that it came from. */
export function upstreamTopic(flow: NamedFlow, topic: string): string | undefined {
  return ruleOf(flow, topic).parse(topic)?.upstream
}

/** The topic's name where it was first written to. */
export function originalTopic(flow: NamedFlow, topic: string): string {
  const upstream = upstreamTopic(flow, topic)
  return upstream === undefined || upstream === topic ? topic : originalTopic(flow, upstream)
}

/** True for `heartbeats` and for every mirrored copy of it. */
export function isHeartbeatsTopic(flow: NamedFlow, topic: string): boolean {
  return originalTopic(flow, topic) === heartbeatsTopic
}

/** Whether it could be heartbeats by any naming: a copy's name holds the name of what was copied. */
export function mayBeHeartbeats(topic: string): boolean {
  return topic.includes(heartbeatsTopic)
}

/** Whether the topic passed through the flow's target before, so that copying it would go round. */
export function isCycle(flow: NamedFlow, topic: string): boolean {
  const origin = ruleOf(flow, topic).parse(topic)
  if (origin === undefined) return false
  if (origin.source === flow.target) return true
  return origin.upstream !== topic && isCycle(flow, origin.upstream)
}

/**
 * Topics of brokers, MM2 and ourselves: never copied, even when named by a filter. As MM2 since
 * KIP-1074: before, every name that ends in `internal` counted, and users could not copy their own.
 */
export function isInternalTopic(flow: NamedFlow, topic: string): boolean {
  if (topic.startsWith('__') || topic.startsWith('.') || isCheckpointsTopic(flow, topic)) return true
  // Connect's storage topics keep the dot under every separator.
  const endsInternal = topic.endsWith(`${separatorOf(flow)}internal`) || topic.endsWith('.internal')
  return endsInternal && (topic.startsWith('mm2') || topic.startsWith('strait.'))
}

/** The topic on the target that holds translated group offsets. */
export function checkpointsTopic(flow: NamedFlow): string {
  const separator = separatorOf(flow)
  return `${flow.source}${separator}checkpoints${separator}internal`
}

/** True for the checkpoints of any source. */
export function isCheckpointsTopic(flow: NamedFlow, topic: string): boolean {
  const separator = separatorOf(flow)
  return topic.endsWith(`${separator}checkpoints${separator}internal`)
}

/** The offset-syncs topic: its name holds the alias of the cluster that does not host it. */
export function offsetSyncsTopic(flow: NamedFlow, location: 'source' | 'target'): string {
  const separator = separatorOf(flow)
  const alias = location === 'source' ? flow.target : flow.source
  return `mm2-offset-syncs${separator}${alias}${separator}internal`
}

function separatorOf(flow: NamedFlow): string {
  return flow.naming.kind === 'prefix' ? flow.naming.separator : defaultSeparator
}

/** Heartbeats are renamed under every naming: copies with one name could not tell their paths apart. */
function ruleOf(flow: NamedFlow, topic: string): Rule {
  switch (flow.naming.kind) {
    case 'prefix':
      return prefixRule(flow.naming.separator)
    case 'identity':
      // MM2 goes by the end of the name alone, so `my-heartbeats` is prefixed too.
      return topic.endsWith(heartbeatsTopic) ? prefixRule(defaultSeparator) : identityRule(flow.source)
    case 'template':
      return topic === heartbeatsTopic || topic.endsWith(`.${heartbeatsTopic}`)
        ? prefixRule(defaultSeparator)
        : templateRule(flow, flow.naming.template)
  }
}

/** A template is compiled once per flow: names are asked for by the thousand. */
const templateRules = new WeakMap<NamedFlow, Rule>()

function templateRule(flow: NamedFlow, template: string): Rule {
  let rule = templateRules.get(flow)
  if (rule === undefined) {
    rule = templateName(template, flow)
    templateRules.set(flow, rule)
  }
  return rule
}

function prefixRule(separator: string): Rule {
  return {
    format: (source, topic) => source + separator + topic,
    parse(topic) {
      const end = topic.indexOf(separator)
      if (end < 0) return undefined
      const upstream = topic.slice(end + separator.length)
      // Java's split drops empty strings at the end, so `us.` and `us..` are local topics to MM2.
      return upstream.replaceAll(separator, '') === '' ? undefined : { source: topic.slice(0, end), upstream }
    },
  }
}

/** Without the source in the name every topic counts as the source's, and no cycle can be seen in a name. */
function identityRule(source: string): Rule {
  return { format: (_, topic) => topic, parse: (topic) => ({ source, upstream: topic }) }
}
