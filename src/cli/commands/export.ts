// `strait export`: what runs on live clusters → HCL on stdout or in a directory. Sends requests that read, and no
// other.

import { existsSync, readdirSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { StraitError } from '../../errors/strait-error.ts'
import type { LiveExport } from '../../migrate/export-live.ts'
import { counted } from '../../render/quantity.ts'
import { safeText } from '../../render/safe-text.ts'
import type { ClusterSpec, SecretRef, Topology } from '../../topology/model.ts'
import { openClusters } from '../clusters.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import { withGivenClusters } from '../given-clusters.ts'
import type { VariableFlags } from '../given-flags.ts'
import { loadTopology } from '../load-topology.ts'
import { writeNewFile } from '../new-file.ts'
import { exitOnSignal } from '../signals.ts'

interface ExportFlags extends VariableFlags {
  readonly cluster?: readonly string[]
  readonly out?: string
  readonly mm2?: boolean
  readonly acls?: boolean
}

const outputName = 'export.hcl'
const mm2Name = 'mm2.properties'

export async function command(
  context: Context,
  [given]: readonly string[],
  flags: ExportFlags,
): Promise<ExitCode> {
  exitOnSignal()
  if (flags.out !== undefined && flags.mm2 !== true) refuseNeighbours(context, flags.out)
  const named = flags.cluster ?? []
  const directory = context.path(given ?? '.')
  const readsDirectory = given !== undefined || named.length === 0
  const topology: Pick<Topology, 'name' | 'clusters'> | undefined = readsDirectory
    ? await loadTopology(context, directory, flags)
    : { clusters: {} }
  if (topology === undefined) return failed
  const clusters = withGivenClusters(topology.clusters, named)
  const destination = context.path(flags.out ?? given ?? '.')
  const exported = await readLive(
    { ...topology, clusters },
    { directory, destination, allAcls: flags.acls === true },
  )
  if (flags.mm2 === true) await tellMm2(context, exported, flags.out)
  else tell(context, { exported, clusters: Object.keys(clusters), out: flags.out })
  return done
}

interface Reading {
  readonly directory: string
  /** Where the export is going to stand. */
  readonly destination: string
  readonly allAcls: boolean
}

async function readLive(
  { name: asked, clusters }: Pick<Topology, 'name' | 'clusters'>,
  { directory, destination, allAcls }: Reading,
): Promise<LiveExport> {
  const [{ readMirrors }, { exportLive }] = await Promise.all([
    import('../../live/read-mirrors.ts'),
    import('../../migrate/export-live.ts'),
  ])
  const opened = await openClusters(clusters, directory)
  try {
    const traces = await readMirrors(opened.byName, { allAcls })
    const moved = Object.entries(clusters).map(([name, spec]) => [
      name,
      withPaths(spec, directory, destination),
    ])
    return exportLive(Object.fromEntries(moved) as Record<string, ClusterSpec>, traces, { asked, allAcls })
  } finally {
    await opened.close()
  }
}

/** Only what Strait runs: what MirrorMaker runs has its own file. */
async function tellMm2(
  { path, terminal, json }: Context,
  { clusters, applied }: LiveExport,
  out: string | undefined,
): Promise<void> {
  if (applied.length === 0)
    throw new StraitError(
      'ST235',
      'no flow is applied on these clusters, so there is nothing to hand to MirrorMaker',
    )
  const { writeMm2 } = await import('../../migrate/write-mm2.ts')
  const { properties, notices } = writeMm2(clusters, applied)
  const file = out === undefined ? undefined : join(out, mm2Name)
  if (file !== undefined) writeNewFile(path(file), properties, file)
  const flows = applied.map(({ name }) => name)
  if (json) {
    const files = file === undefined ? [] : [file]
    terminal.print(JSON.stringify({ format_version: '1.0', flows, notices, files, properties }, null, 2))
    return
  }
  if (file === undefined) terminal.print(properties.trimEnd())
  for (const notice of notices) terminal.note(safeText(notice))
  terminal.note(
    `${counted(flows.length, 'flow')} for MirrorMaker.${file === undefined ? '' : ` Wrote ${file}.`} Next: strait pause and strait handback each flow, then start MirrorMaker.`,
  )
}

/** Relative file names start at the topology's directory, and that is another one now. */
function withPaths(spec: ClusterSpec, from: string, to: string): ClusterSpec {
  if (from === to) return spec
  const path = (file: string): string => (isAbsolute(file) ? file : relative(to, resolve(from, file)))
  const secret = (ref: SecretRef): SecretRef => ('file' in ref ? { file: path(ref.file) } : ref)
  const { tls, sasl } = spec
  const files = Object.entries(tls ?? {}).map(([key, value]) => {
    if (typeof value === 'object') return [key, secret(value)]
    return [key, value !== undefined && key.endsWith('File') ? path(value) : value]
  })
  return {
    ...spec,
    ...(tls === undefined ? {} : { tls: Object.fromEntries(files) as NonNullable<ClusterSpec['tls']> }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl, password: secret(sasl.password) } }),
  }
}

/** All files of a directory are one topology: beside others every name would be declared twice. */
function refuseNeighbours({ path }: Context, out: string): void {
  if (!existsSync(path(out))) return
  const others = readdirSync(path(out)).filter((name) => name.endsWith('.hcl') && name !== outputName)
  if (others.length === 0) return
  throw new StraitError(
    'ST233',
    `${out} holds ${others.sort().join(', ')}, and all files of a directory are one topology: name an empty directory`,
    { facts: { directory: out } },
  )
}

interface Told {
  readonly exported: LiveExport
  readonly clusters: readonly string[]
  readonly out: string | undefined
}

function tell(context: Context, { exported: { hcl, flows, acls, notices }, clusters, out }: Told): void {
  const { terminal, json } = context
  const file = out === undefined ? undefined : join(out, outputName)
  if (file !== undefined) writeNewFile(context.path(file), hcl, file)
  if (json) {
    const files = file === undefined ? [] : [file]
    terminal.print(
      JSON.stringify({ format_version: '1.0', clusters, flows, acls, notices, files, hcl }, null, 2),
    )
    return
  }
  if (file === undefined) terminal.print(hcl.trimEnd())
  for (const notice of notices) terminal.note(safeText(notice))
  const applied = flows.filter(({ origin }) => origin === 'applied').length
  terminal.note(
    `${counted(clusters.length, 'cluster')}, ${counted(applied, 'applied flow')}, ${counted(flows.length - applied, 'proposed flow')}${
      acls.length === 0 ? '' : `, ${counted(acls.length, 'acl block')}`
    }.${file === undefined ? '' : ` Wrote ${file}. Next: strait plan ${out}`}`,
  )
}
