// How a command is described. Help, usage mistakes, completions, the man page and the test of docs/commands all
// read these descriptions, so a command is described in one place and nowhere else.

import type { Context } from './context.ts'
import type { ExitCode } from './exit-code.ts'

/** `table`: every command, for one that tells about the others. */
export type Action<Flags> = (
  context: Context,
  args: readonly string[],
  flags: Flags,
  table: readonly CommandSpec[],
) => Promise<ExitCode>

export interface FlagSpec {
  /** As in usage: `--out <file>`, `-y, --yes`. The word in the brackets says what completes it, as in `args`. */
  readonly flag: string
  /** What it does: lower case, no full stop. */
  readonly does: string
  /** The only values it takes. */
  readonly choices?: readonly string[]
  /** Its value is a whole number, 0 or more. */
  readonly counts?: boolean
  /** The value where it is not given. */
  readonly otherwise?: string
  /** May be given several times: the command gets a list. */
  readonly repeatable?: boolean
}

export interface Example {
  readonly run: string
  /** What this line is for: lower case, no full stop. */
  readonly does: string
}

export interface CommandSpec {
  /** The words after `strait`: `plan`, `import mm2`. */
  readonly name: string
  /**
   * As in usage: `<flow> [dir]`. What completes an argument goes by its word: `dir`, `file`, `flow` and `cluster`
   * are completed, others are not; `dir|file` is either.
   */
  readonly args: string
  /** One line for lists of commands: lower case, no full stop. */
  readonly does: string
  /** What else a reader of `--help` should know: sentences. */
  readonly about?: string
  /** Without the flags that every command has, and without `--var` and `--var-file`. */
  readonly flags: readonly FlagSpec[]
  /** Whether it reads a directory of HCL, and so takes `--var` and `--var-file`. */
  readonly readsTopology: boolean
  /** Changes clusters or copies: goes on when nobody reads what it prints. */
  readonly writes?: boolean
  readonly examples: readonly Example[]
  /** Left out: 0 done, 1 failure. */
  readonly exits?: Readonly<Partial<Record<ExitCode, string>>>
  /** Left out of lists and completions. */
  readonly hidden?: boolean
  /** The command's code, loaded when it runs. */
  readonly load: () => Promise<{ readonly command: Action<never> }>
}

/** Commands under one title in `strait --help`. */
export interface CommandGroup {
  readonly title: string
  readonly commands: readonly CommandSpec[]
}

/** What every command takes, before its name or after it. */
export const sharedFlags: readonly FlagSpec[] = [
  { flag: '--json', does: 'machine-readable result on stdout' },
  {
    flag: '--color <when>',
    does: 'when to colour',
    choices: ['auto', 'always', 'never'],
  },
  { flag: '--no-color', does: 'the same as --color never' },
]

/** What every command that reads a topology takes. */
export const variableFlags: readonly FlagSpec[] = [
  { flag: '--var <name=value>', does: 'value of a variable; repeatable' },
  { flag: '--var-file <file>', does: 'HCL file of variable values; repeatable' },
]

export const standardExits: Readonly<Partial<Record<ExitCode, string>>> = { 0: 'done', 1: 'failure' }
