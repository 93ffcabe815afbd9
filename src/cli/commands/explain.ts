// `strait explain`: a code, a row of the plan, or one value of it. A code needs nothing, a saved plan no cluster;
// everything else is planned first.

import { StraitError } from '../../errors/strait-error.ts'
import { isConsumerGroup } from '../../plan/groups.ts'
import type { Plan } from '../../plan/plan-file.ts'
import { foresee, type Outlook } from '../../plan/routes.ts'
import { steadyThings } from '../../plan/steady.ts'
import { viewOf } from '../../plan/view.ts'
import {
  definitionFacts,
  explainAttribute,
  inheritedFacts,
  type WrittenIn,
  writtenFacts,
} from '../../render/explain-attribute.ts'
import { explainSteady } from '../../render/explain-steady.ts'
import { type Explained, explainedText, explainRow } from '../../render/explain-text.ts'
import { safeValue } from '../../render/safe-text.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import { namedValues } from '../../topology/definitions.ts'
import { inheritedArguments, namedSource, valueSource } from '../../topology/value-source.ts'
import type { Context } from '../context.ts'
import { errorPage } from '../error-page.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import { explainStanding, type Standing } from '../explain-standing.ts'
import type { VariableFlags } from '../given-flags.ts'
import { loadWhole } from '../load-topology.ts'
import { isAddress, withoutQuotes } from '../named-flow.ts'
import { planTopology } from '../planning.ts'
import { readRevision } from '../revision.ts'
import { loadPlan } from '../saved-plan.ts'
import { exitOnSignal } from '../signals.ts'
import { working } from '../working.ts'

interface ExplainFlags extends VariableFlags {
  readonly plan?: string
}

export async function command(
  context: Context,
  [what = '', directory = '.']: readonly string[],
  flags: ExplainFlags,
): Promise<ExitCode> {
  exitOnSignal()
  if (/^st\d{3}$/i.test(what)) {
    const { code, summary, because, remedy, retried } = errorPage(what.toUpperCase())
    show(context, `${code}: ${summary}`, [
      ['because', because],
      ['to do', remedy],
      ['retried', retried ? 'an agent tries again by itself' : 'it waits for a person'],
    ])
    return done
  }
  if (flags.plan === undefined && namesValue.test(what))
    return explainValue(context, { what, directory }, flags)
  const read = await readPlan(context, directory, flags)
  if (read === undefined) return failed
  const { title, facts } = explain(what, read)
  show(context, title, facts)
  return done
}

/** `var.rate`, `module.region["eu"].local.rate`. */
const namesValue = /^(?:module\..+\.)?(?:var|local)\.[\w-]+$/

