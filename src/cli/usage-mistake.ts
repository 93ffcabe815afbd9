// A command line that cannot be understood, said in the house's way. commander finds the mistake and what was
// probably meant; its exit code and its layout are not ours.

import type { CommanderError } from 'commander'
import type { Code } from '../errors/codes.ts'
import { StraitError } from '../errors/strait-error.ts'
import { commands } from './command-table.ts'

const codeOf: Readonly<Record<string, Code>> = {
  'commander.unknownCommand': 'ST640',
  'commander.unknownOption': 'ST641',
}

/** ST640 for a command, ST641 for a flag, ST600 for anything else. */
export function usageMistake(error: CommanderError, argv: readonly string[]): StraitError {
  const words = argv.filter((word) => !word.startsWith('-'))
  const [what = '', meant] = messageOf(error, words[0] ?? '').split('\n')
  const suggestion = meant === undefined ? '' : `\n${meant.replace(/^\(|\)$/g, '')}`
  const command = commands.findLast(({ name }) => name === words.slice(0, name.split(' ').length).join(' '))
  const help = command === undefined ? 'strait --help' : `strait ${command.name} --help`
  const shows = command === undefined ? 'every command' : 'every flag and examples'
  return new StraitError(codeOf[error.code] ?? 'ST600', `${what}${suggestion}\n\n${help} shows ${shows}.`)
}

/** commander answers a command that lacks its second word with help that nobody asked for. */
function messageOf({ code, message }: CommanderError, word: string): string {
  if (code !== 'commander.help') return message.replace(/^error: /, '')
  const known = commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => `strait ${name}`)
  return `strait ${word} is not a whole command; there is ${known.join(', ')}`
}
