// The names that a directory's topology gives, for completing a word at the prompt: quick, and never a mistake.

import { parseHcl } from '../hcl/parse.ts'
import type { Context } from './context.ts'
import { readHclFiles } from './hcl-files.ts'
import { withoutQuotes } from './named-flow.ts'

export type NamedKind = 'flow' | 'cluster'

/** Addresses of `kind` as a shell leaves them, without quotes, sorted. */
export async function topologyAddresses(
  context: Context,
  directory: string,
  kind: NamedKind,
): Promise<string[]> {
  const read = await readNames(context, directory, kind)
  return settled(read.map(({ address }) => withoutQuotes(address)))
}

/**
 * Names of `kind`, sorted. Labels are read where they are; a topology that repeats or includes blocks is evaluated,
 * since only that tells what they are called.
 */
export async function topologyNames(context: Context, directory: string, kind: NamedKind): Promise<string[]> {
  return settled((await readNames(context, directory, kind)).map(({ name }) => name))
}

interface Named {
  readonly name: string
  readonly address: string
}

async function readNames(context: Context, directory: string, kind: NamedKind): Promise<Named[]> {
  const { files } = readHclFiles(directory, context.shown(directory))
  const blocks = files.flatMap((file) => parseHcl(file).body.blocks)
  const plain = blocks.flatMap((block): Named[] => {
    const [name = ''] = block.labels.map(({ text }) => text)
    const isPlain = block.type === kind && !block.body.attributes.has('for_each')
    return isPlain ? [{ name, address: `${kind}.${name}` }] : []
  })
  const computed = blocks.some(({ type, body }) =>
    type === kind ? body.attributes.has('for_each') : type === 'module',
  )
  return [...plain, ...(computed ? await evaluatedNames(context, directory, kind) : [])]
}

/** A file may be another's, and a shell obeys what it is given: only what a name may really hold gets there. */
const harmless = /^[\w.[\]-]+$/

function settled(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => harmless.test(name)).sort()
}

/** Also of a topology with mistakes, as far as it goes; what HashiCorp's parser minds takes long to learn. */
async function evaluatedNames(context: Context, directory: string, kind: NamedKind): Promise<Named[]> {
  const [{ readTopology }, { openDoor }] = await Promise.all([
    import('./load-topology.ts'),
    import('./gatekeeper.ts'),
  ])
  const { addresses } = await readTopology(context, directory, { withoutValues: true }, openDoor)
  return [...addresses].flatMap(([path, address]) =>
    path.startsWith(`${kind}.`) ? [{ name: path.slice(kind.length + 1), address }] : [],
  )
}
