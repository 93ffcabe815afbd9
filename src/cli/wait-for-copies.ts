// `apply --wait`: looks again every two seconds until the copies have come to where the sources ended when the
// waiting began. A flow that needs a person ends the wait.

import { setTimeout as sleep } from 'node:timers/promises'
import { counted } from '../render/quantity.ts'
import type { FlowStatusRow } from '../render/status-document.ts'
import type { Applied } from './applying.ts'
import type { Context } from './context.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import { exitOnSignal } from './signals.ts'

const intervalMs = 2_000

export async function waitForCopies(context: Context, { topology, clusters }: Applied): Promise<ExitCode> {
  const [{ readSnapshot }, { statusOf }, { endsOf, leftBefore }] = await Promise.all([
    import('../live/read-snapshot.ts'),
    import('../operate/flow-status.ts'),
    import('../operate/caught-up.ts'),
  ])
  const interruption = exitOnSignal()
  try {
    let snapshot = await readSnapshot({ topology, clusters, nowMs: Date.now() })
    const ends = endsOf(topology, snapshot)
    for (let shown: string | undefined; ; ) {
      const left = leftBefore(ends, topology, snapshot)
      const { flows } = statusOf(topology, snapshot)
      const stuck = flows.filter(({ verdict }) => verdict === 'halted' || verdict === 'failed')
      const line = [...flows.flatMap((flow) => waitingFor(flow, left)), ...stuck.map(trouble)].join('; ')
      if (line !== shown) context.terminal.note(line === '' ? 'Every flow has caught up.' : line)
      shown = line
      if (stuck.length > 0) return failed
      if (line === '') return done
      await sleep(intervalMs)
      snapshot = await readSnapshot({ topology, clusters, nowMs: Date.now() })
    }
  } finally {
    interruption.dispose()
  }
}

function waitingFor({ flow, verdict }: FlowStatusRow, left: ReadonlyMap<string, number>): string[] {
  if (verdict === 'no_agent') return [`${flow}: no agent runs it yet, start one with strait agent`]
  const records = left.get(flow) ?? 0
  return records > 0 && verdict !== 'paused' ? [`${flow}: ${counted(records, 'record')} left`] : []
}

function trouble({ flow, verdict }: FlowStatusRow): string {
  return `${flow}: ${verdict}, strait status and strait gaps ${flow} say why`
}
