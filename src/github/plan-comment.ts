// The whole comment of a plan, or of why there is none: marker, verdict, where it stands, what render/ says of the plan. It
// fits into what GitHub accepts, whatever the plan.

import { codes } from '../errors/codes.ts'
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
  const standing = status === undefined ? '' : statusSection(status)
  const bytesMax = commentBytesMax - Buffer.byteLength(head)
  const frame = { bytesMax, standing, remark, topology: marker.key, isDrift: kind === 'drift' }
  return `${head}\n${renderPlanMarkdown(plan, frame)}`
}

/** `body`: safe Markdown that is short enough already. */
export function failureComment(
  { title, body }: { readonly title: string; readonly body: string },
  { kind, marker, status }: CommentFrame,
): string {
  const standing = status === undefined ? '' : `${statusSection(status)}\n\n`
  return `${markerLine(kind, marker)}\n### ❌ Strait: ${title}${ofTopology(marker.key)}\n\n${standing}${body}\n`
}

/** What a failure says, below what its code stands for, in a quote that nothing in it can leave. */
export function failureText(code: string, message: string): string {
  const lines = message.split('\n')
  // An item of nothing would make a heading of the line before.
  const itemIn = (line = ''): string | undefined => /^\s*- (.*\S.*)$/.exec(line)?.[1]
  const quoted = lines.flatMap((line, at) => {
    const item = itemIn(line)
    if (item !== undefined) return [`> - ${prose(safeText(item))}`]
    // Or the line would be a part of the last item.
    const gap = itemIn(lines[at - 1]) === undefined ? [] : ['>']
    return [...gap, `> ${prose(safeText(line))}`]
  })
  const known = Object.entries(codes).find(([each]) => each === code)
  const title = known === undefined ? code : `${code} ${known[1].summary}`
  return [`> [!CAUTION]`, `> **${prose(title)}**`, ...quoted].join('\n')
}
