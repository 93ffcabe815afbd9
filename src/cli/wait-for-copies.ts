// `apply --wait`: looks again every two seconds until every running flow has caught up. A flow that needs a
// person ends the wait.

import { setTimeout as sleep } from 'node:timers/promises'
import { count } from '../render/quantity.ts'
import type { FlowStatusRow } from '../render/status-document.ts'
import type { Applied } from './applying.ts'
import type { Context } from './context.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import { exitOnSignal } from './signals.ts'

const intervalMs = 2_000

export async function waitForCopies(context: Context, { topology, clusters }: Applied): Promise<ExitCode> {
  const [{ readSnapshot }, { statusOf }] = await Promise.all([
    import('../live/read-snapshot.ts'),
    import('../operate/flow-status.ts'),
  ])
  const interruption = exitOnSignal()
  try {
    for (let shown = ''; ; ) {
      const { flows } = statusOf(topology, await readSnapshot({ topology, clusters, nowMs: Date.now() }))
      const waiting = flows.filter(({ verdict }) => verdict === 'copying' || verdict === 'no_agent')
      const stuck = flows.filter(({ verdict }) => verdict === 'halted' || verdict === 'failed')
      const line = [...waiting, ...stuck].map(describe).join('; ')
      if (line !== shown) context.terminal.note(line === '' ? 'Every flow has caught up.' : line)
      shown = line
      if (stuck.length > 0) return failed
      if (waiting.length === 0) return done
      await sleep(intervalMs)
    }
  } finally {
    interruption.dispose()
  }
}

function describe({ flow, verdict, lag_records }: FlowStatusRow): string {
  switch (verdict) {
    case 'copying':
      return `${flow}: ${count(lag_records)} records left`
    case 'no_agent':
      return `${flow}: no agent runs it yet, start one with strait agent`
    default:
      return `${flow}: ${verdict}, strait status and strait gaps ${flow} say why`
  }
}
