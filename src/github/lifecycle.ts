// The foot of a comment tells where its plan stands: planned, being applied, applied, failed, outdated. It stands
// between two markers of its own, so that apply can tell the state without having the plan at hand.

/** GitHub takes 65,536 characters; bytes are never fewer, and a status may grow a little. */
export const commentBytesMax = 65_000

const opening = '<!-- strait:status -->'
const closing = '<!-- /strait:status -->'

const marks = {
  planned: '📋 Planned',
  seen: '🔍 Looked',
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
  return `${opening}\n${marks[state]}${commit} in ${link}${what}${rest}\n${closing}`
}

/**
 * The body with this status in place of the one that it had. What is said inside a plan cannot be taken for it. A
 * detail for which the comment has no room is left to the summary of the job.
 */
export function withStatus(body: string, status: Status): string {
  const start = body.lastIndexOf(opening)
  const before = start < 0 ? `${body.trimEnd()}\n\n` : body.slice(0, start)
  const whole = `${before}${statusSection(status)}\n`
  if (Buffer.byteLength(whole) <= commentBytesMax) return whole
  return `${before}${statusSection({ ...status, detail: 'its summary tells the rest', below: '' })}\n`
}

/** Whether the body says that its plan was applied. */
export function saysApplied(body: string): boolean {
  return body.slice(body.lastIndexOf(opening)).includes(marks.applied)
}
