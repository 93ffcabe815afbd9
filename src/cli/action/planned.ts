// Directory → plan inside the action: what plan, apply and drift share.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codes } from '../../errors/codes.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { diagnosticsMarkdown } from '../../github/diagnostics-markdown.ts'
import { redacted } from '../../github/redact.ts'
import type { Finding, Plan } from '../../plan/plan-file.ts'
import { renderPlan } from '../../render/plan-text.ts'
import { counted } from '../../render/quantity.ts'
import type { LoadedTopology } from '../../topology/load-topology.ts'
import { originOf, originPlaces } from '../../topology/origins.ts'
import type { FailureReason } from '../failure.ts'
import { type Planned, planTopology } from '../planning.ts'
import { readRevision } from '../revision.ts'
import { savePlan } from '../saved-plan.ts'
import { bindSecrets } from './base-bindings.ts'
import { annotate, loadForAction, tellDiagnostics } from './load.ts'
import type { Session } from './session.ts'

/** Mistakes in the files that are told at their lines already. */
export class Mistakes extends Error {
  readonly title: string
  readonly markdown: string
  readonly reason: FailureReason

  constructor({ title, markdown, reason }: Pick<Mistakes, 'title' | 'markdown' | 'reason'>) {
    super(title)
    this.title = title
    this.markdown = markdown
    this.reason = reason
  }
}

const markdownBytesMax = 60_000

/** Throws Mistakes, and whatever connecting and reading throw. Close what is answered. */
export async function planForAction(session: Session): Promise<Planned> {
  const { directory, log, redact } = session
  const loaded = await loadForAction(session, false)
  const { topology, diagnostics, sources } = loaded
  const mistakes = (all: readonly Diagnostic[], title: string, reason: FailureReason): Mistakes => {
    const markdown = redact.current(diagnosticsMarkdown(all, sources, markdownBytesMax))
    return new Mistakes({ title, markdown, reason })
  }
  if (topology === undefined) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    throw mistakes(diagnostics, `${counted(errors, 'error')} in the topology`, 'invalid_topology')
  }
  const unbound = await bindSecrets(session, { ...loaded, topology })
  if (unbound.length > 0) {
    await tellDiagnostics(session, unbound, sources)
    throw mistakes(unbound, 'a secret is not meant for this cluster', 'secret_not_bound')
  }
  const planned = await planTopology(topology, directory, {
    revision: () => readRevision(directory),
    places: originPlaces(loaded.origins),
    ...(session.inputs.allowDestroy === undefined
      ? {}
      : { allowDestroy: { exactly: session.inputs.allowDestroy } }),
  })
  log.terminal.print(renderPlan(planned.plan, { color: false, width: 110 }))
  await annotate(session, findingsAtTheirLines(planned.plan, loaded))
  return planned
}

/** Where the plan is left for other steps: as JSON that apply takes, and as text. */
export function leavePlan(session: Session, plan: Plan): Record<string, string> {
  const { inputs, runner, context, directory, redact } = session
  // For apply plan-file is what it reads.
  const given = inputs.command === 'apply' ? '' : inputs.planFile
  const json = context.path(given || join(runner.temporary, 'strait-plan.json'))
  const text = join(runner.temporary, 'strait-plan.txt')
  savePlan(json, { plan, directory })
  writeFileSync(text, `${redact.current(renderPlan(plan, { color: false, width: 110 }))}\n`)
  return { json_plan_path: json, text_plan_path: text }
}

/** For what is shown on GitHub. */
export function shownPlan(session: Session, plan: Plan): Plan {
  return redacted(plan, session.redact.current)
}

/** A finding stands at the argument that it is about, or at the block of its flow or cluster. */
function findingsAtTheirLines(plan: Plan, { origins }: LoadedTopology): Diagnostic[] {
  return [...plan.errors, ...plan.warnings].map((finding) => {
    const block = finding.flow === null ? `cluster.${finding.cluster ?? ''}` : `flow.${finding.flow}`
    const origin = originOf(origins, finding.path ?? block) ?? originOf(origins, block)
    return {
      severity: finding.severity,
      code: codeOf(finding),
      summary: finding.summary,
      detail: finding.detail,
      ...(origin === undefined ? {} : { subject: origin.range }),
    }
  })
}

function codeOf({ code }: Finding): Diagnostic['code'] {
  const known = (Object.keys(codes) as Diagnostic['code'][]).find((each) => each === code)
  return known ?? 'ST454'
}
