// Topologies in which blocks depend on others: builders for cases by hand, and graphs at random with what stands behind
// each block, instance by instance.

import fc from 'fast-check'
import type { Snapshot } from '../../src/live/snapshot.ts'
import type { AclSpec, FlowSpec, Topology } from '../../src/topology/model.ts'
import {
  appliedFlow,
  type ClusterFacts,
  clusterOf,
  commit,
  flowOf,
  groupOf,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

/** A flow with a topic and a group of its name. */
export function flow(name: string, more: Partial<FlowSpec> = {}): FlowSpec {
  return flowOf({
    name,
    topics: { include: [name], exclude: [] },
    groups: { include: [`${name}-.*`], exclude: [] },
    ...more,
  })
}

export function grant(name: string): AclSpec {
  return {
    name,
    cluster: 'eu',
    principal: `User:${name}`,
    host: '*',
    permission: 'allow',
    operations: ['read'],
    resourceType: 'topic',
    resourceName: name,
    patternType: 'literal',
  }
}

export function topology(
  flows: readonly FlowSpec[],
  dependsOn: Topology['dependsOn'],
  more: Partial<Topology> = {},
): Topology {
  return { ...topologyOf(flows), ...(dependsOn && { dependsOn }), ...more }
}

/** The source holds a topic, a group and an ACL for each name; the target what is given. */
export function live(names: readonly string[], target: ClusterFacts = {}): Snapshot {
  return snapshotOf(
    clusterOf('us', {
      topics: names.map((name) => topicOf(name, { latest: 10, configs: { 'retention.ms': '1000' } })),
      groups: names.map((name) => groupOf(`${name}-readers`, [commit(name, 0, 10)])),
      acls: names.map((name) => readAcl(name, 'User:reader')),
    }),
    clusterOf('eu', { acls: [], ...target }),
  )
}

export interface World {
  readonly topology: Topology
  readonly snapshot: Snapshot
  /** All that stands behind a block, found by going everywhere. */
  readonly behind: (block: string) => ReadonlySet<string>
  readonly [fc.toStringMethod]: () => string
}

interface Member {
  readonly name: string
  readonly address: string
}

interface Block {
  readonly kind: 'flow' | 'acl' | 'hub' | 'module'
  /** As others depend on it. */
  readonly reference: string
  readonly members: readonly Member[]
  /** Places of the blocks that it depends on. */
  readonly before: readonly number[]
  readonly isApplied: boolean
  /** Whether the source has its topics. */
  readonly isLive: boolean
  /** Whether it is declared no more. */
  readonly isGone: boolean
}

const names = ['a', 'f', 'b', 'e', 'c', 'd']
const places = [...names.keys()]
const perBlock = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(value, { minLength: names.length, maxLength: names.length })

/** Blocks depend on some of those before them; those that are gone come last, since nothing declared depends on them. */
export const world: fc.Arbitrary<World> = fc
  .record({
    kinds: perBlock(fc.constantFrom('flow' as const, 'acl' as const, 'hub' as const, 'module' as const)),
    before: perBlock(fc.subarray(places)),
    shuffled: fc.shuffledSubarray(names, { minLength: names.length }),
    applied: perBlock(fc.boolean()),
    live: perBlock(fc.boolean()),
    declared: fc.integer({ min: 2, max: names.length }),
  })
  .map(({ kinds, before, shuffled, applied, live: onSource, declared }) =>
    worldOf(
      shuffled.map((name, at): Block => {
        const kind = kinds[at] ?? 'flow'
        return {
          kind,
          ...named(kind, name),
          before: (before[at] ?? []).filter((one) => one < at),
          isApplied: applied[at] === true || at >= declared,
          isLive: onSource[at] === true,
          isGone: at >= declared,
        }
      }),
    ),
  )

function named(kind: Block['kind'], name: string): Pick<Block, 'reference' | 'members'> {
  const keys = ['x', 'y']
  switch (kind) {
    case 'hub': {
      const members = keys.map((key) => ({ name: `${name}-${key}`, address: `flow.${name}["${key}"]` }))
      return { reference: `flow.${name}`, members }
    }
    case 'module': {
      const members = keys.map((key) => ({ name: `${name}--${key}`, address: `module.${name}.flow.${key}` }))
      return { reference: `module.${name}`, members }
    }
    default:
      return { reference: `${kind}.${name}`, members: [{ name, address: `${kind}.${name}` }] }
  }
}

const spec = (name: string): FlowSpec => flow(name, { checkpoints: { emit: true, intervalMs: 1000 } })

function worldOf(blocks: readonly Block[]): World {
  const declared = blocks.filter(({ isGone }) => !isGone)
  const flows = declared.filter(({ kind }) => kind !== 'acl').flatMap(({ members }) => members)
  const applied = blocks.filter(({ kind, isApplied }) => kind !== 'acl' && isApplied)
  const referencesOf = ({ before }: Block): string[] => before.map((at) => blocks[at]?.reference ?? '')
  // What is gone was applied: the control topic remembers it, an ACL as well as a flow.
  const revoked = blocks.filter(({ kind, isGone }) => kind === 'acl' && isGone)
  const copied = applied.filter(({ isLive }) => isLive).flatMap(({ members }) => members)
  return {
    topology: topology(
      flows.map(({ name }) => spec(name)),
      Object.fromEntries(
        declared
          .filter(({ before }) => before.length > 0)
          .map((block) => [block.reference, referencesOf(block)]),
      ),
      {
        acls: Object.fromEntries(
          declared
            .filter(({ kind }) => kind === 'acl')
            .flatMap(({ members }) => members.map(({ name }) => [name, grant(name)])),
        ),
        addresses: Object.fromEntries(
          flows
            .filter(({ name, address }) => address !== `flow.${name}`)
            .map(({ name, address }) => [`flow.${name}`, address]),
        ),
        deletes: { topics: true },
      },
    ),
    snapshot: live(
      blocks.filter(({ isLive }) => isLive).flatMap(({ members }) => members.map(({ name }) => name)),
      {
        topics: copied.map(({ name }) => topicOf(`us.${name}`, { latest: 1 })),
        control: [
          ...applied.flatMap((block) =>
            block.members.map(({ name, address }) =>
              appliedFlow(spec(name), { address, dependsOn: referencesOf(block) }),
            ),
          ),
          ...revoked.flatMap((block) =>
            block.members.map(({ name, address }) => ({
              kind: 'managed' as const,
              address: `acl.eu["allow User:${name} read on topic ${name}"]`,
              flow: '',
              protect: false,
              block: address,
              dependsOn: referencesOf(block),
            })),
          ),
          ...copied.map(({ name }) => ({
            kind: 'managed' as const,
            address: `topic.eu["us.${name}"]`,
            flow: name,
            protect: false,
            topicId: `id-of-us.${name}`,
          })),
        ],
      },
    ),
    behind: closure(blocks),
    // A failing property prints what it failed for, and topologies are long.
    [fc.toStringMethod]: () => JSON.stringify(blocks),
  }
}

function closure(blocks: readonly Block[]): World['behind'] {
  const membersAt = (at: number): string[] => (blocks[at]?.members ?? []).map(({ address }) => address)
  const needs = new Map(
    blocks.flatMap(({ members, before }) =>
      members.map(({ address }) => [address, before.flatMap(membersAt)] as const),
    ),
  )
  const known = new Map<string, ReadonlySet<string>>()
  const behind = (block: string): ReadonlySet<string> => {
    const direct = needs.get(block) ?? []
    const all = known.get(block) ?? new Set([...direct, ...direct.flatMap((one) => [...behind(one)])])
    known.set(block, all)
    return all
  }
  return behind
}
