// What a page of docs/commands has to say, read from the table of commands: its usage line, a row for every flag,
// an example and the exit codes. So a flag cannot be added, renamed or dropped without its page.

import { type CommandSpec, type FlagSpec, sharedFlags, variableFlags } from '../../src/cli/command-spec.ts'
import { commands } from '../../src/cli/command-table.ts'

export interface DocumentedCommand {
  /** The first word, which is the page's name. */
  readonly name: string
  /** `strait plan [DIR] [--out FILE] … [--json]`; several where it has subcommands. */
  readonly usages: readonly string[]
  /** `--out`, `--json` …; those that every command has and that say nothing of it are left out. */
  readonly flags: readonly string[]
}

const json = sharedFlags.filter(({ flag }) => flag === '--json')

export function documentedCommands(): DocumentedCommand[] {
  const visible = commands.filter(({ hidden }) => hidden !== true)
  const pages = Map.groupBy(visible, ({ name }) => name.split(' ')[0] ?? name)
  return [...pages].map(([name, specs]) => ({
    name,
    usages: specs.map(usageOf),
    flags: [...new Set(specs.flatMap(flagsOf).map(longOf))],
  }))
}

function usageOf(spec: CommandSpec): string {
  const args = spec.args.replaceAll(/<([^>]+)>/g, '$1').toUpperCase()
  const options = flagsOf(spec).map(({ flag }) => `[${longOf({ flag })}${wantedBy(flag)}]`)
  return ['strait', spec.name, ...(args === '' ? [] : [args]), ...options].join(' ')
}

function flagsOf({ flags, readsTopology }: CommandSpec): FlagSpec[] {
  return [...flags, ...(readsTopology ? variableFlags : []), ...json]
}

function longOf({ flag }: Pick<FlagSpec, 'flag'>): string {
  return /--[\w-]+/.exec(flag)?.[0] ?? flag
}

/** `--var <name=value>` wants NAME=VALUE; an optional value stands in brackets. */
function wantedBy(flag: string): string {
  const [, open = '', name = ''] = /([<[])([^>\]]+)[>\]]\s*$/.exec(flag) ?? []
  if (name === '') return ''
  return open === '[' ? ` [${name.toUpperCase()}]` : ` ${name.toUpperCase()}`
}

/** What is missing on a page, or stands there and is not true. */
export function findingsOn(page: string, { name, usages, flags }: DocumentedCommand): string[] {
  const spans = [...page.matchAll(/`(strait [^`]+)`/g)].map(([, text = '']) => text.replaceAll(/\s+/g, ' '))
  const rows = [...page.matchAll(/^\| `(--[\w-]+)/gm)].map(([, flag = '']) => flag)
  const examples = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text = '']) => text).join('\n')
  const findings = [
    page.startsWith(`# strait ${name}\n`) ? '' : `the first line is not "# strait ${name}"`,
    ...usages.map((usage) => (spans.includes(usage) ? '' : `no usage line \`${usage}\``)),
    ...flags.map((flag) => (rows.includes(flag) ? '' : `no table row for ${flag}`)),
    ...rows.map((flag) => (flags.includes(flag) ? '' : `a row for ${flag}, which the command does not have`)),
    examples.includes(`strait ${name}`) ? '' : 'no example in a ```sh block',
    /^Exit codes?:? /m.test(page) ? '' : 'no paragraph that begins with "Exit codes"',
  ]
  return findings.filter((finding) => finding !== '')
}
