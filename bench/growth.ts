// How the cost of a plan grows with the topics: what was measured at each size, and the line through it.

import { rounded } from './measure.ts'
import type { Run } from './one-run.ts'

export interface Point {
  /** On each side. */
  readonly topics: number
  readonly partitions: number
  readonly plan: Run
  readonly reads: Run
  readonly replay: Run
  readonly wallToReads: number
  readonly wallToReplay: number
  readonly requests: Readonly<Record<string, number>>
}

/** The line that lies nearest to all points by least squares; undefined for fewer than two sizes. */
function lineThrough(
  points: readonly (readonly [number, number])[],
): { readonly fixed: number; readonly slope: number } | undefined {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  if (spread === 0) return undefined
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
  return { fixed: meanY - slope * meanX, slope }
}

/** What `topics` would cost if cost grows as it did so far. A guess, and marked as one by where it stands. */
export function extrapolate(points: readonly Point[], topics: number) {
  const at = (of: (point: Point) => number): number | undefined => {
    const line = lineThrough(points.map((point) => [point.topics, of(point)]))
    return line && rounded(line.fixed + line.slope * topics, 0)
  }
  const perTopic = (of: (point: Point) => number): number | undefined => {
    const line = lineThrough(points.map((point) => [point.topics, of(point)]))
    return line && rounded(line.slope)
  }
  return {
    topics,
    planWallMs: at(({ plan }) => plan.wallMs),
    planCpuMs: at(({ plan }) => plan.cpuMs),
    planPeakRssMiB: at(({ plan }) => plan.peakRssMiB),
    readsWallMs: at(({ reads }) => reads.wallMs),
    replayWallMs: at(({ replay }) => replay.wallMs),
    perTopic: {
      planWallMs: perTopic(({ plan }) => plan.wallMs),
      planCpuMs: perTopic(({ plan }) => plan.cpuMs),
      replayWallMs: perTopic(({ replay }) => replay.wallMs),
    },
  }
}
