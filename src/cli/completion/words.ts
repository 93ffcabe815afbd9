// A command's usage taken apart into what can follow what, for every shell alike.

import { type CommandSpec, type FlagSpec, sharedFlags, variableFlags } from '../command-spec.ts'

/** What completes a word: names of the topology, paths, the given words, or nothing that is known. */
export type Filling =
  | { readonly kind: 'flow' | 'cluster' | 'address' | 'file' | 'dir' | 'unknown' }
  | { readonly kind: 'words'; readonly words: readonly string[] }

export interface FlagWords {
  readonly long: string
  readonly does: string
  /** Undefined for a flag that takes no value. */
  readonly value?: Filling
}

export interface ArgumentWords {
  readonly filling: Filling
  /** Stands for every further argument too. */
  readonly repeats: boolean
}

export interface CommandWords {
  /** `plan`, `import mm2`. */
  readonly name: string
  readonly does: string
  /** One for each argument, in order. */
  readonly args: readonly ArgumentWords[]
  /** With those that every command has. */
  readonly flags: readonly FlagWords[]
}

/** Flags that stand before a command too. */
export const globalFlags: readonly FlagWords[] = [
  ...sharedFlags.map(flagWords),
  { long: '--help', does: 'show help' },
  { long: '--version', does: 'print the version' },
]

/** Every command that people call, `help` among them. */
export function completedCommands(table: readonly CommandSpec[]): CommandWords[] {
  const visible = table.filter(({ hidden }) => hidden !== true)
  const firstWords = [...new Set(visible.map(({ name }) => name.split(' ')[0] ?? name))]
  const help: CommandWords = {
    name: 'help',
    does: 'show the help of a command',
    args: [{ filling: { kind: 'words', words: firstWords }, repeats: false }],
    flags: globalFlags,
  }
  return [...visible.map(commandWords), help]
}

function commandWords({ name, does, args, flags, readsTopology }: CommandSpec): CommandWords {
  const own = [...flags, ...(readsTopology ? variableFlags : [])]
  return { name, does, args: argumentWords(args), flags: [...own.map(flagWords), ...globalFlags] }
}

/** `<flow> [dir|planfile]` → a flow, then a path. */
export function argumentWords(args: string): ArgumentWords[] {
  return [...args.matchAll(/[<[]([^>\]]+)[>\]]/g)].map(([, word = '']) => ({
    filling: fillingOf(word),
    repeats: word.endsWith('...'),
  }))
}

export function flagWords({ flag, does, choices }: FlagSpec): FlagWords {
  const long = /--[\w-]+/.exec(flag)?.[0] ?? flag
  const [, word] = /[<[]([^>\]]+)[>\]]/.exec(flag) ?? []
  if (word === undefined) return { long, does }
  return { long, does, value: choices === undefined ? fillingOf(word) : { kind: 'words', words: choices } }
}

/** The word in the brackets of usage says what belongs there. */
function fillingOf(word: string): Filling {
  const parts = word.replace('...', '').split('|')
  if (parts.some((part) => part.endsWith('file'))) return { kind: 'file' }
  const [only = ''] = parts
  switch (only) {
    case 'dir':
    case 'flow':
    case 'cluster':
    case 'address':
      return { kind: only }
    default:
      return parts.length > 1 ? { kind: 'words', words: parts } : { kind: 'unknown' }
  }
}
