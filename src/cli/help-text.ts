// What stands under the flags in `--help`: examples, exit codes, and for the program the environment.

import { displayWidth } from '../std/display-width.ts'
import { wrapText } from '../std/wrap-text.ts'
import { type CommandSpec, type Example, standardExits } from './command-spec.ts'

export function commandHelp(spec: CommandSpec): string {
  const width = helpWidth()
  const exits = Object.entries(spec.exits ?? standardExits).map(([code, why]) => `${code} ${why}`)
  return [
    exampleText(spec.examples),
    wrapText(`Exit codes: ${exits.join('; ')}; 130 and 143 on signals.`, width),
  ].join('\n\n')
}

export function programHelp(): string {
  const width = helpWidth()
  const prose = [
    'Exit codes: 0 done or no changes; 1 failure; 2 changes present (--detailed-exitcode); 130 and 143 on signals.',
    'The result goes to stdout, progress and diagnostics to stderr. NO_COLOR and FORCE_COLOR are obeyed; --color and --no-color beat them.',
  ]
  return `\n${prose.map((text) => wrapText(text, width)).join('\n')}\n${exampleText(first)}`
}

export function exampleText(examples: readonly Example[]): string {
  return `\nExamples:\n${exampleLines(examples, helpWidth())}`
}

const first: readonly Example[] = [
  { run: 'strait validate topology/', does: 'check a directory, offline' },
  { run: 'strait plan topology/ --out plan.json', does: 'see what would change' },
  { run: 'strait apply plan.json', does: 'carry exactly that out' },
  { run: 'strait agent topology/', does: 'replicate' },
  { run: 'strait help plan', does: 'everything about one command' },
]

/** Command lines with what they are for beside them, or above them where the terminal is too narrow. */
function exampleLines(examples: readonly Example[], width: number): string {
  const runs = Math.max(...examples.map(({ run }) => displayWidth(run)))
  const does = Math.max(...examples.map(({ does }) => displayWidth(does)))
  const beside = 2 + runs + 4 + does <= width
  return examples
    .map(({ run, does }) => (beside ? `  ${run.padEnd(runs)}  # ${does}` : `  # ${does}\n  ${run}`))
    .join(beside ? '\n' : '\n\n')
}

/** As commander takes it: a pipe counts as 80 columns. */
function helpWidth(): number {
  const { isTTY, columns } = process.stdout
  return isTTY && columns > 0 ? columns : 80
}
