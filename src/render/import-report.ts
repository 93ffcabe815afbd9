// The report of an import as text: what a person has to know first, what simply went over last.

import type { ImportReport, ReportRow } from '../migrate/report.ts'
import { wrapText } from '../std/wrap-text.ts'
import type { Paint } from './paint.ts'
import { counted } from './quantity.ts'
import { safeValue } from './safe-text.ts'

export interface ReportOptions {
  readonly paint: Paint
  readonly width: number
}

const sections = [
  ['unsupported', 'Not supported here'],
  ['ignored', 'Ignored by MirrorMaker itself'],
  ['different', 'Works differently here'],
  ['mapped', 'Carried over'],
] as const

export function renderImportReport(given: ImportReport, { paint, width }: ReportOptions): string {
  const report = safeValue(given)
  const blocks = [
    headline(report),
    ...sections.flatMap(([outcome, title]) => {
      const rows = report.settings.filter((row) => row.outcome === outcome)
      if (rows.length === 0) return []
      return `${paint.bold(`${title} (${rows.length})`)}\n${listRows(rows, width)}`
    }),
    ...(report.notices.length === 0
      ? []
      : [
          `${paint.bold('Good to know')}\n${report.notices.map((text) => indented(text, '  - ', width)).join('\n')}`,
        ]),
    ...(report.tasks.length === 0
      ? []
      : [`${paint.bold('To do before the first plan')}\n${tasks(report, width)}`]),
  ]
  return blocks.join('\n\n')
}

function headline({ file, settings, clusters, flows }: ImportReport): string {
  const keys = new Set(settings.map(({ line, key }) => `${line} ${key}`)).size
  const named = (count: string, names: readonly string[]): string =>
    names.length === 0 ? count : `${count} (${names.join(', ')})`
  return `${file}: ${counted(keys, 'setting')}; ${named(counted(clusters.length, 'cluster'), clusters)}, ${named(
    counted(flows.length, 'flow'),
    flows,
  )}`
}

/** Rows that share a note stand together above it. */
function listRows(rows: readonly ReportRow[], width: number): string {
  const lineWidth = Math.max(...rows.map(({ line }) => String(line).length))
  const byNote = Map.groupBy(rows, ({ note, suggestion }) => JSON.stringify([note, suggestion]))
  return [...byNote.values()]
    .map((together) => {
      const [{ note, suggestion } = { note: null, suggestion: null }] = together
      const heads = together.map(
        ({ line, key, to }) =>
          `  line ${String(line).padStart(lineWidth)}  ${key}${to.length === 0 ? '' : ` → ${to.join(', ')}`}`,
      )
      const hint = suggestion === null ? '' : `${note === null ? '' : '. '}Did you mean ${suggestion}?`
      const text = `${note ?? ''}${hint}`
      return [...heads, ...(text === '' ? [] : [indented(text, ' '.repeat(lineWidth + 9), width)])].join('\n')
    })
    .join('\n')
}

const todo: Readonly<Record<ImportReport['tasks'][number]['kind'], (name: string) => string>> = {
  environment: (name) => `set ${name}`,
  file: (name) => `make ${name}`,
  variable: (name) => `give var.${name}`,
  pattern: (name) => `write ${name} anew`,
}

function tasks({ tasks: all }: ImportReport, width: number): string {
  return all
    .map(({ kind, name, note, line }) => {
      const head = todo[kind](name)
      // Commands are copied from here: they are not broken into lines.
      const isCommand = kind === 'file'
      const text = isCommand ? `      ${note}` : indented(`${note} (line ${line})`, '      ', width)
      return `  ${head}\n${text}`
    })
    .join('\n')
}

/** The first line begins with `lead`, the others stand under its text. */
function indented(text: string, lead: string, width: number): string {
  const lines = wrapText(text, Math.max(20, width - lead.length)).split('\n')
  return lines.map((line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line).join('\n')
}
