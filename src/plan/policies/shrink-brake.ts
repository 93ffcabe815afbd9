// The brake: a plan that lets go of much, or of everything, is refused until someone names the exact number. A wrong
// directory, an empty checkout or a typo in a filter looks exactly like a wish to delete.

import { brakeDefaults } from '../../topology/defaults.ts'
import type { Finding } from '../plan-file.ts'
import type { ResourceChange } from '../resource-change.ts'
import type { Outlook } from '../routes.ts'
import { type Shrink, shrinkOf } from '../shrink.ts'
import { flowTitles } from '../titles.ts'
import { errorFinding, type Policy } from './policy.ts'

/**
 * The number that was named has to be exact, so that it allows this plan and no other. Only the rest of a saved plan
 * may let go of less: its apply was interrupted.
 */
export type Allowance = { readonly exactly: number } | { readonly atMost: number }

export function numberOf(allowance: Allowance | undefined): number | null {
  if (allowance === undefined) return null
  return 'exactly' in allowance ? allowance.exactly : allowance.atMost
}

export function shrinkBrake(allowed: Allowance | undefined): Policy {
  return ({ rows, findings }, outlook) => ({
    rows,
    findings: [...findings, ...brakeFindings(shrinkOf(rows, outlook), { allowed, rows, outlook })],
  })
}

interface Facts {
  readonly allowed: Allowance | undefined
  readonly rows: readonly ResourceChange[]
  readonly outlook: Outlook
}

function brakeFindings(shrink: Shrink, { allowed, rows, outlook }: Facts): Finding[] {
  const { lost } = shrink
  if (allowed !== undefined) {
    const isAllowed = 'exactly' in allowed ? allowed.exactly === lost : allowed.atMost >= lost
    if (isAllowed) return []
    return [
      errorFinding('ST443', {
        detail: `--allow-destroy=${numberOf(allowed)} was given, and this plan lets go of ${lost === 0 ? 'nothing' : describe(shrink)}. The number has to be exact, so that it allows what was reviewed and nothing else. ${lost === 0 ? 'Leave the flag out.' : `If all of it is meant: ${allowing(lost)}.`}`,
      }),
    ]
  }
  const why = lost === 0 ? undefined : reasonToBrake(shrink, outlook)
  if (why === undefined) return []
  return [
    errorFinding('ST443', {
      subjects: losers(rows),
      path: 'strait.brake',
      detail: `This plan lets go of ${describe(shrink)}: ${why}. ${suspicion(rows, outlook)} If it is meant, name the number: ${allowing(lost)}. Topics on a target are deleted only where deletes in the strait block says so; what is no longer copied stays as it is, and grows stale.`,
    }),
  ]
}

/** The plan is read on a command line and on a pull request. */
function allowing(lost: number): string {
  return `--allow-destroy=${lost}, or allow-destroy: ${lost} in the workflow`
}

function reasonToBrake(shrink: Shrink, { view }: Outlook): string | undefined {
  const { lost, groups, present } = shrink
  const { count, percent } = view.topology.brake ?? brakeDefaults
  const declaresAcls = Object.keys(view.topology.acls ?? {}).length > 0
  // A directory may be about ACLs alone; one that lost its flows is not.
  if (view.flows.length === 0 && (shrink.flows > 0 || !declaresAcls))
    return 'the configuration has no flow at all'
  if (lost > count) return `the brake holds at more than ${count}`
  const weighed = lost - groups
  const share = Math.floor((100 * weighed) / Math.max(1, present))
  return weighed * 100 > percent * present
    ? `${share} % of all ${present} that there are, and the brake holds at more than ${percent} %`
    : undefined
}

/** What probably happened, by what the plan looks like. */
function suspicion(rows: readonly ResourceChange[], { view }: Outlook): string {
  if (view.flows.length === 0)
    return 'Look whether this is the right directory and commit, and whether every file was checked out.'
  const empty = rows.find(
    (row) => row.type === 'flow' && row.impact.topics_leaving.length > 0 && row.impact.topics === 0,
  )
  if (empty?.type === 'flow' && empty.change.after !== null) {
    const { include, exclude } = empty.change.after.topics
    const titles = flowTitles(empty.change.after, view.topology)
    const patterns = include.map((pattern) => JSON.stringify(pattern)).join(', ')
    return `The filter of ${titles.flow} matches no topic of ${titles.source} any more: look for a typo in include = [${patterns}]${exclude.length === 0 ? '' : ', or an exclude that takes it all'}.`
  }
  return 'Look for a typo in a filter, a variable that is empty here, or files that are missing.'
}

function describe({ flows, topics, others, groups, lost }: Shrink): string {
  const parts = [
    ...(flows === 0 ? [] : [`${flows} flow${flows === 1 ? '' : 's'} that stop${flows === 1 ? 's' : ''}`]),
    ...(topics === 0 ? [] : [`${topics} topic${topics === 1 ? '' : 's'} no longer copied`]),
    ...(others === 0 ? [] : [`${others} ACL${others === 1 ? '' : 's'} or internal topics deleted`]),
    ...(groups === 0 ? [] : [`${groups} group${groups === 1 ? '' : 's'} whose offsets are deleted`]),
  ]
  return `${lost} thing${lost === 1 ? '' : 's'} (${parts.join(', ')})`
}

function losers(rows: readonly ResourceChange[]): string[] {
  return rows.flatMap((row) =>
    row.change.actions.join() === 'delete' || (row.type === 'flow' && row.impact.topics_leaving.length > 0)
      ? [row.address]
      : [],
  )
}
