// The whole comment of a plan, or of why there is none: marker, what render/ says of the plan, where it stands. It
// fits into what GitHub accepts, whatever the plan.

import type { Plan } from '../plan/plan-file.ts'
import { prose } from '../render/markdown-text.ts'
import { ofTopology, renderPlanMarkdown } from '../render/plan-markdown.ts'
import { safeText } from '../render/safe-text.ts'
import { commentBytesMax, type Status, statusSection } from './lifecycle.ts'
import { type Marker, type MarkerKind, markerLine } from './marker.ts'

export interface CommentFrame {
  readonly kind: MarkerKind
  readonly marker: Marker
  readonly status?: Status
  /** Safe Markdown below the counts. */
  readonly remark?: string
}

export function planComment(plan: Plan, { kind, marker, status, remark = '' }: CommentFrame): string {
  const head = markerLine(kind, marker)
  const foot = status === undefined ? '' : statusSection(status)
  const bytesMax = commentBytesMax - Buffer.byteLength(head) - Buffer.byteLength(foot)
  return `${head}\n${renderPlanMarkdown(plan, { bytesMax, remark, topology: marker.key })}\n${foot}\n`
}

/** `body`: safe Markdown that is short enough already. */
export function failureComment(
  { title, body }: { readonly title: string; readonly body: string },
  { kind, marker, status }: CommentFrame,
): string {
  const foot = status === undefined ? '' : `${statusSection(status)}\n`
  return `${markerLine(kind, marker)}\n### ❌ Strait: ${title}${ofTopology(marker.key)}\n\n${body}\n\n${foot}`
}

/** What a failure says, in a quote that nothing in it can leave. */
export function failureText(code: string, message: string): string {
  const lines = message.split('\n')
  const itemIn = (line = ''): string | undefined => /^\s*- (.*)$/.exec(line)?.[1]
  const quoted = lines.flatMap((line, at) => {
    const item = itemIn(line)
    if (item !== undefined) return [`> - ${prose(safeText(item))}`]
    // Or the line would be a part of the last item.
    const gap = itemIn(lines[at - 1]) === undefined ? [] : ['>']
    return [...gap, `> ${prose(safeText(line))}`]
  })
  return [`> [!CAUTION]`, `> **${code}**`, ...quoted].join('\n')
}
