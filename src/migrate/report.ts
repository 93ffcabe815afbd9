// The report of an import: what became of every setting, what is left to do, and what is different although no
// setting says so. Public JSON: keys are only ever added. No value of the file is in it, since any may be a secret.

import type { Outcome } from './mirror-setup.ts'

export interface ReportRow {
  readonly file: string
  readonly line: number
  readonly key: string
  readonly outcome: Outcome
  /** Arguments of the topology, as `flow.us-to-eu.topics.include`. */
  readonly to: readonly string[]
  readonly note: string | null
  readonly suggestion: string | null
}

/** Something that a person has to do before the topology can be used. */
export interface ReportTask {
  readonly kind: 'environment' | 'file' | 'variable' | 'pattern'
  /** The environment variable, the file, the variable, or the argument with the pattern. */
  readonly name: string
  readonly note: string
  readonly line: number
}

export interface ImportReport {
  readonly format_version: '1.0'
  /** The file that was read; several with commas between them. */
  readonly file: string
  readonly clusters: readonly string[]
  readonly flows: readonly string[]
  readonly summary: Readonly<Record<Outcome, number>>
  /** One per setting and outcome, by line. */
  readonly settings: readonly ReportRow[]
  readonly tasks: readonly ReportTask[]
  /** What MirrorMaker does without being told, and Strait does not, or the other way round. */
  readonly notices: readonly string[]
}
