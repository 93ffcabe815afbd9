// The team's own policies: each is evaluated for every row of the plan, by the language that the files are written
// in. Pure, and the same on every machine, but for the day: a waiver that is over fails the plan. The day is no input
// of the fingerprint, or every plan would be stale after midnight; apply plans again and judges by its own day.

import { firstMatch } from '../../mirror/patterns.ts'
import type { Policy as TeamPolicy, Waiver } from '../../topology/model.ts'
import { nearestPlace, type Places } from '../../topology/origins.ts'
import { byText } from '../canonical.ts'
import type { Finding } from '../plan-file.ts'
import { type Judgement, judgeOf } from '../policy-judge.ts'
import type { ResourceChange } from '../resource-change.ts'
import { errorFinding, type Policy } from './policy.ts'

export interface PolicyContext {
  /** Epoch ms. */
  readonly nowMs: number
  readonly places?: Places
}

export function teamPolicies(context: PolicyContext): Policy {
  return ({ rows, findings }, { view }) => ({
    rows,
    findings: [
      ...findings,
      ...(view.topology.policies ?? []).flatMap((policy) => findingsOf(policy, rows, context)),
    ],
  })
}

interface Violation {
  readonly row: ResourceChange
  readonly message: string
  readonly waiver: Waiver | undefined
}

function findingsOf(policy: TeamPolicy, rows: readonly ResourceChange[], context: PolicyContext): Finding[] {
  const judge = judgeOf(policy)
  const waivers = (policy.waivers ?? []).map((waiver) => ({
    waiver,
    isAbout: firstMatch(waiver.addresses ?? ['.*']),
  }))
  const violations: Violation[] = []
  for (const row of rows) {
    const judgement: Judgement = judge(row)
    if (judgement.kind === 'unclear') return [unclear(policy, row, judgement.reason, context)]
    if (judgement.kind === 'holds') continue
    const about = waivers.filter(({ isAbout }) => isAbout(row.address) !== undefined)
    // One that was renewed stands beside the one that is over.
    const { waiver } = about.find((one) => endOf(one.waiver) > context.nowMs) ?? about[0] ?? {}
    violations.push({ row, message: judgement.message, waiver })
  }
  const alike = Map.groupBy(violations, ({ row, waiver }) => JSON.stringify([row.flow, waiver ?? null]))
  return [...alike]
    .sort(([one], [other]) => byText(one, other))
    .map(([, all]) => violated(policy, all, context))
}

/** One finding for all changes of a flow: a thousand topics that break one rule are one thing to decide. */
function violated(policy: TeamPolicy, violations: readonly Violation[], context: PolicyContext): Finding {
  const [first] = violations
  const waiver = first?.waiver
  const isOver = waiver !== undefined && endOf(waiver) <= context.nowMs
  const isWaived = waiver !== undefined && !isOver
  const messages = [...new Set(violations.map(({ message }) => message))]
  const shown = messages.slice(0, 5)
  const more = messages.length - shown.length
  return {
    severity: isWaived ? 'warning' : isOver ? 'error' : policy.severity,
    code: policy.code,
    summary: `Policy "${policy.name}" ${isWaived ? 'is waived' : isOver ? 'is violated, and its waiver is over' : 'is violated'}`,
    detail: [
      ...shown,
      ...(more > 0 ? [`And ${more} more.`] : []),
      ...(waiver === undefined ? [] : [waiverText(waiver, isOver)]),
    ].join(' '),
    flow: first?.row.flow ?? null,
    cluster: first?.row.cluster ?? null,
    subjects: violations.map(({ row }) => row.address),
    ...(isOver ? overAt(policy, waiver, context) : placeOf(first?.row, policy, context)),
  }
}

/** The day that is over is what has to be looked at. */
function overAt(policy: TeamPolicy, waiver: Waiver, { places }: PolicyContext): { place?: string } {
  const path = `policy.${policy.name}.waiver.${policy.waivers?.indexOf(waiver) ?? 0}.expires`
  const place = places && nearestPlace(places, path)
  return place === undefined ? {} : { place }
}

function unclear(policy: TeamPolicy, row: ResourceChange, reason: string, context: PolicyContext): Finding {
  return {
    ...errorFinding('ST448', {
      detail: `Policy "${policy.name}" (${policy.code}) cannot be evaluated for ${row.address}: ${reason} Narrow its when, or use try().`,
      subjects: [row.address],
    }),
    ...placeOf(undefined, policy, context),
  }
}

/** Where the flow or the acl block was written that the change comes from; without one, where the policy was. */
function placeOf(
  row: ResourceChange | undefined,
  policy: TeamPolicy,
  { places }: PolicyContext,
): { place?: string } {
  const block = row?.type === 'acl' ? row.impact.block : undefined
  const owner = block === undefined ? row?.flow && `flow.${row.flow}` : `acl.${block}`
  const place = (owner && places?.(owner)) ?? places?.(`policy.${policy.name}`)
  return place === undefined ? {} : { place }
}

function waiverText({ owner, reason, expires }: Waiver, isOver: boolean): string {
  return isOver
    ? `${owner} waived it until ${expires} (${reason}). Renew the waiver, or do what the policy asks.`
    : `Waived by ${owner} until ${expires}: ${reason}`
}

/** A waiver holds to the end of its last day, UTC. */
function endOf({ expires }: Waiver): number {
  return Date.parse(`${expires}T00:00:00Z`) + 24 * 3_600_000
}
