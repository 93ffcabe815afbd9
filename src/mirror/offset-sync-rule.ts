// When an offset sync is due: MM2's rule, record for record, applied to whole runs of acknowledged records. A
// sync is due at the first record, where either side jumps, and every `lagMax` records; the last record of all
// waits as the tail, so that an idle partition ends up synced to its end.

/** Offsets of one record on the source and on the target, in MM2's words. */
export interface OffsetPair {
  readonly upstreamOffset: number
  readonly downstreamOffset: number
}

/** Records that follow each other on both sides. */
export interface AckedRun {
  readonly sourceOffset: number
  readonly targetOffset: number
  readonly count: number
}

/** What the rule remembers of a partition. */
export interface SyncState {
  readonly lastSource: number
  readonly lastTarget: number
  readonly syncedTarget: number
}

/** Nothing acknowledged yet: after a start, the first record is synced. */
export const noSyncYet: SyncState = { lastSource: -1, lastTarget: -1, syncedTarget: -1 }

/** What one run of acknowledged records leads to. */
export interface SyncStep {
  readonly state: SyncState
  /** The newest sync that became due inside the run; it replaces one that still waits to be sent. */
  readonly due: OffsetPair | undefined
  /** The run's last record, where no sync is due for it: to be sent when the partition falls idle. */
  readonly tail: OffsetPair | undefined
}

/** MM2's default for `offset.lag.max`. */
export const offsetLagMaxRecords = 100

/** Takes the next run of a partition; `lagMax` as MM2's `offset.lag.max`. */
export function stepOffsetSync(state: SyncState, run: AckedRun, lagMax = offsetLagMaxRecords): SyncStep {
  const { sourceOffset, targetOffset, count } = run
  const lastTarget = targetOffset + count - 1
  const jumps =
    state.syncedTarget === -1 ||
    targetOffset - (state.syncedTarget + 1) >= lagMax ||
    sourceOffset - state.lastSource !== 1 ||
    targetOffset < state.lastTarget
  const begin = jumps ? targetOffset : state.syncedTarget
  // Java's clients translate to one past the sync, so that `lagMax` records lie between two syncs.
  const spacing = lagMax + 1
  const syncedTarget = begin + spacing * Math.floor((lastTarget - begin) / spacing)
  const pairAt = (target: number): OffsetPair => ({
    upstreamOffset: sourceOffset + target - targetOffset,
    downstreamOffset: target,
  })
  return {
    state: { lastSource: sourceOffset + count - 1, lastTarget, syncedTarget },
    due: jumps || syncedTarget > begin ? pairAt(syncedTarget) : undefined,
    tail: syncedTarget < lastTarget ? pairAt(lastTarget) : undefined,
  }
}
