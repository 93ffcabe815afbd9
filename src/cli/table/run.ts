// Commands that carry a plan out and replicate.

import type { CommandGroup } from '../command-spec.ts'

export const run: CommandGroup = {
  title: 'Run',
  commands: [
    {
      name: 'apply',
      args: '[dir|planfile]',
      does: 'carry a plan out',
      about:
        'Plans a directory, shows the plan and asks; or carries out a saved plan as it is, and refuses it when what decided it has changed. An apply that was interrupted is repeated: what is done stays done.',
      flags: [
        { flag: '--yes', does: 'do not ask' },
        { flag: '--allow-destroy <number>', does: 'let go of exactly so many things', counts: true },
        { flag: '--wait', does: 'until agents report that every flow has caught up' },
        { flag: '--wait-timeout <duration>', does: 'give up the wait after it, as 30m (default: no limit)' },
        { flag: '--lease-timeout <duration>', does: 'wait so long for another apply to end (default: 0s)' },
      ],
      readsTopology: true,
      writes: true,
      examples: [
        { run: 'strait apply', does: 'plan the current directory, ask, carry out' },
        { run: 'strait apply plan.json', does: 'carry out exactly what was reviewed' },
        { run: 'strait apply --yes --wait', does: 'in a pipeline, until the copies have caught up' },
      ],
      exits: {
        0: 'done or nothing to do; with --wait: and caught up',
        1: 'refused, failed, not everything done or not caught up',
      },
      load: () => import('../commands/apply.ts'),
    },
    {
      name: 'agent',
      args: '[dir]',
      does: 'replicate: run the applied flows until stopped',
      about:
        'Runs what was applied. Start as many as you like: they share the partitions. The first SIGTERM or SIGINT writes what was fetched and ends; the second ends at once.',
      flags: [
        { flag: '--flow <flow>', does: 'run only this flow' },
        {
          flag: '--id <name>',
          does: 'unique among the agents of a flow, the same after a restart (default: the host name)',
        },
      ],
      readsTopology: true,
      writes: true,
      examples: [
        { run: 'strait agent', does: 'run every flow of the current directory' },
        { run: 'strait agent topology/ --flow us-to-eu', does: 'run one flow' },
      ],
      exits: { 0: 'stopped by a signal', 1: 'nothing left to run' },
      load: () => import('../commands/agent.ts'),
    },
    {
      name: 'up',
      args: '[dir]',
      does: 'plan, apply and agent in one process',
      flags: [
        { flag: '--yes', does: 'do not ask' },
        { flag: '--allow-destroy <number>', does: 'let go of exactly so many things', counts: true },
        { flag: '--lease-timeout <duration>', does: 'wait so long for another apply to end (default: 0s)' },
      ],
      readsTopology: true,
      writes: true,
      examples: [
        { run: 'strait up', does: 'plan, ask, carry out, replicate' },
        { run: 'strait up topology/ --yes', does: 'without asking' },
      ],
      exits: { 0: 'stopped by a signal', 1: 'the plan was not carried out, or the agent cannot go on' },
      load: () => import('../commands/up.ts'),
    },
  ],
}
