// What `depends_on` does to a plan. A row that makes something comes after everything that is made for the blocks that
// its own block depends on; a row that lets something go comes before what is let go of them.

import { type Dependencies, dependenciesOf } from '../topology/block-address.ts'
import { type BlockGraph, blockGraph } from './block-graph.ts'
import { byText } from './canonical.ts'
import { type BlocksOf, blockAddress, blocksBehind, entriesLeft, leftAddress } from './made-for.ts'
import { isOurThing, managedThings } from './managed-things.ts'
import { isLetGo, type LevelOf, phaseOf } from './order.ts'
import { isChange, type ResourceChange } from './resource-change.ts'
import type { PlanView } from './view.ts'

export interface Tied {
  /** The rows, with what each is made for and depends on, where any depends on any. */
  readonly rows: readonly ResourceChange[]
  readonly levelOf: LevelOf
  /**
   * What decided their order, as decision inputs. Group offsets move by themselves, so whether a block has any is not
   * counted.
   */
  readonly decided: ReadonlyMap<string, string>
}

interface Graphs {
  /** Of what is declared. */
  readonly begins: BlockGraph
  /** Of that, and of what is gone as far as the control topics remember it. */
  readonly ends: BlockGraph
  readonly blocksOf: BlocksOf
}

/** References by row. */
type Ties = ReadonlyMap<ResourceChange, readonly string[]>

export function tieTogether(rows: readonly ResourceChange[], view: PlanView): Tied {
  const { dependsOn = {} } = view.topology
  const declared = declaredBlocks(view)
  const remembered = rememberedIn(view, declared)
  const all: Dependencies = { ...remembered, ...dependsOn }
  if (Object.values(all).every((references) => references.length === 0))
    return { rows, levelOf: () => 0, decided: new Map() }
  const graphs: Graphs = {
    begins: blockGraph(declared, dependsOn),
    ends: blockGraph([...declared, ...Object.keys(remembered)].sort(byText), all),
    blocksOf: blocksBehind(view),
  }
  const changed = rows.filter(isChange)
  const ties = tiesAmong(changed, graphs)
  const lasting = changed.filter(({ type }) => type !== 'group_offset')
  return {
    rows: rows.map((row) => (isChange(row) ? tied(row, { ties, graphs, all }) : row)),
    levelOf: (row) => {
      // What is shared is made for the first of them.
      const levels = graphs.blocksOf(row).map(graphFor(row, graphs).levelOf)
      return levels.length === 0 ? 0 : Math.min(...levels)
    },
    decided: decisions(tiesAmong(lasting, graphs), graphs),
  }
}

function graphFor(row: ResourceChange, { begins, ends }: Graphs): BlockGraph {
  return isLetGo(row) ? ends : begins
}

function declaredBlocks({ topology }: PlanView): string[] {
  return [
    ...Object.keys(topology.acls ?? {}).map((name) => blockAddress('acl', name, topology)),
    ...Object.keys(topology.flows).map((name) => blockAddress('flow', name, topology)),
  ].sort(byText)
}

/** By what is gone: what it depended on when it was applied last. */
function rememberedIn(view: PlanView, declared: readonly string[]): Dependencies {
  const known = new Set(declared)
  return Object.fromEntries(
    [
      ...managedThings(view.snapshot)
        .filter((thing) => isOurThing(thing, view))
        .flatMap(({ entry: { block, dependsOn } }) =>
          block === undefined ? [] : [[block, dependsOn ?? []] as const],
        ),
      ...entriesLeft(view).map((entry) => [leftAddress(entry), entry.dependsOn ?? []] as const),
    ].filter(([block]) => !known.has(block)),
  )
}

interface Surroundings {
  readonly ties: Ties
  readonly graphs: Graphs
  readonly all: Dependencies
}

function tied(row: ResourceChange, { ties, graphs, all }: Surroundings): ResourceChange {
  const blocks = graphs.blocksOf(row)
  const waits = ties.get(row)
  const [own] = row.type === 'flow' || (row.type === 'acl' && row.flow === null) ? blocks : []
  const remembers = own === undefined ? [] : dependenciesOf(own, all)
  return {
    ...row,
    ...(ties.size === 0 ? {} : { made_for: [...blocks] }),
    ...(waits === undefined ? {} : { depends_on: [...waits] }),
    ...(own === undefined ? {} : { remembers: { block: own, dependsOn: remembers } }),
  }
}

/** Rows that depend on others of `rows` in the same phase: the phases come one after the other anyway. */
function tiesAmong(rows: readonly ResourceChange[], graphs: Graphs): Ties {
  const alike = Object.values(Object.groupBy(rows, phaseOf))
  return new Map(
    alike.flatMap((group = []) => {
      const [first] = group
      const blocks = group.map(graphs.blocksOf)
      const nearest =
        first &&
        nearestIn(graphFor(first, graphs), {
          any: new Set(blocks.flat()),
          own: new Set(blocks.flatMap((all) => (all.length === 1 ? all : []))),
        })
      return group.flatMap((row) => {
        const references = shared(graphs.blocksOf(row).map((block) => nearest?.(block) ?? []))
        return references.length === 0 ? [] : [[row, references] as const]
      })
    }),
  )
}

interface Busy {
  /** Blocks with rows. */
  readonly any: ReadonlySet<string>
  /** Blocks with rows that they share with none: those wait for all that the block depends on. */
  readonly own: ReadonlySet<string>
}

/**
 * What a block depends on among busy blocks: its own references, and for a block without rows of its own also what that
 * one depends on. So rows need no list of everything before them.
 */
function nearestIn(graph: BlockGraph, { any, own }: Busy): (block: string) => readonly string[] {
  const behind = new Map<string, readonly string[]>()
  const ofBlock = (block: string): readonly string[] => [
    ...new Set(graph.dependenciesOf(block).flatMap((reference) => behind.get(reference) ?? [])),
  ]
  for (const reference of graph.references) {
    const blocks = graph.meantBy(reference)
    const further = blocks.filter((block) => !own.has(block)).flatMap(ofBlock)
    const itself = blocks.some((block) => any.has(block)) ? [reference] : []
    behind.set(reference, [...new Set([...itself, ...further])])
  }
  return (block) => ofBlock(block).toSorted(byText)
}

/** What all of them have: a row that several blocks share waits only for what each of them waits for. */
function shared([first = [], ...more]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((reference) => more.every((one) => one.includes(reference)))
}

function decisions(ties: Ties, { blocksOf }: Graphs): ReadonlyMap<string, string> {
  const said = [...ties].flatMap(([row, references]) =>
    blocksOf(row).flatMap((block) =>
      references.map((reference): readonly [string, string] =>
        isLetGo(row)
          ? [`order: end of ${block}`, `before ${reference}`]
          : [`order: begin of ${block}`, `after ${reference}`],
      ),
    ),
  )
  return new Map(
    [...Map.groupBy(said, ([what]) => what)].map(([what, all]) => [
      what,
      [...new Set(all.map(([, where]) => where))].sort(byText).join(', '),
    ]),
  )
}
