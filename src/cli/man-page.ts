// The man page, made from the table of commands; `npm run man` writes it to man/strait.1. The macros are man(7)'s,
// which man-db and mandoc both know.

import {
  type CommandGroup,
  type CommandSpec,
  type FlagSpec,
  sharedFlags,
  variableFlags,
} from './command-spec.ts'
import { commandGroups } from './command-table.ts'
import { environmentVariables } from './environment-variables.ts'
import { version } from './version.ts'

/** Of the page's last change worth a date; a page that changed every day could not be compared. */
const dated = '2026-11-24'

/** The whole page as roff. */
export function manPage(): string {
  return `${[
    `.\\" Made by npm run man. Do not edit.`,
    `.TH STRAIT 1 ${dated} ${quoted(`Strait ${version}`)} "User Commands"`,
    '.SH NAME',
    'strait \\- replicate Apache Kafka clusters the GitOps way',
    '.SH SYNOPSIS',
    '.B strait',
    '.I command',
    '[\\fIflags\\fR] [\\fIarguments\\fR]',
    '.SH DESCRIPTION',
    text('HCL files of a directory describe clusters, flows, topic filters and group filters.'),
    text('strait plan shows what would change on the live clusters, strait apply carries exactly that out,'),
    text('and strait agent copies.'),
    text('The result goes to standard output, progress and diagnostics to standard error.'),
    '.SH COMMANDS',
    ...commandGroups.flatMap(groupLines),
    '.SH FLAGS OF EVERY COMMAND',
    ...sharedFlags.flatMap(flagLines),
    ...flagLines({ flag: '-h, --help', does: 'show help' }),
    '.SH FLAGS OF COMMANDS THAT READ A TOPOLOGY',
    ...variableFlags.flatMap(flagLines),
    '.SH EXIT STATUS',
    ...exits.flatMap(([code, why]) => ['.TP', `.B ${code}`, text(why)]),
    '.SH ENVIRONMENT',
    ...environmentVariables.flatMap(({ name, does }) => ['.TP', `.B ${text(name)}`, text(does)]),
    '.SH FILES',
    '.TP',
    '.I *.hcl',
    text('the topology: all files of one directory, in any order'),
    '.TP',
    '.I ~/.cache/strait',
    text('what may be lost at any time: which files passed the reference HCL parser'),
    '.SH SEE ALSO',
    text('strait help COMMAND, and docs/ in the package.'),
  ].join('\n')}\n`
}

const exits = [
  ['0', 'Done, or no changes.'],
  ['1', 'Any failure. With --json the reason is in failure_reason.'],
  ['2', 'Changes are present, only with --detailed-exitcode.'],
  ['130, 143', 'Ended by SIGINT or SIGTERM.'],
] as const

function groupLines({ title, commands }: CommandGroup): string[] {
  const visible = commands.filter(({ hidden }) => hidden !== true)
  return [`.SS ${quoted(title)}`, ...visible.flatMap(commandLines)]
}

function commandLines({ name, args, does, about, flags, examples }: CommandSpec): string[] {
  return [
    '.TP',
    `\\fBstrait ${text(name)}\\fR ${text(args)}`.trimEnd(),
    `${text(sentence(does))}${about === undefined ? '' : `\n${text(about)}`}`,
    '.RS',
    ...flags.flatMap(flagLines),
    ...examples.flatMap(({ run, does }) => ['.PP', `${text(sentence(does))}`, '.br', `\\fB${text(run)}\\fR`]),
    '.RE',
  ]
}

function flagLines({ flag, does, choices, otherwise }: FlagSpec): string[] {
  const allowed = choices === undefined ? '' : `: ${choices.join(', ')}`
  const usual = otherwise === undefined ? '' : ` (default: ${otherwise})`
  return ['.TP', `.B ${text(flag)}`, text(sentence(`${does}${allowed}${usual}`))]
}

function sentence(does: string): string {
  return `${does.slice(0, 1).toUpperCase()}${does.slice(1)}.`
}

/** As roff takes it literally: no line begins with a macro, and a hyphen can be copied to a command line. */
function text(given: string): string {
  const plain = given.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq')
  return plain
    .replaceAll(/^([.'])/gm, '\\&$1')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha')
}

function quoted(given: string): string {
  return `"${text(given)}"`
}
