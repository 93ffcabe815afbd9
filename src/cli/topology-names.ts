// The names that a directory's topology gives, for completing a word at the prompt: quick, and never a mistake.

import { parseHcl } from '../hcl/parse.ts'
import type { Context } from './context.ts'
import { readHclFiles } from './hcl-files.ts'

export type NamedKind = 'flow' | 'cluster'

/**
 * Names of `kind`, sorted. Labels are read where they are; a topology that repeats or includes blocks is evaluated,
 * since only that tells what they are called.
 */
export async function topologyNames(context: Context, directory: string, kind: NamedKind): Promise<string[]> {
  const { files } = readHclFiles(directory, context.shown(directory))
  const blocks = files.flatMap((file) => parseHcl(file).body.blocks)
  const plain = blocks.flatMap((block) =>
    block.type === kind && !block.body.attributes.has('for_each') ? [block.labels[0]?.text ?? ''] : [],
  )
  const computed = blocks.some(({ type, body }) =>
    type === kind ? body.attributes.has('for_each') : type === 'module',
  )
  const names = [...plain, ...(computed ? await evaluatedNames(context, directory, kind) : [])]
  return [...new Set(names)].filter((name) => harmless.test(name)).sort()
}

/** A file may be another's, and a shell obeys what it is given: only what a name may really hold gets there. */
const harmless = /^[\w.-]+$/

/** Also of a topology with mistakes, as far as it goes. */
async function evaluatedNames(context: Context, directory: string, kind: NamedKind): Promise<string[]> {
  const { readTopology } = await import('./load-topology.ts')
  const { topology, origins } = await readTopology(context, directory, { withoutValues: true })
  if (topology !== undefined) return Object.keys(kind === 'flow' ? topology.flows : topology.clusters)
  return [...origins.keys()].flatMap((key) => {
    const [type, name, more] = key.split('.')
    return type === kind && name !== undefined && more === undefined ? [name] : []
  })
}