/** A variable or local: no cluster is asked for it. */
async function explainValue(
  context: Context,
  { what, directory }: { readonly what: string; readonly directory: string },
  flags: VariableFlags,
): Promise<ExitCode> {
  const loaded = await loadWhole(context, context.path(directory), flags)
  if (loaded === undefined) return failed
  const known = namedValues(loaded.modules)
  const address = known.find((each) => isAddress(what, each))
  if (address === undefined) {
    const meant = didYouMean(what, known)
    throw new StraitError(
      'ST550',
      `no variable or local is called ${what}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    )
  }
  show(context, address, definitionFacts(namedSource(loaded, address)))
  return done
}

interface Read {
  readonly plan: Plan
  readonly writtenIn?: WrittenIn
  /** What a flow takes from the defaults block. */
  readonly inheritedBy?: (flow: string) => Explained
  /** Consumer groups of a cluster. */
  readonly groupsOf?: (cluster: string) => readonly string[]
  readonly outlook?: Outlook
}

async function readPlan(context: Context, given: string, flags: ExplainFlags): Promise<Read | undefined> {
  if (flags.plan !== undefined) return { plan: safeValue(loadPlan(context.path(flags.plan)).plan) }
  const directory = context.path(given)
  const loaded = await loadWhole(context, directory, flags)
  if (loaded === undefined) return undefined
  const { originPlaces } = await import('../../topology/origins.ts')
  const planning = planTopology(loaded.topology, directory, {
    revision: () => readRevision(directory),
    places: originPlaces(loaded.origins),
  })
  const planned = await working(context.terminal, 'reading the clusters', planning)
  await planned.close()
  return {
    plan: safeValue(planned.plan),
    writtenIn: (block, attribute) => valueSource(loaded, block, attribute),
    groupsOf: (cluster) =>
      [...(planned.snapshot.clusters.get(cluster)?.groups.values() ?? [])]
        .filter(isConsumerGroup)
        .map(({ groupId }) => safeValue(groupId)),
    outlook: foresee(viewOf(planned.topology, planned.snapshot)),
    inheritedBy: (flow) => inheritedFacts(inheritedArguments(loaded, `flow.${flow}`)),
  }
}

function explain(what: string, read: Read): { title: string; facts: Explained } {
  const { plan, writtenIn, inheritedBy, groupsOf } = read
  const rows = plan.resource_changes
  const row = rows.find(({ address }) => isAddress(what, address))
  if (row !== undefined) {
    const inherited = row.type === 'flow' ? (inheritedBy?.(row.name) ?? []) : []
    return { title: row.address, facts: [...explainRow(row, plan), ...inherited] }
  }
  for (const { address, rest } of ownersOf(
    what,
    rows.map((one) => one.address),
  )) {
    const owner = rows.find((one) => one.address === address)
    const facts = owner && explainAttribute(owner, rest, { plan, writtenIn })
    if (facts !== undefined) return { title: `${address}.${rest}`, facts }
  }
  const { clusters, addresses = {} } = plan.configuration
  for (const name of Object.keys(clusters)) {
    const block = `cluster.${name}`
    const address = addresses[block] ?? block
    const [owner] = isAddress(what, address) ? [{ rest: 'bootstrap' }] : ownersOf(what, [address, block])
    if (owner !== undefined) return { title: what, facts: writtenFacts(block, owner.rest, writtenIn) }
  }
  const things = steadyThings(plan, groupsOf)
  const thing = things.find(({ address }) => isAddress(what, address))
  if (thing !== undefined) return { title: thing.address, facts: explainSteady(thing, { plan, writtenIn }) }
  const owners: readonly Standing[] = [
    ...things.map(({ flows: [flow = null], ...rest }) => ({ ...rest, flow })),
    ...rows,
  ]
  const known = owners.map(({ address }) => address)
  const [behind] = ownersOf(what, known)
  const owner = owners.find(({ address }) => address === behind?.address)
  if (behind !== undefined && owner !== undefined) return explainStanding(owner, behind.rest, read)
  throw unknownName(what, { known, isSaved: !writtenIn })
}

function unknownName(
  what: string,
  { known, isSaved }: { readonly known: readonly string[]; readonly isSaved: boolean },
): StraitError {
  const meant = didYouMean(what, known)
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
  const unsaved =
    isSaved && (namesValue.test(what) || what.includes('group_offset.'))
      ? ' A saved plan holds no variables, no locals and no groups that stay where they are: explain the directory.'
      : ''
  return new StraitError(
    'ST550',
    `neither what the plan changes nor what it leaves as it is has the name ${what}.${hint}${unsaved} An address is, for example, flow.NAME, topic.CLUSTER["NAME"], group_offset.FLOW["GROUP"], cluster.NAME, var.NAME or local.NAME, with .name behind it for one value.`,
  )
}

/** Of the addresses those that `what` goes on from, the longest first, with what stands behind them. */
function ownersOf(what: string, addresses: readonly string[]): { address: string; rest: string }[] {
  return addresses
    .flatMap((address) => {
      const begun = [address, withoutQuotes(address)].find((each) => what.startsWith(`${each}.`))
      return begun === undefined ? [] : [{ address, rest: what.slice(begun.length + 1) }]
    })
    .toSorted((one, other) => other.address.length - one.address.length)
}

function show({ terminal, json }: Context, title: string, facts: Explained): void {
  const document = {
    format_version: '1.0',
    subject: title,
    facts: facts.map(([heading, text]) => ({ heading, text })),
  }
  terminal.print(json ? JSON.stringify(document, null, 2) : explainedText(title, facts, terminal.columns))
}
