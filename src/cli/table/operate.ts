// Commands that change how flows run.

import type { CommandGroup } from '../command-spec.ts'

export const operate: CommandGroup = {
  title: 'Operate',
  commands: [
    {
      name: 'pause',
      args: '<flow> [dir]',
      does: 'stop copying until resume; positions stay',
      flags: [],
      readsTopology: true,
      writes: true,
      examples: [{ run: 'strait pause us-to-eu', does: 'agents hold the flow within seconds' }],
      load: () => import('../commands/pause.ts'),
    },
    {
      name: 'resume',
      args: '<flow> [dir]',
      does: 'copy again',
      flags: [],
      readsTopology: true,
      writes: true,
      examples: [{ run: 'strait resume us-to-eu', does: 'go on where the flow was paused' }],
      load: () => import('../commands/resume.ts'),
    },
  ],
}
