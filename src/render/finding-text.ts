// Errors and warnings of a plan: one line of what, where, then what to do, wrapped to the width. A rule on the
// left sets them off on a terminal; in a log it would only be in the way.

import { blockAddress } from '../plan/made-for.ts'
import type { Finding, Plan } from '../plan/plan-file.ts'
import { wrapLine } from '../std/wrap-text.ts'
import { nameList } from './names.ts'
import { type Paint, paintFor } from './paint.ts'

export interface TextOptions {
  readonly color: boolean
  readonly width: number
}

export function findingText(finding: Finding, plan: Plan, { color, width }: TextOptions): string {
  const paint = paintFor(color)
  const tint = finding.severity === 'error' ? paint.red : paint.yellow
  const title = `${finding.severity === 'error' ? 'Error' : 'Warning'}[${finding.code}]:`
  const place = placeOf(finding, plan)
  const lines = [
    ...wrapLine(`${title} ${finding.summary}`, width - 2).map((line, at) =>
      at === 0 ? `${paint.bold(tint(title))}${paint.bold(line.slice(title.length))}` : paint.bold(line),
    ),
    ...(place === '' ? [] : ['', ...wrapLine(place, width - 4).map((line) => `  ${line}`)]),
    '',
    ...wrapLine(finding.detail, width - 2),
  ]
  return color ? ruled(lines, tint) : lines.join('\n')
}

/** `with flow.us-to-eu, on cluster.us: orders, payments and 12 more`. */
export function placeOf(
  { flow, address, cluster, subjects, place }: Finding,
  { configuration }: Pick<Plan, 'configuration'>,
): string {
  const owner = [
    flow === null ? '' : `with ${address ?? `flow.${flow}`}`,
    place === undefined ? '' : `written at ${place}`,
    cluster === null ? '' : `on ${blockAddress('cluster', cluster, configuration)}`,
  ]
    .filter((part) => part !== '')
    .join(', ')
  if (subjects.length === 0) return owner
  return owner === '' ? nameList(subjects) : `${owner}: ${nameList(subjects)}`
}

function ruled(lines: readonly string[], tint: Paint['red']): string {
  return [tint('╷'), ...lines.map((line) => `${tint('│')} ${line}`.trimEnd()), tint('╵')].join('\n')
}
