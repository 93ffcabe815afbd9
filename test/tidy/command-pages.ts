// What a page of docs/commands has to say, read from the program itself: its usage line, a row for every flag, an
// example and the exit codes. So a flag cannot be added, renamed or dropped without its page.

import type { Command, Option } from 'commander'
import { describeProgram } from '../../src/cli/program.ts'

export interface DocumentedCommand {
  readonly name: string
  /** `strait plan [DIR] [--out FILE] … [--json]`; several where it has subcommands. */
  readonly usages: readonly string[]
  /** `--out`, `--json` …; those that every command has and that say nothing of it are left out. */
  readonly flags: readonly string[]
}

/** On every command; `strait --help` explains them. */
const everywhere = ['--no-color', '--help']

export function documentedCommands(): DocumentedCommand[] {
  const program = describeProgram(() => {})
  const visible = program.createHelp().visibleCommands(program)
  return visible.filter((command) => command.name() !== 'help').map(documented)
}

function documented(command: Command): DocumentedCommand {
  const subcommands = command.commands.filter((one) => one.name() !== 'help')
  const leaves = subcommands.length === 0 ? [command] : subcommands
  const prefix = subcommands.length === 0 ? 'strait' : `strait ${command.name()}`
  return {
    name: command.name(),
    usages: leaves.map((leaf) => usageOf(prefix, leaf)),
    flags: [...new Set(leaves.flatMap((leaf) => optionsOf(leaf).map(longOf)))],
  }
}

function usageOf(prefix: string, command: Command): string {
  const names = command.registeredArguments.map((argument) => {
    const name = `${argument.name().toUpperCase()}${argument.variadic ? '...' : ''}`
    return argument.required ? name : `[${name}]`
  })
  const options = optionsOf(command).map((option) => {
    const value = wantedBy(option)
    const text = `${longOf(option)}${value === '' ? '' : ` ${value}`}`
    return option.mandatory ? text : `[${text}]`
  })
  return [prefix, command.name(), ...names, ...options].join(' ')
}

/** `--json` is defined first and stands last. */
function optionsOf(command: Command): Option[] {
  const shown = command.options.filter((option) => !option.hidden && !everywhere.includes(longOf(option)))
  const isJson = (option: Option): boolean => longOf(option) === '--json'
  return [...shown.filter((option) => !isJson(option)), ...shown.filter(isJson)]
}

function longOf(option: Option): string {
  return option.long ?? option.short ?? option.flags
}

/** `--var <name=value>` wants NAME=VALUE; an optional value stands in brackets. */
function wantedBy(option: Option): string {
  const [, open = '', name = ''] = /([<[])([^>\]]+)[>\]]\s*$/.exec(option.flags) ?? []
  return open === '[' ? `[${name.toUpperCase()}]` : name.toUpperCase()
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
