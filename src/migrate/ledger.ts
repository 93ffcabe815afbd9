// Keeps the books of one import: what became of each setting, which comments stand in the topology, what a person
// has to do, and what cannot be carried over. At the end every setting has a row: nothing is dropped in silence.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Code, Written } from '../hcl/write-hcl.ts'
import { listAt } from '../std/list-at.ts'
import type { Unfit } from './carry-patterns.ts'
import type { Outcome, Verdict } from './mirror-setup.ts'
import { problemAt } from './problem.ts'
import type { ReportRow, ReportTask } from './report.ts'
import type { Setting } from './setting.ts'

type Problem = Parameters<typeof problemAt>[1]

export interface Variable {
  readonly type: 'string' | 'list(string)'
  readonly description: string
}

interface Row {
  readonly setting: Setting
  readonly outcome: Outcome
  readonly to: Set<string>
  readonly note: string | undefined
  readonly suggestion: string | undefined
}

export class Ledger {
  /** Of what no file is known. */
  readonly filename: string
  readonly #files: readonly string[]
  readonly problems: Diagnostic[] = []
  readonly tasks: ReportTask[] = []
  readonly notices: string[] = []
  /** Comments behind arguments, lines above blocks, and expressions in place of values; by place in the model. */
  readonly notes = new Map<string, string>()
  readonly above = new Map<string, string[]>()
  readonly instead = new Map<string, Written>()
  /** Variables that the topology has to declare, by name. */
  readonly variables = new Map<string, Variable>()
  readonly #rows = new Map<string, Row>()
  readonly #spoken = new Set<string>()

  /** The files that are read, in this order. */
  constructor(files: readonly string[]) {
    this.#files = files
    this.filename = files[0] ?? ''
  }

  /** The setting stands in the topology, at this place in the model; a comment there names its line. */
  mapped(setting: Setting, place: string, note?: string): void {
    this.#add(setting, { outcome: 'mapped', note }, argumentName(place))
    this.notes.set(place, this.#placeOf(setting))
  }

  /** The patterns stand there as they are, for a person to write anew: until then the topology is not valid. */
  unfit(setting: Setting, place: string, problems: readonly Unfit[]): void {
    const name = argumentName(place)
    for (const { pattern, summary } of problems) {
      const note = `"${pattern}" has to be written anew: ${summary}`
      this.#add(setting, { outcome: 'unsupported', note }, name)
    }
    this.notes.set(place, `WRITE ANEW: ${this.#placeOf(setting)}`)
    const notes = problems.map(
      ({ pattern, detail }) =>
        `"${pattern}" selects nothing here, and validate refuses it: ${detail.replaceAll('\n', ' ')}`,
    )
    this.task({ kind: 'pattern', name, note: notes.join(' '), line: setting.line })
  }

  /** The setting decided something in the topology, but no argument shows it. */
  say(setting: Setting, verdict: Verdict): void {
    this.#add(setting, verdict, undefined)
  }

  /** Once per text. */
  notice(text: string): void {
    if (!this.notices.includes(text)) this.notices.push(text)
  }

  /** Once per name. */
  task(task: ReportTask): void {
    if (!this.tasks.some(({ name }) => name === task.name)) this.tasks.push(task)
  }

  /** Declares a variable of the topology; somebody has to give it its value. */
  variable(name: string, variable: Variable, { note, line }: Pick<ReportTask, 'note' | 'line'>): Code {
    this.variables.set(name, variable)
    this.task({ kind: 'variable', name, note, line })
    return { code: `var.${name}` }
  }

  remark(block: string, line: string): void {
    listAt(this.above, block).push(line)
  }

  /** Once per line and summary: several flows may read one setting. */
  refuse({ line, file = this.filename }: Pick<Setting, 'line' | 'file'>, problem: Problem): void {
    const isSaid = this.problems.some(
      ({ summary, subject }) =>
        summary === problem.summary && subject?.filename === file && subject.start.line === line,
    )
    if (!isSaid) this.problems.push(problemAt({ filename: file, line }, problem))
  }

  isSpokenFor(setting: Setting): boolean {
    return this.#spoken.has(this.#idOf(setting))
  }

  rows(): ReportRow[] {
    return [...this.#rows.values()]
      .map(({ setting, outcome, to, note, suggestion }) => ({
        file: setting.file ?? this.filename,
        line: setting.line,
        key: setting.key,
        outcome,
        to: [...to],
        note: note ?? null,
        suggestion: suggestion ?? null,
      }))
      .sort((one, other) => this.#order(one.file) - this.#order(other.file) || one.line - other.line)
  }

  #order(file: string): number {
    return this.#files.indexOf(file)
  }

  #idOf({ file = this.filename, line, key }: Setting): string {
    return JSON.stringify([file, line, key])
  }

  /** `us->eu.topics, line 4`, with its file where there are several. */
  #placeOf({ file = this.filename, line, key }: Setting): string {
    return `${this.#files.length > 1 ? `${file}: ` : ''}${key}, line ${line}`
  }

  #add(
    setting: Setting,
    { outcome, note, suggestion }: Omit<Verdict, 'note'> & { readonly note?: string | undefined },
    to: string | undefined,
  ): void {
    this.#spoken.add(this.#idOf(setting))
    const key = JSON.stringify([this.#idOf(setting), outcome, note ?? ''])
    const row = this.#rows.get(key) ?? { setting, outcome, to: new Set<string>(), note, suggestion }
    if (to !== undefined) row.to.add(to)
    this.#rows.set(key, row)
  }
}

/** `flow.us-to-eu.offsetSyncs.location` → `flow.us-to-eu.offset_syncs.location`. */
function argumentName(place: string): string {
  const [kind, name, ...rest] = place.split('.')
  const written = rest.map((key) =>
    key.replace(/Ms$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  )
  return [kind, name, ...written].join('.')
}
