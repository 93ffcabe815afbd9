// Commands that show how running flows are.

import type { CommandGroup, FlagSpec } from '../command-spec.ts'

const watch: FlagSpec = { flag: '--watch', does: 'again every two seconds' }

export const look: CommandGroup = {
  title: 'Look',
  commands: [
    {
      name: 'status',
      args: '[dir]',
      does: 'applied flows and what agents report',
      flags: [watch],
      readsTopology: true,
      examples: [
        { run: 'strait status', does: 'once' },
        { run: 'strait status --watch', does: 'until Ctrl-C' },
        { run: 'strait status --json', does: 'for a script' },
      ],
      load: () => import('../commands/status.ts'),
    },
    {
      name: 'lag',
      args: '[dir]',
      does: 'records and seconds that targets are behind',
      about: 'Topics with the most lag come first; --json has every partition.',
      flags: [watch],
      readsTopology: true,
      examples: [
        { run: 'strait lag', does: 'topic by topic' },
        { run: 'strait lag --json', does: 'partition by partition' },
      ],
      load: () => import('../commands/lag.ts'),
    },
    {
      name: 'groups',
      args: '[dir]',
      does: 'group offsets on the source and translated on the target',
      flags: [watch],
      readsTopology: true,
      examples: [
        { run: 'strait groups', does: 'where each group would go on reading' },
        { run: 'strait groups --json', does: 'for a script' },
      ],
      load: () => import('../commands/groups.ts'),
    },
    {
      name: 'gaps',
      args: '<flow> [dir]',
      does: 'source offsets that will never arrive, and why',
      flags: [watch],
      readsTopology: true,
      examples: [{ run: 'strait gaps us-to-eu', does: 'every gap of a flow, with its reason' }],
      load: () => import('../commands/gaps.ts'),
    },
  ],
}
