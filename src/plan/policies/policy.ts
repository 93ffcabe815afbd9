// Policies stand between what differs and what is done: each looks at the whole draft and may refuse, warn,
// hold back a row or judge its risk. They are pure and independent, so their order does not matter.

import { type Code, codes } from '../../errors/codes.ts'
import type { Finding } from '../plan-file.ts'
import type { ResourceChange } from '../resource-change.ts'
import type { Outlook } from '../routes.ts'

export interface Draft {
  readonly rows: readonly ResourceChange[]
  readonly findings: readonly Finding[]
}

export type Policy = (draft: Draft, outlook: Outlook) => Draft

/** What a policy knows of a finding; the summary is the code's own. */
export interface FindingFacts {
  readonly detail: string
  readonly flow?: string
  readonly cluster?: string
  readonly subjects?: readonly string[]
  /** Which argument of the flow, or else of the cluster, as `limits.bytesPerSecond`. */
  readonly at?: string
  /** What it is about, where that is neither, as `strait.brake`. */
  readonly path?: string
}

export function errorFinding(code: Code, facts: FindingFacts): Finding {
  return toFinding('error', code, facts)
}

export function warning(code: Code, facts: FindingFacts): Finding {
  return toFinding('warning', code, facts)
}

/** A policy that changes no row. */
export function reports(find: (outlook: Outlook, rows: readonly ResourceChange[]) => Finding[]): Policy {
  return (draft, outlook) => ({
    ...draft,
    findings: [...draft.findings, ...find(outlook, draft.rows)],
  })
}

function toFinding(
  severity: Finding['severity'],
  code: Code,
  { detail, flow, cluster, subjects = [], at, path }: FindingFacts,
): Finding {
  const owner = flow === undefined ? cluster && `cluster.${cluster}` : `flow.${flow}`
  const about = path ?? (at === undefined || owner === undefined ? owner : `${owner}.${at}`)
  return {
    severity,
    code,
    summary: codes[code].summary,
    detail,
    flow: flow ?? null,
    cluster: cluster ?? null,
    subjects: [...subjects],
    ...(about === undefined ? {} : { path: about }),
  }
}
