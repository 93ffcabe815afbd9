// argv → command: the table of commands, given to commander. Each command's code is loaded when it runs.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type Action, type CommandSpec, type FlagSpec, sharedFlags, variableFlags } from './command-spec.ts'
import { commandGroups, commands } from './command-table.ts'
import { type Context, openContext, type SharedFlags } from './context.ts'
import { done, type ExitCode } from './exit-code.ts'
import type { GivenFlag } from './given-flags.ts'
import { commandHelp, exampleText, programHelp } from './help-text.ts'
import { goOnWhenNobodyReads } from './terminal.ts'
import { version } from './version.ts'

/** Runs one command line and answers the exit code. Prints usage mistakes; throws nothing. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = done
  const program = describeProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return done
    const { usageMistake } = await import('./usage-mistake.ts')
    return failWith(openContext({ json: argv.includes('--json') }), usageMistake(error, argv))
  }
  return exitCode
}

/** Every command with its flags; `finish` hears the exit code of the one that ran. */
function describeProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command('strait')
    .description('Replicates Apache Kafka clusters the GitOps way: plan, apply, converge.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ showGlobalOptions: true, subcommandTerm: termOf, minWidthToWrap: 16 })
    .addHelpText('after', programHelp)
    .addHelpCommand(
      new Command('help').argument('[command]').description('show the help of a command').helpGroup('More:'),
    )
  for (const flag of sharedFlags) program.addOption(optionOf(flag))
  for (const { title, commands } of commandGroups) {
    program.commandsGroup(`${title}:`)
    for (const spec of commands) describeCommand(program, spec, finish)
  }
  return program
}

function describeCommand(program: Command, spec: CommandSpec, finish: (code: ExitCode) => void): void {
  const words = spec.name.split(' ')
  const name = words.pop() ?? spec.name
  const command = parentOf(program, words)
    .command(`${name} ${spec.args}`.trimEnd(), { hidden: spec.hidden === true })
    .summary(spec.does)
    .description(descriptionOf(spec))
    .helpOption('-h, --help', 'show this')
    .addHelpText('after', () => commandHelp(spec))
  for (const flag of spec.flags) command.addOption(optionOf(flag))
  if (spec.readsTopology) addVariableFlags(command)
  command.action(async () => {
    finish(await invoke(spec, command.args, command.optsWithGlobals()))
  })
}

function descriptionOf({ does, about }: CommandSpec): string {
  const sentence = `${does.slice(0, 1).toUpperCase()}${does.slice(1)}.`
  return about === undefined ? sentence : `${sentence} ${about}`
}

/** In lists of commands: every one takes options, which is no news. */
function termOf(command: Command): string {
  const args = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${name}>` : `[${name}]`
  })
  const under = command.commands.map((one) => one.name()).filter((name) => name !== 'help')
  return [command.name(), ...(under.length === 0 ? args : [under.join('|')])].join(' ')
}

/** The command that the last word stands under: `import` of `import mm2`. */
function parentOf(program: Command, words: readonly string[]): Command {
  let parent = program
  for (const word of words) {
    const known = parent.commands.find((command) => command.name() === word)
    const under = commands.find(({ name }) => name.startsWith(`${word} `))
    parent =
      known ??
      parent
        .command(word)
        .summary(under?.does ?? '')
        .description(under === undefined ? '' : descriptionOf(under))
        .helpOption('-h, --help', 'show this')
        .addHelpText('after', () => exampleText(under?.examples ?? []))
  }
  return parent
}

function optionOf({ flag, does, choices, counts, otherwise, repeatable }: FlagSpec): Option {
  const option = new Option(flag, does).default(otherwise)
  if (repeatable === true) return option.argParser(toList)
  if (counts === true) return option.argParser(toCount)
  return choices === undefined ? option : option.choices(choices)
}

function toList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

function toCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number, as 12.')
}

async function invoke(spec: CommandSpec, args: readonly string[], flags: SharedFlags): Promise<ExitCode> {
  const context = openContext(flags)
  if (spec.writes === true) goOnWhenNobodyReads()
  try {
    const { command } = await spec.load()
    return await (command as Action<SharedFlags>)(context, args, flags, commands)
  } catch (error) {
    return failWith(context, error)
  }
}

async function failWith(context: Context, error: unknown): Promise<ExitCode> {
  const { reportFailure } = await import('./failure.ts')
  return reportFailure(context, error)
}

/** Values from outside count in the order in which they were given, whichever flag they came by. */
function addVariableFlags(command: Command): void {
  let order = 0
  const gather = (text: string, before: readonly GivenFlag[] = []): readonly GivenFlag[] => {
    if (text === '') throw new InvalidArgumentError('A value is missing.')
    return [...before, { order: order++, text }]
  }
  for (const flag of variableFlags) command.addOption(optionOf(flag).argParser(gather))
}
