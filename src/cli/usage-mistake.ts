// A command line that cannot be understood, said in the house's way: what is wrong, what was probably meant, where to
// look. commander finds the mistake; its wording and its exit code are not ours.

import type { CommanderError } from 'commander'
import type { Code } from '../errors/codes.ts'
import { StraitError } from '../errors/strait-error.ts'
import { didYouMean } from '../std/did-you-mean.ts'
import { type CommandSpec, type FlagSpec, sharedFlags, variableFlags } from './command-spec.ts'
import { commands } from './command-table.ts'
import { notYet } from './not-yet.ts'

interface Mistake {
  readonly code?: Code
  readonly text: string
  /** What was probably meant, as it would be typed. */
  readonly meant?: string | undefined
}

/** ST640 for a command, ST641 for a flag, ST642 for what a later version has, ST600 for anything else. */
export function usageMistake(error: CommanderError, argv: readonly string[]): StraitError {
  const words = argv.filter((word) => !word.startsWith('-'))
  const command = error.code === 'commander.unknownCommand' ? undefined : commandIn(words)
  const { code = 'ST600', text, meant } = mistakeOf(error, words, command)
  const question = meant === undefined ? '' : `\nDid you mean ${meant}?`
  const help = command === undefined ? 'strait --help' : `strait ${command.name} --help`
  const shows = command === undefined ? 'every command' : 'every flag and examples'
  return new StraitError(code, `${text}${question}\n\n${help} shows ${shows}.`)
}

/** The longest command that stands somewhere in the line: values of flags may stand before it. */
function commandIn(words: readonly string[]): CommandSpec | undefined {
  for (const at of words.keys()) {
    const found = commands.findLast(({ name }) => {
      const wanted = name.split(' ')
      return wanted.join(' ') === words.slice(at, at + wanted.length).join(' ')
    })
    if (found !== undefined) return found
  }
  return undefined
}

function mistakeOf(
  { code, message }: CommanderError,
  words: readonly string[],
  command: CommandSpec | undefined,
): Mistake {
  const named = /'([^']*)'/.exec(message)?.[1] ?? ''
  switch (code) {
    case 'commander.unknownCommand':
      return unknownCommand(words)
    case 'commander.help':
      return words[0] === 'help' ? unknownCommand(words.slice(1)) : halfCommand(words)
    case 'commander.unknownOption':
      return unknownFlag(named, command)
    case 'commander.excessArguments':
      return { text: `strait ${command?.name} takes ${command?.args || 'no argument'}, and no more` }
    case 'commander.missingArgument':
      return { text: `<${named}> is missing: strait ${command?.name} ${command?.args}` }
    case 'commander.optionMissingArgument':
      return { text: `${longOf(named)} wants a value: ${named}` }
    case 'commander.invalidArgument':
      return wrongValue(message, command)
    default:
      return { text: message.replace(/^error: /, '') }
  }
}

function unknownCommand(words: readonly string[]): Mistake {
  const later = notYet.find(({ name }) => name === words.slice(0, name.split(' ').length).join(' '))
  if (later !== undefined) return { code: 'ST642', text: `strait ${later.name} ${later.text}` }
  const visible = commands.filter(({ hidden }) => hidden !== true).map(({ name }) => name)
  const begins = visible.some((name) => name.startsWith(`${words[0]} `))
  const given = words.slice(0, begins ? 2 : 1).join(' ')
  const meant = didYouMean(given, visible) ?? byItsBeginning(given, visible)
  return {
    code: 'ST640',
    text: `strait has no command "${given}"`,
    meant: meant === undefined ? meant : `strait ${meant}`,
  }
}

/** commander answers a command that lacks its second word with help that nobody asked for. */
function halfCommand([word = '']: readonly string[]): Mistake {
  const known = commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => `strait ${name}`)
  return { text: `strait ${word} is not a whole command; there is ${known.join(', ')}` }
}

function unknownFlag(given: string, command: CommandSpec | undefined): Mistake {
  const owner = command === undefined ? 'strait' : `strait ${command.name}`
  const later = notYet.find(({ name }) => `strait ${name}` === `${owner} ${given}`)
  if (later !== undefined) return { code: 'ST642', text: `strait ${later.name} ${later.text}` }
  const own = command === undefined ? ['--version'] : []
  const known = [...flagsOf(command).map(({ flag }) => longOf(flag)), ...own]
  const elsewhere = commands.filter(({ flags }) => flags.some(({ flag }) => longOf(flag) === given))
  const others = elsewhere.map(({ name }) => `strait ${name}`).join(', ')
  return {
    code: 'ST641',
    text: `${owner} has no flag ${given}${others === '' ? '' : `; it belongs to ${others}`}`,
    meant: didYouMean(given, known) ?? byItsBeginning(given, known),
  }
}

/** commander: `option '--format <format>' argument 'svgg' is invalid. Allowed choices are mermaid, svg.` */
function wrongValue(message: string, command: CommandSpec | undefined): Mistake {
  const [, usage = '', given = '', why = ''] =
    /^error: option '([^']*)' argument '(.*)' is invalid\.\s*(.*)$/s.exec(message) ?? []
  const flag = longOf(usage)
  const { choices } = flagsOf(command).find((one) => longOf(one.flag) === flag) ?? {}
  if (choices === undefined) return { text: `${flag} does not take "${given}". ${why}`.trimEnd() }
  const last = choices.at(-1)
  const all = choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`
  return { text: `${flag} is ${all}, not "${given}"`, meant: didYouMean(given, choices) }
}

/** The only one of `known` that begins with the same three letters. */
function byItsBeginning(given: string, known: readonly string[]): string | undefined {
  const letters = /^-*[a-z]{3}/.exec(given)?.[0]
  const alike = letters === undefined ? [] : known.filter((name) => name.startsWith(letters))
  return alike.length === 1 ? alike[0] : undefined
}

function flagsOf(command: CommandSpec | undefined): readonly FlagSpec[] {
  const values = command?.readsTopology === true ? variableFlags : []
  return [...(command?.flags ?? []), ...values, ...sharedFlags, { flag: '--help', does: 'show this' }]
}

function longOf(flag: string): string {
  return /--[\w-]+/.exec(flag)?.[0] ?? flag
}
