// What a config comes down to on either end of a route, once the plan is applied.

import type { Route } from './routes.ts'

/** Undefined where neither the topic nor its cluster is known to have it. */
export function sourceConfig({ source }: Route, name: string): string | undefined {
  return source.configs.get(name)?.value ?? undefined
}

export function remoteConfig({ after }: Route, name: string): string | undefined {
  return after.configs.get(name)?.value ?? undefined
}
