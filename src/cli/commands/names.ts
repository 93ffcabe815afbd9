// `strait names`: what the completion scripts ask. Where nothing can be said, it says nothing: a shell that
// completes a word is no place for a message.

import type { Context } from '../context.ts'
import { done, type ExitCode } from '../exit-code.ts'
import { type NamedKind, topologyAddresses, topologyNames } from '../topology-names.ts'

export async function command(
  context: Context,
  [kind = '', given = '.']: readonly string[],
): Promise<ExitCode> {
  const directory = context.path(given)
  const found = await Promise.all(
    kindsOf(kind).map(async (each) => {
      const read = kind === 'address' ? topologyAddresses : topologyNames
      return read(context, directory, each).catch((): string[] => [])
    }),
  )
  const names = found.flat()
  if (names.length > 0) context.terminal.print(names.join('\n'))
  return done
}

function kindsOf(kind: string): NamedKind[] {
  if (kind === 'address') return ['flow', 'cluster']
  return kind === 'flow' || kind === 'cluster' ? [kind] : []
}
