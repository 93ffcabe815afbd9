// Pairs of topics whose configs make the copy fail, differ or cost more than expected. One rule, one row of the
// table; one finding a flow and rule, however many topics it names.

import type { Code } from '../../errors/codes.ts'
import { isHeartbeatsTopic } from '../../mirror/naming.ts'
import { remoteConfig, sourceConfig } from '../effective-config.ts'
import { type Route, routesByFlow } from '../routes.ts'
import type { FlowTitles } from '../titles.ts'
import { reports, warning } from './policy.ts'

interface TopicRule {
  readonly code: Code
  readonly applies: (route: Route) => boolean
  /** The remote topic is at fault, or the source's. */
  readonly names: 'source' | 'target'
  /** The argument that could mend it. */
  readonly at?: string
  readonly detail: (titles: FlowTitles) => string
}

const rules: readonly TopicRule[] = [
  {
    code: 'ST431',
    names: 'target',
    at: 'configs',
    applies: (route) => isBelow(route, 'max.message.bytes'),
    detail: ({ source, target }) =>
      `max.message.bytes of these topics is lower on ${target} than on ${source}, so a batch that ${source} took may be refused and halt its partition. Let configs sync it, or raise it on ${target}.`,
  },
  {
    code: 'ST432',
    names: 'target',
    at: 'configs',
    applies: (route) =>
      deletes(remoteConfig(route, 'cleanup.policy')) &&
      (isBelow(route, 'retention.ms') || isBelow(route, 'retention.bytes')),
    detail: ({ source, target }) =>
      `${target} deletes records of these topics earlier than ${source} does, old ones soon after they are copied. Let configs sync retention, or raise it on ${target}.`,
  },
  {
    code: 'ST434',
    names: 'target',
    applies: (route) => {
      const type = remoteConfig(route, 'compression.type')
      return type !== undefined && type !== 'producer' && type !== sourceConfig(route, 'compression.type')
    },
    detail: ({ target }) =>
      `compression.type of these topics makes ${target} recompress what is sent otherwise: it costs its brokers CPU, changes sizes, and the copy is no longer equal byte for byte. compression.type = producer keeps batches as they are.`,
  },
  {
    code: 'ST435',
    names: 'source',
    applies: (route) => sourceConfig(route, 'message.timestamp.type') === 'LogAppendTime',
    detail: ({ source, target }) =>
      `${source} stamps records of these topics as they arrive (LogAppendTime). To keep these times on ${target}, every batch is opened and rebuilt, which costs the agent CPU that untouched batches do not.`,
  },
  {
    code: 'ST435',
    names: 'target',
    applies: (route) =>
      sourceConfig(route, 'message.timestamp.type') !== 'LogAppendTime' &&
      remoteConfig(route, 'message.timestamp.type') === 'LogAppendTime',
    detail: ({ target }) =>
      `${target} stamps records of these topics as they arrive (LogAppendTime), so the records' own timestamps are lost. Set message.timestamp.type = CreateTime on ${target}.`,
  },
  {
    code: 'ST436',
    names: 'source',
    applies: (route) =>
      !isHeartbeatsTopic(route.flow.spec, route.source.name) &&
      (sourceConfig(route, 'cleanup.policy')?.includes('compact') ?? false),
    detail: () =>
      'Compaction leaves batches with holes in their offsets. Those batches are opened and rebuilt without the holes, which costs the agent CPU; offsets on the copy are closer together, and the offset map follows.',
  },
  {
    code: 'ST437',
    names: 'target',
    at: 'configs',
    applies: (route) =>
      isBelow(route, 'message.timestamp.before.max.ms') || isBelow(route, 'message.timestamp.after.max.ms'),
    detail: ({ source, target }) =>
      `${target} accepts a narrower range of timestamps for these topics than ${source} (message.timestamp.before.max.ms, message.timestamp.after.max.ms), so batches may be refused and halt their partition. Let configs sync both, or widen them on ${target}.`,
  },
  {
    code: 'ST438',
    names: 'target',
    applies: ({ source, before }) => before !== undefined && before.partitions.length > source.partitions,
    detail: ({ target }) =>
      `These topics have more partitions on ${target} than their source. The rest stays empty, and what else writes there by key is spread differently. Partitions cannot be removed.`,
  },
]

export const topicWarnings = reports((outlook) =>
  routesByFlow(outlook).flatMap(({ flow, routes }) =>
    rules.flatMap((rule) => {
      const subjects = routes
        .filter(rule.applies)
        .map(({ source, after }) => (rule.names === 'source' ? source.name : after.name))
      if (subjects.length === 0) return []
      return [
        warning(rule.code, {
          flow: flow.spec.name,
          cluster: rule.names === 'source' ? flow.source.name : flow.target.name,
          subjects,
          ...(rule.at === undefined ? {} : { at: rule.at }),
          detail: rule.detail(flow.titles),
        }),
      ]
    }),
  ),
)

/** Whether the target's limit is the lower one; -1 is no limit. */
function isBelow(route: Route, name: string): boolean {
  const [source, target] = [limit(sourceConfig(route, name)), limit(remoteConfig(route, name))]
  return source !== undefined && target !== undefined && target < source
}

function limit(value: string | undefined): number | undefined {
  if (value === undefined || !/^-?\d+$/.test(value)) return undefined
  return Number(value) < 0 ? Number.POSITIVE_INFINITY : Number(value)
}

function deletes(policy: string | undefined): boolean {
  return policy?.includes('delete') ?? true
}
