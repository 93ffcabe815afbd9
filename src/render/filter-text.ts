// What a flow's filters let in and keep out, and by which pattern: shown where a filter begins or changes. Terminal
// and pull request say the same.

import type { Plan } from '../plan/plan-file.ts'
import { titleOf } from '../plan/titles.ts'
import { displayWidth, padded } from '../std/display-width.ts'
import { wrapLine } from '../std/wrap-text.ts'
import { count, counted } from './quantity.ts'
import { quoted } from './safe-text.ts'

type Report = Plan['filters'][number]
type Decision = Report['entering'][number]

/** What is listed of each kind before the rest is counted. */
const namesMax = 8

/** A block of lines for each flow whose filters begin or change; for a plan that is safe already. */
export function filterBlocks({ filters, configuration }: Plan, width: number): string[] {
  const byFlow = Map.groupBy(filters.filter(saysSomething), ({ flow }) => flow)
  return [...byFlow].map(([flow, reports]) => {
    const totals = reports.map(
      ({ matched, live, kind }) => `${count(matched)} of ${counted(live, nouns[kind])}`,
    )
    const { address = `flow.${flow}`, cluster } = reports[0] ?? { cluster: '' }
    const title = `Filters of ${address}: ${totals.join(' and ')} on ${titleOf('cluster', cluster, configuration)}`
    return [...wrapLine(title, width), ...aligned(reports.flatMap(linesOf), width)].join('\n')
  })
}

function saysSomething({ entering, leaving }: Report): boolean {
  return entering.length + leaving.length > 0
}

interface Entry {
  readonly sign: string
  readonly name: string
  readonly words: string
}

const nouns = { topics: 'topic', groups: 'group' } as const

function linesOf(report: Report): Entry[] {
  const noun = nouns[report.kind]
  return [
    ...some(report.leaving, noun, '-', (row) => ({
      name: row.name,
      words: `${reason(row)}; was in ${by(row.was)}`,
    })),
    ...some(report.entering, noun, '+', (row) => ({ name: row.name, words: reason(row) })),
    ...some(report.excluded, noun, ' ', (row) => ({ name: row.name, words: reason(row) })),
    ...some(report.near_misses, noun, '?', (row) => ({
      name: row.name,
      words: `stays out: ${whys[row.why]} ${written(row)}`,
    })),
    ...some(report.unused, 'pattern', '!', (row) => ({
      name: quoted(row.pattern),
      words: `${row.list}${row.place === null ? '' : ` (${row.place})`} matches no ${noun}`,
    })),
    ...some(report.future, noun, '…', (row) => ({
      name: row.name,
      words: `is not there yet, and would come in by ${written(row)}`,
    })),
  ]
}

const whys: Record<Report['near_misses'][number]['why'], string> = {
  letter_case: 'only the letter case differs from',
  part_of_name: 'patterns match whole names, and only a part of this one matches',
  spelling: 'it is spelled nearly as',
}

function some<Row>(
  rows: readonly Row[],
  noun: string,
  sign: string,
  show: (row: Row) => Omit<Entry, 'sign'>,
): Entry[] {
  // "and 1 more" is no shorter than the line itself.
  const shown = rows.length <= namesMax + 1 ? rows : rows.slice(0, namesMax)
  const rest = rows.length - shown.length
  return [
    ...shown.map((row) => ({ sign, ...show(row) })),
    ...(rest === 0 ? [] : [{ sign, name: `and ${counted(rest, `more ${noun}`)}`, words: '' }]),
  ]
}

function reason(row: Decision): string {
  switch (row.rule) {
    case 'included':
      return `comes in ${by(row)}`
    case 'excluded':
      return `kept out by exclude ${written(row)}`
    case 'heartbeats':
      return 'comes in, because the flow emits heartbeats'
    case 'internal':
      return 'internal topics are never copied'
    case 'cycle':
      return 'came from the target, and would go round'
    case 'bad_remote_name':
      return 'its name on the target would not be possible'
    default:
      return 'no include matches'
  }
}

function by(row: Decision): string {
  return row.pattern === null ? 'by a rule' : `by ${written(row)}`
}

function written({
  pattern,
  place,
}: {
  readonly pattern: string | null
  readonly place: string | null
}): string {
  return `${quoted(pattern ?? '')}${place === null ? '' : ` (${place})`}`
}

/** Words stand in a column of their own, or below a name that leaves them no room. */
function aligned(entries: readonly Entry[], width: number): string[] {
  const longest = Math.max(0, ...entries.map(({ name, words }) => (words === '' ? 0 : displayWidth(name))))
  const column = Math.min(longest, 48, Math.floor(width / 3))
  return entries.flatMap(({ sign, name, words }) => {
    const head = `  ${sign} ${padded(name, column)}`
    if (words === '') return [head.trimEnd()]
    const [first = '', ...rest] = wrapLine(words, width - column - 6)
    const below = (line: string): string => `${' '.repeat(column + 6)}${line}`
    if (displayWidth(name) > column) return [head, below(first), ...rest.map(below)]
    return [`${head}  ${first}`, ...rest.map(below)]
  })
}
