// A flow with everything that the model asks for. A test says what matters to it.

import { flowDefaults } from '../src/topology/defaults.ts'
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
    configs: { sync: true, exclude: [] },
    ...flowDefaults,
    ...change,
  }
}
