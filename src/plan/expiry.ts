// Retention against a limited copy, played through: every partition with something left has an even share of the
// limit, and retention eats the oldest records: as the moments that were read say, and as much as a log that grows
// steadily is larger than it may be. What it eats before the copy has come by is lost. A broker deletes whole segments,
// so what really goes is this or a segment less.

export interface CopyingLog {
  readonly topic: string
  readonly earliest: number
  /** The offset at which the copy begins. */
  readonly next: number
  readonly latest: number
  readonly bytesPerRecord: number
  /** In order of time: everything below `offset` has expired `afterMs` from now. Negative: by now. */
  readonly expiry: readonly { readonly afterMs: number; readonly offset: number }[]
  /** Undefined where size has no say. */
  readonly bound: SizeBound | undefined
}

/** A log whose oldest segment goes as soon as the rest is as large as it has to be. */
export interface SizeBound {
  /** What the log holds now. */
  readonly bytes: number
  readonly maxBytes: number
  /** What is added. */
  readonly bytesPerSecond: number
  /** A log at rest is larger than it has to be by less than one of them. */
  readonly segmentBytes: number
}

const steps = 2000

/** Records by topic that expire before they are copied; topics without any are left out. */
export function expiringRecords(logs: readonly CopyingLog[], bytesPerSecond: number): Record<string, number> {
  const racing = logs.filter(({ expiry, bound }) => expiry.length > 0 || bound !== undefined)
  const totalMs =
    (logs.reduce((sum, log) => sum + (log.latest - log.next) * log.bytesPerRecord, 0) / bytesPerSecond) * 1000
  const lost = new Map<string, number>()
  if (racing.length === 0 || totalMs === 0) return {}
  const stepMs = totalMs / steps
  const at = new Map(logs.map((log) => [log, log.next]))
  for (let step = 1; step <= steps; step++) {
    const open = logs.filter((log) => (at.get(log) ?? 0) < log.latest)
    if (open.length === 0) break
    const share = (bytesPerSecond * stepMs) / 1000 / open.length
    for (const log of open) {
      const place = at.get(log) ?? 0
      const expired = Math.min(
        log.latest,
        Math.max(agedBy(log, step * stepMs), outgrownBy(log, step * stepMs)),
      )
      if (expired > place) lost.set(log.topic, (lost.get(log.topic) ?? 0) + expired - place)
      at.set(
        log,
        Math.max(place, expired) + (log.bytesPerRecord === 0 ? log.latest : share / log.bytesPerRecord),
      )
    }
  }
  return Object.fromEntries(
    [...lost]
      .map(([topic, records]) => [topic, Math.round(records)] as const)
      .filter(([, records]) => records > 0),
  )
}

/** Between two moments records are taken to be evenly old; before the first and after the last nothing is known. */
function agedBy({ expiry, next }: CopyingLog, afterMs: number): number {
  const later = expiry.findIndex((moment) => moment.afterMs > afterMs)
  const [before, after] = later < 0 ? [expiry.at(-1), undefined] : [expiry[later - 1], expiry[later]]
  if (before === undefined) return next
  if (after === undefined) return before.offset
  const part = (afterMs - before.afterMs) / (after.afterMs - before.afterMs)
  return before.offset + part * (after.offset - before.offset)
}

/** Records of a log are taken to be alike, and its segments to be full. */
function outgrownBy({ bound, earliest, next, bytesPerRecord }: CopyingLog, afterMs: number): number {
  if (bound === undefined || bytesPerRecord === 0) return next
  const { bytes, maxBytes, bytesPerSecond, segmentBytes } = bound
  const tooMuch = Math.max(0, bytes + (bytesPerSecond * afterMs) / 1000 - maxBytes)
  const whole = segmentBytes > 0 ? Math.floor(tooMuch / segmentBytes) * segmentBytes : tooMuch
  return earliest + whole / bytesPerRecord
}
