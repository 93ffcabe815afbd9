// A flow with everything that the model asks for. A test says what matters to it.

import type { FlowSpec } from '../src/topology/model.ts'

/** From us to eu; it selects nothing. */
export function flowWith(change: Partial<FlowSpec> = {}): FlowSpec {
  return {
    name: 'us-to-eu',
    source: 'us',
    target: 'eu',
    naming: { kind: 'prefix', separator: '.' },
    topics: { include: [], exclude: [] },
    groups: { include: [], exclude: [] },
    start: 'earliest',
    delivery: 'exactly_once',
    onGap: 'halt',
    onPoison: 'halt',
    engine: 'native',
    replicationFactor: -1,
    configs: { sync: true, exclude: [] },
    acls: { sync: false },
    offsets: { sync: true, intervalMs: 5_000, onConflict: 'never_rewind' },
    heartbeats: { emit: true, intervalMs: 1_000 },
    checkpoints: { emit: true, intervalMs: 5_000 },
    offsetSyncs: { emit: true, location: 'source' },
    refreshIntervalMs: 30_000,
    limits: {},
    lifecycle: { protect: false },
    ...change,
  }
}
