// Diagnostics as workflow commands, which GitHub shows at the line of the file that they are about. What stands
// in a topology is hostile here: a value could end one command and begin another.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { safeLines, safeText } from '../render/safe-text.ts'
import { workflowCommand } from './workflow-command.ts'

/** How many more a step may have; written to. */
export type AnnotationRoom = { -readonly [severity in Diagnostic['severity']]: number }

/** GitHub keeps ten errors and ten warnings of a step, and drops the rest without a word. */
export function annotationRoom(): AnnotationRoom {
  return { error: 10, warning: 10 }
}

export interface AnnotationOptions {
  /** A path from the root of the repository, for the name that ranges use. */
  readonly file: (filename: string) => string
  /** What the pull request changes, by those paths: shown first, because a reviewer looks at nothing else. */
  readonly changed?: ReadonlySet<string>
  /** What earlier calls of the step have left. */
  readonly room?: AnnotationRoom
}

/** The last line tells how many more there are. */
export function annotations(
  diagnostics: readonly Diagnostic[],
  { file, changed = new Set(), room = annotationRoom() }: AnnotationOptions,
): string[] {
  const isChanged = ({ subject }: Diagnostic): boolean =>
    subject !== undefined && changed.has(file(subject.filename))
  const first = (severity: Diagnostic['severity']): Diagnostic[] => {
    const all = diagnostics.filter((diagnostic) => diagnostic.severity === severity)
    const kept = [...all.filter(isChanged), ...all.filter((each) => !isChanged(each))].slice(
      0,
      room[severity],
    )
    room[severity] -= kept.length
    return kept
  }
  const shown = [...first('error'), ...first('warning')]
  const rest = diagnostics.length - shown.length
  const more = `and ${rest} more, see the summary of this job`
  return [
    ...shown.map((diagnostic) => annotation(diagnostic, file)),
    ...(rest > 0 ? [workflowCommand('notice', { title: 'Strait' }, more)] : []),
  ]
}

function annotation(
  { severity, code, summary, detail = summary, suggestion, subject }: Diagnostic,
  file: AnnotationOptions['file'],
): string {
  const place =
    subject === undefined
      ? {}
      : {
          file: safeText(file(subject.filename)),
          line: subject.start.line,
          endLine: subject.end.line,
          col: subject.start.column,
          endColumn: subject.end.column,
        }
  const meant = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`
  const title = safeText(`${code} ${summary}`)
  return workflowCommand(severity, { ...place, title }, safeLines(detail + meant))
}
