// Which checkpoints are written: MM2's rules, fed by the exact map. Readers take the last checkpoint of a group
// and partition, so one that only repeats, or that falls back by translation alone, is not written.

import { translateCommit } from './commit-translation.ts'
import type { Checkpoint } from './mm2-records.ts'
import type { OffsetMap } from './offset-map.ts'

/** A group's commit on the source, with the topic's name on the target. */
export interface GroupCommit {
  readonly group: string
  readonly remoteTopic: string
  readonly partition: number
  readonly offset: number
  readonly metadata: string
}

/** Undefined where the commit has no place on the target yet, or none any more. */
export function checkpointOf(
  commit: GroupCommit,
  map: OffsetMap,
  sourceLatest: number | undefined,
): Checkpoint | undefined {
  const translation = translateCommit(map, commit.offset, sourceLatest)
  if (translation.kind === 'expired' || translation.kind === 'unmapped' || translation.kind === 'unproven') {
    return undefined
  }
  return {
    group: commit.group,
    topic: commit.remoteTopic,
    partition: commit.partition,
    upstreamOffset: commit.offset,
    downstreamOffset: translation.offset,
    metadata: commit.metadata,
  }
}

/** Whether to write it: the first one, one further on, or one of a group that was rewound on the source. */
export function isMoreRecent(checkpoint: Checkpoint, previous: Checkpoint | undefined): boolean {
  if (previous === undefined) return true
  return (
    checkpoint.upstreamOffset < previous.upstreamOffset ||
    checkpoint.downstreamOffset > previous.downstreamOffset
  )
}
