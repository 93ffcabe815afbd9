// `strait handback`: writes down for MirrorMaker where a paused flow stopped, so that it goes on at the very next
// record. Shows what it would write, and asks. With --connect it writes nothing: a shared Connect cluster takes the
// offsets over its own REST interface.

import { Lease } from '../../apply/lease.ts'
import { StraitError } from '../../errors/strait-error.ts'
import type { Cluster } from '../../kafka/cluster.ts'
import type { HandBack } from '../../mirror/hand-back.ts'
import { connectBody, renderHandBack } from '../../render/hand-back.ts'
import type { Topology } from '../../topology/model.ts'
import { openClusters } from '../clusters.ts'
import { confirm } from '../confirm.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import type { VariableFlags } from '../given-flags.ts'
import { leaseHolder } from '../lease-holder.ts'
import { loadTopology } from '../load-topology.ts'
import { namedFlow } from '../named-flow.ts'
import { readRevision } from '../revision.ts'
import { working } from '../working.ts'

interface HandBackFlags extends VariableFlags {
  readonly yes?: boolean
  readonly connect?: boolean
}

export async function command(
  context: Context,
  [named = '', given = '.']: readonly string[],
  flags: HandBackFlags,
): Promise<ExitCode> {
  const directory = context.path(given)
  const topology = await loadTopology(context, directory, flags)
  if (topology === undefined) return failed
  const spec = namedFlow(topology, named)
  const sides = [spec.source, spec.target].flatMap((name) => topology.clusters[name] ?? [])
  const opened = await openClusters(Object.fromEntries(sides.map((side) => [side.name, side])), directory)
  try {
    const [source, target] = [spec.source, spec.target].map((name) => opened.byName.get(name))
    if (source === undefined || target === undefined)
      throw new StraitError('ST550', `the clusters of flow "${spec.name}" are not described`)
    const { readHandBack } = await import('../../operate/hand-back.ts')
    const reading = readHandBack({ flow: spec.name, topology, source, target })
    const handBack = await working(context.terminal, 'reading where the flow stopped', reading)
    if (flags.connect === true) {
      context.terminal.print(JSON.stringify(connectBody(handBack), null, 2))
      return done
    }
    if (!context.json) context.terminal.print(renderHandBack(handBack))
    return await write(context, handBack, { target, topology, directory, yes: flags.yes === true })
  } finally {
    await opened.close()
  }
}

interface Writing {
  readonly target: Cluster
  readonly topology: Topology
  readonly directory: string
  readonly yes: boolean
}

async function write(
  context: Context,
  handBack: HandBack,
  { target, topology, directory, yes }: Writing,
): Promise<ExitCode> {
  const { flow, offsetsTopic } = handBack
  const answer = yes ? 'yes' : await confirm(context, `Write this to ${offsetsTopic} on ${target.name}?`)
  if (answer === 'nobody')
    throw new StraitError('ST603', 'there is no terminal to ask for confirmation; say --yes')
  if (answer === 'no') {
    context.terminal.note('Nothing was written.')
    return failed
  }
  const { writeHandBack } = await import('../../operate/hand-back.ts')
  const lease = await Lease.take({
    cluster: target,
    holder: leaseHolder(await readRevision(directory)),
    topology: topology.name,
    operation: `handback ${flow}`,
  })
  try {
    const written = await writeHandBack(target, handBack, lease.fence)
    tell(context, handBack, written)
    return done
  } finally {
    await lease.release(true)
  }
}

function tell({ terminal, json }: Context, handBack: HandBack, written: number): void {
  if (json) {
    terminal.print(
      JSON.stringify(
        {
          format_version: '1.0',
          flow: handBack.flow,
          offsets_topic: handBack.offsetsTopic,
          written,
          ...connectBody(handBack),
        },
        null,
        2,
      ),
    )
    return
  }
  terminal.print(
    `\nWrote ${written} of ${handBack.rows.length} offsets. MirrorMaker goes on there when it starts; keep flow ${handBack.flow} paused from now on.`,
  )
}
