// Two clusters that test files share. `npm test` starts them once and hands them on by environment; a test file
// that runs alone starts its own pair, which ends with its process. Use topic and group names of your own.

import { startBroker } from './broker.ts'

export interface SharedCluster {
  readonly bootstrap: string[]
}

export interface SharedClusters {
  readonly source: SharedCluster
  readonly target: SharedCluster
}

/** Names of the environment variables that carry `host:port,host:port` of running clusters. */
export const SHARED_ENV = { source: 'STRAIT_TEST_SOURCE', target: 'STRAIT_TEST_TARGET' } as const

let started: Promise<SharedClusters> | undefined

export function sharedClusters(): Promise<SharedClusters> {
  started ??= fromEnvironment() ?? startBoth()
  return started
}

function fromEnvironment(): Promise<SharedClusters> | undefined {
  const source = process.env[SHARED_ENV.source]
  const target = process.env[SHARED_ENV.target]
  if (!source || !target) return undefined
  return Promise.resolve({
    source: { bootstrap: source.split(',') },
    target: { bootstrap: target.split(',') },
  })
}

async function startBoth(): Promise<SharedClusters> {
  const [source, target] = await Promise.all([startBroker(), startBroker()])
  return { source, target }
}
