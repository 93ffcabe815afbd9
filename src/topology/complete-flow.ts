// A flow as it was read → the flow as the model has it: filters resolved, naming put together, defaults filled
// in. Pure renaming and filling; what is wrong was said before or is said by the rules after.

import type { DecodedBody } from './decode/decode-body.ts'
import {
  defaultConfigExcludes,
  defaultGroupExcludes,
  defaultGroupInclude,
  defaultSeparator,
  defaultTopicExcludes,
  flowDefaults,
} from './defaults.ts'
import type { PatternSet } from './model.ts'

/** A filter block as read; absent parts are not written or broken. */
export interface WrittenFilter {
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  readonly defaultExcludes?: boolean
}

/** All patterns of a filter of topics, with MM2's excludes behind its own. */
export function completeTopics({
  include,
  exclude = [],
  defaultExcludes = true,
}: WrittenFilter): Partial<PatternSet> {
  return {
    ...(include === undefined ? {} : { include: [...include] }),
    exclude: [...exclude, ...(defaultExcludes ? defaultTopicExcludes : [])],
  }
}

/** All patterns of a filter of groups; without `include` every group. */
export function completeGroups({
  include = defaultGroupInclude,
  exclude = [],
  defaultExcludes = true,
}: WrittenFilter): PatternSet {
  return { include: [...include], exclude: [...exclude, ...(defaultExcludes ? defaultGroupExcludes : [])] }
}

export interface FlowFilters {
  /** Undefined where the filter is missing or unknown, which is reported elsewhere. */
  readonly topics: Partial<PatternSet> | undefined
  readonly groups: PatternSet | undefined
}

/** The fields of the model's flow; a field that could not be read is absent. */
export function completeFlow(
  name: string,
  written: DecodedBody,
  { topics, groups }: FlowFilters,
): DecodedBody {
  const { naming, separator, topicsFilter, groupsFilter, ...rest } = written
  const nested = Object.fromEntries(
    Object.entries(flowDefaults).map(([key, fallback]) => [key, filled(fallback, rest[key])]),
  )
  return {
    ...nested,
    name,
    ...(rest['source'] === undefined ? {} : { source: rest['source'] }),
    ...(rest['target'] === undefined ? {} : { target: rest['target'] }),
    naming: completeNaming(naming ?? 'prefix', separator),
    ...(topics?.include === undefined ? {} : { topics }),
    ...(groups === undefined ? {} : { groups }),
    configs: completeConfigs(rest['configs'] as WrittenConfigs | undefined),
  }
}

interface WrittenConfigs {
  readonly sync?: boolean
  readonly exclude?: readonly string[]
  readonly defaultExcludes?: boolean
  readonly stepsAboveBytes?: number
}

function completeConfigs({
  sync = true,
  exclude = [],
  defaultExcludes = true,
  stepsAboveBytes,
}: WrittenConfigs = {}): DecodedBody {
  return {
    sync,
    exclude: [...exclude, ...(defaultExcludes ? defaultConfigExcludes : [])],
    ...(stepsAboveBytes === undefined ? {} : { stepsAboveBytes }),
  }
}

function completeNaming(naming: unknown, separator: unknown): DecodedBody {
  if (naming === 'prefix') return { kind: 'prefix', separator: separator ?? defaultSeparator }
  return naming === 'identity' ? { kind: 'identity' } : { kind: 'template', template: naming }
}

function filled(fallback: unknown, written: unknown): unknown {
  if (written === undefined) return fallback
  const bothObjects = typeof fallback === 'object' && typeof written === 'object'
  return bothObjects && fallback !== null ? { ...fallback, ...written } : written
}
