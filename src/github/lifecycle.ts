// Below its heading a comment tells where its plan stands: planned, being applied, applied, failed, outdated. That stands
// between two markers of its own, so that apply can tell the state without having the plan at hand. The first opening
// is ours, because nothing before it can hold a `<`; the closing one repeats a hash of what is between, which no name
// in there can know.

import { createHash } from 'node:crypto'

/** GitHub takes 65,536 characters; bytes are never fewer, and a status may grow a little. */
export const commentBytesMax = 65_000

const opening = /<!-- strait:status ([0-9a-f]{32}) -->\n/

const marks = {
  planned: '📋 Planned',
  seen: '🔍 Looked',
  checked: '🔍 Checked',
  failed_plan: '❌ Failed to plan',
  planning: '⏳ Outdated: a newer commit is being planned',
  applying: '⏳ Applying',
  applied: '✅ Applied',
  unchanged: '✅ Nothing left to apply',
  failed: '❌ Apply failed',
  interrupted: '⚠️ Apply was interrupted',
  outdated: '⛔ Not applied, the plan is outdated',
  refused: '⛔ Not applied',
} as const

export type Lifecycle = keyof typeof marks

export interface Status {
  readonly state: Lifecycle
  /** The job, for the link. */
  readonly jobUrl: string
  /** Commit that it happened at. */
  readonly sha: string
  /** Safe Markdown, one line. */
  readonly detail?: string
  /** Safe Markdown, blocks. */
  readonly below?: string
}

/** The section, markers included. */
export function statusSection({ state, jobUrl, sha, detail, below = '' }: Status): string {
  const link = `[this job](${jobUrl})`
  const commit = sha === '' ? '' : ` at <code>${sha.slice(0, 7).replaceAll(/[^0-9a-f]/gi, '')}</code>`
  const what = detail === undefined || detail === '' ? '' : `: ${detail}`
  const rest = below === '' ? '' : `\n\n${below}`
  const inner = `${marks[state]}${commit} in ${link}${what}${rest}`
  const token = createHash('sha256').update(inner).digest('hex').slice(0, 32)
  return `<!-- strait:status ${token} -->\n${inner}\n${closingOf(token)}`
}

function closingOf(token: string): string {
  return `<!-- /strait:status ${token} -->`
}

/**
 * The body with this status in place of the one that it had. What is said inside a plan cannot be taken for it. A
 * detail for which the comment has no room is left to the summary of the job.
 */
export function withStatus(body: string, status: Status): string {
  const { before, after } = partsOf(body)
  const whole = `${before}${statusSection(status)}${after}`
  if (Buffer.byteLength(whole) <= commentBytesMax) return whole
  return `${before}${statusSection({ ...status, detail: 'its summary tells the rest', below: '' })}${after}`
}

/** Whether the body says that its plan was applied. */
export function saysApplied(body: string): boolean {
  return partsOf(body).inner.startsWith(marks.applied)
}

function partsOf(body: string): { readonly before: string; readonly inner: string; readonly after: string } {
  const found = opening.exec(body)
  if (found === null) return { before: `${body.trimEnd()}\n\n`, inner: '', after: '\n' }
  const [line, token = ''] = found
  const start = found.index + line.length
  const closing = closingOf(token)
  const end = body.indexOf(closing, start)
  const inner = body.slice(start, end < 0 ? body.length : end)
  return {
    before: body.slice(0, found.index),
    inner,
    after: end < 0 ? '\n' : body.slice(end + closing.length),
  }
}
