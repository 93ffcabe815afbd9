// A plan takes as long as its topology and its clusters are large, and not as long as the two multiplied. Counted by what
// runs how often, never by time.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Snapshot } from '../../src/live/snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { steadyThings } from '../../src/plan/steady.ts'
import { graphOfPlan } from '../../src/render/graph.ts'
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts'
import { renderPlan } from '../../src/render/plan-text.ts'
import type { Topology } from '../../src/topology/model.ts'
import { countOperations, grownBeyond } from '../operations.ts'
import { applyToSnapshot } from './apply-to-snapshot.ts'
import {
  clusterOf,
  commit,
  context,
  flowOf,
  groupOf,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

interface Size {
  readonly flows: number
  readonly topics: number
  readonly groups: number
  readonly acls: number
}

interface World {
  readonly topology: Topology
  readonly snapshot: Snapshot
}

const small: Size = { flows: 90, topics: 180, groups: 90, acls: 90 }

const team = (at: number): string => `team${String(at).padStart(4, '0')}`

/** Every flow with a few topics and groups of its own; some topics belong to none. */
function worldOf({ flows, topics, groups, acls }: Size): World {
  const names = Array.from(
    { length: topics },
    (_, at) => `${team(at % flows)}.topic-${Math.floor(at / flows)}`,
  )
  const named = (at: number): string => names[at % topics] ?? ''
  return {
    topology: topologyOf(
      Array.from({ length: flows }, (_, at) =>
        flowOf({
          name: `flow-${team(at)}`,
          topics: { include: [`${team(at)}\\..*`, `${team(at)}-.*`], exclude: ['.*-dlq'] },
          groups: { include: [`${team(at)}-.*`], exclude: [] },
        }),
      ),
    ),
    snapshot: snapshotOf(
      clusterOf('us', {
        topics: names.map((name) => topicOf(name, { latest: 10, sizeBytes: 100 })),
        groups: Array.from({ length: groups }, (_, at) =>
          groupOf(`${team(at % flows)}-group-${at}`, [
            commit(named(at), 0, 5),
            commit(named(at + flows), 0, 5),
          ]),
        ),
        acls: Array.from({ length: acls }, (_, at) => readAcl(named(at), `User:${at}`)),
      }),
      clusterOf('eu', { acls: [] }),
    ),
  }
}

function applied({ topology, snapshot }: World): World {
  return { topology, snapshot: applyToSnapshot(makePlan(topology, snapshot, context), snapshot) }
}

/** The same clusters, seen by a topology that has flows of other names for the same topics. */
function ofOthers(world: World): World {
  const { topology, snapshot } = applied(world)
  const flows = Object.values(topology.flows).map((flow) => ({ ...flow, name: `my-${flow.name}` }))
  return { topology: { ...topologyOf(flows), name: 'mine' }, snapshot }
}

function planAndShow({ topology, snapshot }: World): void {
  const plan: Plan = makePlan(topology, snapshot, context)
  renderPlan(plan, { color: false, width: 100 })
  // In all of its shorter and shorter forms.
  renderPlanMarkdown(plan, { bytesMax: 100 })
  graphOfPlan(plan)
  steadyThings(plan, () => snapshot.clusters.get('us')?.groups.keys() ?? [])
}

const states = [
  ['of a topology that is new', (world: World): World => world],
  ['of a topology that is applied', applied],
  ['beside the flows of another topology', ofOthers],
] as const

for (const [what, stateOf] of states) {
  test(`twice of everything takes a plan ${what} at most twice as many steps`, () => {
    const double: Size = { flows: 180, topics: 360, groups: 180, acls: 180 }
    const [first, second] = [small, double].map((size) => {
      const world = stateOf(worldOf(size))
      return countOperations(() => planAndShow(world))
    })
    assert(first !== undefined && second !== undefined)
    assert.ok(first.size > 500, `only ${first.size} functions were counted`)
    // Sorting takes a little more than twice.
    assert.deepEqual(grownBeyond(2.5, first, second), [])
  })
}
