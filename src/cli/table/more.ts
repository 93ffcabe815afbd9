// Commands about the command line itself.

import type { CommandGroup } from '../command-spec.ts'

export const more: CommandGroup = {
  title: 'More',
  commands: [
    {
      name: 'completion',
      args: '<bash|zsh|fish>',
      does: 'print the script that completes commands in a shell',
      about:
        'Completes commands, flags, paths, and the flows and clusters of the topology in the current directory, or in the directory that the line names.',
      flags: [],
      readsTopology: false,
      examples: [
        { run: 'source <(strait completion bash)', does: 'in ~/.bashrc' },
        { run: 'source <(strait completion zsh)', does: 'in ~/.zshrc, after compinit' },
        { run: 'strait completion fish | source', does: 'in ~/.config/fish/config.fish' },
      ],
      load: () => import('../commands/completion.ts'),
    },
    {
      name: 'names',
      args: '<kind> [dir]',
      does: 'names of the topology, for completion scripts',
      flags: [],
      readsTopology: false,
      examples: [{ run: 'strait names flow', does: 'one name a line' }],
      hidden: true,
      load: () => import('../commands/names.ts'),
    },
  ],
}
