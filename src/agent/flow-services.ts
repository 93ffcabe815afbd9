// What runs beside the copy of one flow: MM2's heartbeats, checkpoints and offset syncs for Java clients and for
// moving back, and the groups' offsets on the target. Each is told of the copy's exact map and fails by itself.

import type { OffsetMap } from '../mirror/offset-map.ts'
import { emitCheckpoints } from './checkpoints.ts'
import type { FlowRun } from './flow-run.ts'
import { GroupNotes } from './group-notes.ts'
import { syncGroups } from './group-sync.ts'
import { emitHeartbeats } from './heartbeats.ts'
import { OffsetSyncs } from './offset-syncs.ts'
import { routeKey } from './routes.ts'

/** Starts what the flow's spec asks for; the answer stops it and waits for the last writes. */
export function startFlowServices(run: FlowRun): () => Promise<void> {
  const { spec: flow, identity, entry, source, target, standing } = run.context
  const abort = new AbortController()
  const { signal } = abort
  const offsetMap = (topic: string, partition: number): OffsetMap | undefined => {
    const copy = run.copies.get(routeKey(topic, partition))
    return copy?.known === undefined || copy.isReplaced ? undefined : copy.offsetMap
  }
  const shared = (what: string) => {
    let failures = 0
    return {
      flow,
      source,
      target,
      offsetMap,
      signal,
      onError: (error: unknown) => {
        failures += 1
        run.status.trouble(error, what)
      },
      // A round may tell of failures and still come to its end.
      onDone: () => {
        if (failures === 0) run.status.settled(what)
        failures = 0
      },
    }
  }
  const services: Promise<void>[] = []
  if (flow.heartbeats.emit) services.push(emitHeartbeats(shared('heartbeats')))
  if (flow.checkpoints.emit) services.push(emitCheckpoints(shared('checkpoints')))
  if (flow.offsets.sync) {
    const { topology } = entry
    const { protect } = flow.lifecycle
    const notes = new GroupNotes({ target, identity, topology, protect, standing })
    services.push(syncGroups({ ...shared('group offset sync'), notes }))
  }
  if (flow.offsetSyncs.emit) {
    const syncs = new OffsetSyncs(shared('offset syncs'))
    run.onAppended = (copy, batch, targetStart) => {
      let target = targetStart
      for (const [sourceStart, count] of batch.runs) {
        syncs.acked(copy.route.topic, copy.partition, {
          sourceOffset: sourceStart,
          targetOffset: target,
          count,
        })
        target += count
      }
    }
    services.push(syncs.run(signal))
  }
  return async () => {
    abort.abort()
    await Promise.all(services)
  }
}
