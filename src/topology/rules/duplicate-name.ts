// Rule: a name is declared once in a directory, in whichever file. Both places are shown.

import type { Range } from '../../errors/diagnostic.ts'
import { quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'

export interface Named {
  /** As `cluster` or `local value`. */
  readonly noun: string
  readonly name: string
  readonly range: Range
}

/** The finding for `second`, which repeats the name of what stands at `first`. */
export function duplicateName({ noun, name, range }: Named, first: Range): Finding {
  const elsewhere = first.filename === range.filename ? '' : ' All files of a directory count as one.'
  return {
    code: 'ST155',
    summary: `${noun} ${quoted(name)} is declared twice`,
    detail: `Rename one of the two.${elsewhere}`,
    subject: range,
    related: [{ message: 'First declared here', range: first }],
  }
}
