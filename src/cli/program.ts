// argv → command. The table of commands, flags and examples; each command's code is loaded when it runs.

import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { type Context, openContext, type SharedFlags } from './context.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import { reportFailure } from './failure.ts'
import type { GivenFlag } from './given-flags.ts'
import { version } from './version.ts'

type Action<Flags> = (context: Context, args: readonly string[], flags: Flags) => Promise<ExitCode>
type Load = () => Promise<{ readonly command: Action<never> }>

/** Runs one command line and answers the exit code. Prints usage mistakes; throws nothing. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = done
  const program = describeProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? done : failed
  }
  return exitCode
}

/** Every command with its flags; `finish` hears the exit code of the one that ran. */
export function describeProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command('strait')
    .description('Replicates Apache Kafka clusters the GitOps way: plan, apply, converge.')
    .version(version, '-V, --version')
    .exitOverride()
    .showHelpAfterError('(strait --help shows every command and flag)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', programHelp)

  /** One command: its usage, its examples, and what to load when it runs. */
  const add = (usage: string, description: string, load: Load): Command => {
    const command = program.command(usage).description(description)
    command.option('--json', 'machine-readable result on stdout').option('--no-color', 'plain text')
    return command.action(async (...given: unknown[]) => {
      finish(await invoke(load, command.args, given.at(-2) as SharedFlags))
    })
  }

  program.commandsGroup('Write and review:')
  describeOffline(add)
  describePlanning(add)
  program.commandsGroup('Run:')
  describeRunning(add)
  program.commandsGroup('Look:')
  describeLooking(add)
  program.commandsGroup('Operate:')
  describeOperating(add)
  program.commandsGroup('More:')
  return program
}

async function invoke(load: Load, args: readonly string[], flags: SharedFlags): Promise<ExitCode> {
  const context = openContext(flags)
  try {
    const { command } = await load()
    return await (command as Action<SharedFlags>)(context, args, flags)
  } catch (error) {
    return reportFailure(context, error)
  }
}

type Add = (usage: string, description: string, load: Load) => Command

function describeOffline(add: Add): void {
  withVariables(
    add(
      'validate [dir]',
      'check a directory of HCL offline; reports every mistake',
      () => import('./commands/validate.ts'),
    ),
  ).addHelpText('after', examples('strait validate', 'strait validate topology/ --json'))
  add('fmt [dir]', 'rewrite HCL files in the canonical layout', () => import('./commands/fmt.ts'))
    .option('--check', 'write nothing; fail when a file would change')
    .addHelpText('after', examples('strait fmt', 'strait fmt --check topology/'))
}

function describePlanning(add: Add): void {
  withVariables(
    add('plan [dir]', 'show what apply would change; reads only', () => import('./commands/plan.ts')),
  )
    .option('--out <file>', 'save the plan for apply')
    .option('--detailed-exitcode', 'exit with 2 when there are changes')
    .addHelpText(
      'after',
      examples(
        'strait plan',
        'strait plan topology/ --out plan.json --detailed-exitcode',
        'strait plan --var \'us_bootstrap=["127.0.0.1:9092"]\'',
      ),
    )
  add('show <planfile>', 'render a saved plan', () => import('./commands/show.ts'))
    .option('--markdown', 'as Markdown')
    .addHelpText('after', examples('strait show plan.json', 'strait show plan.json --markdown'))
  withVariables(
    add(
      'graph [dir]',
      'clusters and flows as a picture; contacts nothing',
      () => import('./commands/graph.ts'),
    ),
  )
    .option('--format <format>', 'mermaid or svg', 'mermaid')
    .option('--plan <file>', 'a saved plan: what changes is coloured')
    .addHelpText('after', examples('strait graph', 'strait graph --plan plan.json --format svg > plan.svg'))
}

function describeRunning(add: Add): void {
  withVariables(add('apply [dir|planfile]', 'carry a plan out', () => import('./commands/apply.ts')))
    .option('--yes', 'do not ask')
    .option('--wait', 'until agents report that every flow has caught up')
    .addHelpText('after', examples('strait apply', 'strait apply plan.json', 'strait apply --yes --wait'))
  withVariables(
    add('agent [dir]', 'replicate: run the applied flows until stopped', () => import('./commands/agent.ts')),
  )
    .option('--flow <name>', 'run only this flow')
    .option(
      '--id <name>',
      'unique among the agents of a flow, the same after a restart (default: the host name)',
    )
    .addHelpText('after', examples('strait agent', 'strait agent --flow us-to-eu'))
  withVariables(add('up [dir]', 'plan, apply and agent in one process', () => import('./commands/up.ts')))
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('strait up', 'strait up topology/ --yes'))
}

function describeLooking(add: Add): void {
  withVariables(
    add('status [dir]', 'applied flows and what agents report', () => import('./commands/status.ts')),
  )
    .option('--watch', 'again every two seconds')
    .addHelpText('after', examples('strait status', 'strait status --watch', 'strait status --json'))
  withVariables(
    add('lag [dir]', 'records and seconds that targets are behind', () => import('./commands/lag.ts')),
  )
    .option('--watch', 'again every two seconds')
    .addHelpText('after', examples('strait lag', 'strait lag --json'))
  withVariables(
    add(
      'groups [dir]',
      'group offsets on the source and translated on the target',
      () => import('./commands/groups.ts'),
    ),
  ).addHelpText('after', examples('strait groups', 'strait groups --json'))
  withVariables(
    add(
      'gaps <flow> [dir]',
      'source offsets that will never arrive, and why',
      () => import('./commands/gaps.ts'),
    ),
  ).addHelpText('after', examples('strait gaps us-to-eu'))
}

function describeOperating(add: Add): void {
  withVariables(
    add(
      'pause <flow> [dir]',
      'stop copying until resume; positions stay',
      () => import('./commands/pause.ts'),
    ),
  ).addHelpText('after', examples('strait pause us-to-eu'))
  withVariables(add('resume <flow> [dir]', 'copy again', () => import('./commands/resume.ts'))).addHelpText(
    'after',
    examples('strait resume us-to-eu'),
  )
}

/**
 * For commands that read a topology. Values from outside count in the order in which they were given, whichever
 * flag they came by. The gatekeeper loads while the command does.
 */
function withVariables(command: Command): Command {
  let order = 0
  const gather = (text: string, before: readonly GivenFlag[] = []): readonly GivenFlag[] => {
    if (text === '') throw new InvalidArgumentError('A value is missing.')
    return [...before, { order: order++, text }]
  }
  return command
    .hook('preAction', async () => void (await import('./gatekeeper.ts')).gatekeeper())
    .option('--var <name=value>', 'value of a variable; repeatable', gather)
    .option('--var-file <file>', 'HCL file of variable values; repeatable', gather)
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

const programHelp = `
Exit codes: 0 done or no changes, 1 failure, 2 changes present (--detailed-exitcode), 130 and 143 on signals.
The result goes to stdout, progress and diagnostics to stderr. NO_COLOR and FORCE_COLOR are obeyed.

Examples:
  strait validate topology/
  strait plan topology/ --out plan.json
  strait apply plan.json
  strait agent topology/`
