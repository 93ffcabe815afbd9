// The offset map of one partition: which target offset holds which source record. Inside a run both sides
// count up together; a new run begins only where one side jumps (control batches, fences, aborted data,
// gaps). Translation is exact for every source offset that is still mapped.

export interface Run {
  readonly sourceStart: number
  readonly targetStart: number
  readonly count: number
}

export interface OffsetMap {
  /** Ascending on both sides, never touching: neighbours that continue each other are one run. */
  readonly runs: readonly Run[]
  readonly sourceNext: number
  readonly targetNext: number
}

export const emptyOffsetMap: OffsetMap = { runs: [], sourceNext: 0, targetNext: 0 }
