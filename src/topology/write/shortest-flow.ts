// A flow of the model → what has to be written of it: the inverse of complete-flow.ts. Defaults are left out,
// and the default excludes behind a filter's own are said by not saying anything.

import {
  defaultConfigExcludes,
  defaultGroupExcludes,
  defaultGroupInclude,
  defaultSeparator,
  defaultTopicExcludes,
  flowDefaults,
} from '../defaults.ts'
import type { FlowSpec, Naming, PatternSet } from '../model.ts'

/** Arguments and nested blocks by the keys of the tables in decode/block-shapes.ts. */
export interface Fields {
  readonly [key: string]: unknown
}

/** `isKept`: a path such as `offsets.intervalMs` that is written although it is the default. */
export function shortestFlow(spec: FlowSpec, isKept: (path: string) => boolean): Fields {
  const { name: _, source, target, naming, topics, groups, configs, ...rest } = spec
  const common = Object.entries(rest).map(([key, value]) => [
    key,
    withoutDefaults({ key, value, fallback: flowDefaults[key as keyof typeof flowDefaults] }, isKept),
  ])
  return {
    source,
    target,
    ...namingFields(naming, isKept),
    topics: { include: topics.include, ...excludes(topics.exclude, defaultTopicExcludes) },
    groups: groupFields(groups, isKept),
    ...Object.fromEntries(common),
    configs: {
      ...(configs.sync && !isKept('configs.sync') ? {} : { sync: configs.sync }),
      ...excludes(configs.exclude, defaultConfigExcludes),
    },
  }
}

function namingFields(naming: Naming, isKept: (path: string) => boolean): Fields {
  switch (naming.kind) {
    case 'identity':
      return { naming: 'identity' }
    case 'template':
      return { naming: naming.template }
    case 'prefix': {
      const isDefault = naming.separator === defaultSeparator && !isKept('separator')
      return {
        ...(isKept('naming') ? { naming: 'prefix' } : {}),
        ...(isDefault ? {} : { separator: naming.separator }),
      }
    }
  }
}

function groupFields({ include, exclude }: PatternSet, isKept: (path: string) => boolean): Fields {
  const isDefault = same(include, defaultGroupInclude) && !isKept('groups.include')
  return { ...(isDefault ? {} : { include }), ...excludes(exclude, defaultGroupExcludes) }
}

function excludes(exclude: readonly string[], defaults: readonly string[]): Fields {
  const own = exclude.slice(0, Math.max(0, exclude.length - defaults.length))
  const hasDefaults = same(exclude.slice(own.length), defaults)
  const written = hasDefaults ? own : exclude
  return {
    ...(written.length === 0 ? {} : { exclude: written }),
    ...(hasDefaults ? {} : { defaultExcludes: false }),
  }
}

interface Part {
  readonly key: string
  readonly value: unknown
  readonly fallback: unknown
}

/** Undefined where nothing is left to say. */
function withoutDefaults({ key, value, fallback }: Part, isKept: (path: string) => boolean): unknown {
  if (key === 'start' || !isFields(value)) return same(value, fallback) && !isKept(key) ? undefined : value
  const defaults = isFields(fallback) ? fallback : {}
  return Object.fromEntries(
    Object.entries(value).filter(([inner, one]) => !same(one, defaults[inner]) || isKept(`${key}.${inner}`)),
  )
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
