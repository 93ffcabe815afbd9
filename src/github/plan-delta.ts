// What changed between the plan that a reviewer saw and the one after the next push. The rows of a plan are kept in
// the comment's marker, each as its address and a short hash of what it does.

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { canonicalJson, sha256 } from '../plan/canonical.ts'
import type { Plan } from '../plan/plan-file.ts'
import { isChange, type ResourceChange } from '../plan/resource-change.ts'
import { details, fenced, prose } from '../render/markdown-text.ts'
import { count, counted } from '../render/quantity.ts'
import { safeText } from '../render/safe-text.ts'

/** More is not kept: the comment has better things to show. */
const rowsLengthMax = 8_000
const shownMax = 40

type Rows = ReadonlyMap<string, string>

/** For the marker; undefined where the plan is too large to be kept. */
export function keptRows(plan: Pick<Plan, 'resource_changes'>): string | undefined {
  const lines = [...rowsOf(plan)].map(([address, hash]) => `${hash}${address}`)
  const text = deflateRawSync(lines.map((line) => JSON.stringify(line)).join('\n')).toString('base64')
  return text.length <= rowsLengthMax ? text : undefined
}

export interface Earlier {
  readonly head: string
  readonly fp: string
  readonly rows?: string | undefined
}

/** Safe Markdown. `earlier` comes from a marker. */
export function planDelta(earlier: Earlier, plan: Plan): string {
  const since = `Since the plan for ${prose(earlier.head.slice(0, 7))}`
  if (earlier.fp === plan.fingerprint.hash) return `${since}: nothing changed in what was decided.`
  const before = earlier.rows === undefined ? undefined : readRows(earlier.rows)
  if (before === undefined) return `${since}: the plan changed. It was too large to be kept for a comparison.`
  const lines = deltaLines(before, rowsOf(plan))
  if (lines.length === 0) return `${since}: the same changes, decided on other inputs.`
  const shown = lines.slice(0, shownMax)
  const more = lines.length > shown.length ? [`  and ${count(lines.length - shown.length)} more`] : []
  return details(`${since}: ${countsText(lines)}`, fenced([...shown, ...more].join('\n'), 'diff'))
}

function deltaLines(before: Rows, after: Rows): string[] {
  const now = [...after].flatMap(([address, hash]) => {
    const was = before.get(address)
    if (was === undefined) return [`+ ${safeText(address)}`]
    return was === hash ? [] : [`! ${safeText(address)}`]
  })
  const gone = [...before.keys()]
    .filter((address) => !after.has(address))
    .map((address) => `- ${safeText(address)}`)
  return [...now, ...gone]
}

function countsText(lines: readonly string[]): string {
  const having = (mark: string): number => lines.filter((line) => line.startsWith(mark)).length
  const parts = [
    [having('+'), 'came in'],
    [having('!'), 'became different'],
    [having('-'), 'went away'],
  ] as const
  return parts
    .filter(([times]) => times > 0)
    .map(([times, what]) => `${counted(times, 'change')} ${what}`)
    .join(', ')
}

function rowsOf({ resource_changes }: Pick<Plan, 'resource_changes'>): Rows {
  const changed = resource_changes.filter(isChange)
  return new Map(changed.map((row) => [row.address, hashOf(row)]))
}

/** Whether every change of the plan was among those that are kept in a marker: false where none are kept. */
export function isPartOf({ rows }: Earlier, plan: Plan): boolean {
  const reviewed = rows === undefined ? undefined : readRows(rows)
  return (
    reviewed !== undefined &&
    rowsOf(plan)
      .entries()
      .every(([at, hash]) => reviewed.get(at) === hash)
  )
}

/** Offsets move by themselves: of a group's row only what happens counts, not how far. */
function hashOf({ type, change }: ResourceChange): string {
  const { actions, before, after } = change
  const what = type === 'group_offset' ? { actions } : { actions, before, after }
  return sha256(canonicalJson(what)).replace('sha256:', '').slice(0, hashLength)
}

const hashLength = 12

function readRows(text: string): Rows | undefined {
  try {
    const lines = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: 1 << 20 }).toString('utf8')
    const rows = lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => String(JSON.parse(line)))
    return new Map(rows.map((row) => [row.slice(hashLength), row.slice(0, hashLength)]))
  } catch {
    return undefined
  }
}
