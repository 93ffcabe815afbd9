// A directory → its topology, with everything wrong in it printed: diagnostics go to stderr, and with --json to
// stdout as one document, so that a pipeline always gets an answer.

import { flushCompileCache } from 'node:module'
import { relative } from 'node:path'
import { validationToJson } from '../errors/diagnostic-json.ts'
import { printDiagnostics } from '../errors/print-diagnostic.ts'
import { annotations } from '../github/annotation.ts'
import type { LoadedTopology } from '../topology/load-topology.ts'
import type { Topology } from '../topology/model.ts'
import type { Context } from './context.ts'
import { type Gatekeeper, openGatekeeper } from './gatekeeper.ts'
import type { VariableFlags } from './given-flags.ts'
import { readHclFiles, readModuleDirectory } from './hcl-files.ts'
import { rootFileReader } from './root-files.ts'
import { whileTold } from './slow-parser.ts'
import { version } from './version.ts'

/** Undefined where the topology is wrong: then everything is said already, and the command has failed. */
export async function loadTopology(
  context: Context,
  directory: string,
  flags: VariableFlags,
): Promise<Topology | undefined> {
  return (await loadWhole(context, directory, flags))?.topology
}

export type WholeTopology = LoadedTopology & { readonly topology: Topology }

/** As `loadTopology`, with where everything was written. */
export async function loadWhole(
  context: Context,
  directory: string,
  flags: VariableFlags,
): Promise<WholeTopology | undefined> {
  const loaded = await readTopology(context, directory, flags)
  tellDiagnostics(context, loaded)
  const { topology } = loaded
  if (topology !== undefined) return { ...loaded, topology }
  if (context.json) {
    const document = validationToJson(loaded.diagnostics, loaded.sources)
    context.terminal.print(JSON.stringify({ ...document, failure_reason: 'invalid_topology' }, null, 2))
  }
  return undefined
}

/**
 * Reads and checks, tells nothing. Every file passes HashiCorp's parser too, in a thread of its own that loads
 * while ours does: it takes longer, so nothing that can wait is loaded before it starts. Throws ST602 where the
 * directory cannot be read or has no HCL files.
 */
export async function readTopology(
  context: Context,
  directory: string,
  flags: VariableFlags & { readonly withoutValues?: boolean },
  open: () => Gatekeeper = openGatekeeper,
): Promise<LoadedTopology> {
  const { files, diagnostics } = readHclFiles(directory, context.shown(directory))
  await using gatekeeper = open()
  const shown = [{ files, verdict: gatekeeper.refusals(files) }]
  const [{ readGivenValues }, { loadTopology: load }] = await Promise.all([
    import('./given-flags.ts'),
    import('../topology/load-topology.ts'),
  ])
  const loaded = load({
    files,
    given: readGivenValues(context, directory, flags),
    version,
    withoutValues: flags.withoutValues ?? false,
    readFile: rootFileReader(directory),
    readModule(path) {
      const module = readModuleDirectory(directory, path, context.shown)
      if ('files' in module) shown.push({ files: module.files, verdict: gatekeeper.refusals(module.files) })
      return module
    },
  })
  const own = [...diagnostics, ...loaded.diagnostics]
  // Of a file that we refuse ourselves, we have said why, and better.
  const refusedByUs = own.filter(({ severity }) => severity === 'error')
  const unread = new Set(refusedByUs.map(({ subject }) => subject?.filename))
  // Nobody waits to hear more of them: of a file that asks for too much that would take minutes.
  const read = shown.filter((one) => one.files.some(({ filename }) => !unread.has(filename)))
  // A first run keeps what it compiled; there is time for it while the thread is at work, and none at the end.
  flushCompileCache()
  const verdicts = await whileTold(
    Promise.all(read.map(({ verdict }) => verdict)),
    read.flatMap((one) => one.files),
    context.terminal.note,
  )
  const refused = verdicts.flat().filter(({ subject }) => !unread.has(subject?.filename))
  if (refused.length + diagnostics.length === 0) return loaded
  const { topology: _, ...rest } = loaded
  return { ...rest, diagnostics: [...own, ...refused] }
}

/** Diagnostics for people, on stderr; in a workflow also where GitHub shows them at their lines. */
export function tellDiagnostics(
  context: Context,
  { diagnostics, sources }: Pick<LoadedTopology, 'diagnostics' | 'sources'>,
): void {
  if (diagnostics.length === 0) return
  const { terminal } = context
  const { colour, noteColumns } = terminal
  const lineWidth = Number.isFinite(noteColumns) ? { lineWidth: noteColumns } : {}
  const text = printDiagnostics(diagnostics, {
    sources,
    color: colour.stderr,
    width: Math.min(noteColumns, 100),
    ...lineWidth,
  })
  terminal.note(text.trimEnd())
  const { GITHUB_ACTIONS: onGitHub, GITHUB_WORKSPACE: root = '.' } = process.env
  if (onGitHub !== 'true') return
  const lines = annotations(diagnostics, {
    file: (filename) => relative(root, context.path(filename)),
  })
  for (const line of lines) terminal.note(line)
}
