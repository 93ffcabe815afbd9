// Where a flow stopped: as text for people, and as the body that Kafka Connect's REST interface takes.

import type { HandBack } from '../mirror/hand-back.ts'
import { counted } from './quantity.ts'
import { safeText } from './safe-text.ts'

export function renderHandBack({
  flow,
  source,
  target,
  offsetsTopic,
  offsetsPartitions,
  rows,
}: HandBack): string {
  const names = rows.map(({ topic, partition }) => `${topic}-${partition}`)
  const width = Math.max(0, ...names.map((name) => name.length))
  const lines = rows.map(({ lastOffset, before }, index) => {
    const goesOn = lastOffset < 0 ? 'its first record' : `${lastOffset + 1}`
    const from =
      before === undefined ? '' : before === lastOffset ? ', as it stands' : `, instead of ${before + 1}`
    return `  ${(names[index] ?? '').padEnd(width)}  goes on at ${goesOn}${from}`
  })
  const where =
    offsetsPartitions === undefined
      ? `${offsetsTopic} on ${target}, which is made`
      : `${offsetsTopic} on ${target}`
  return [
    `Flow ${flow} stands still. For MirrorMaker, from ${source} to ${target}, in ${where}:`,
    ...lines,
    `${counted(rows.length, 'partition')}.`,
  ]
    .map(safeText)
    .join('\n')
}

/** For `PATCH /connectors/NAME/offsets` of a stopped connector. */
export function connectBody({ source, rows }: HandBack): { readonly offsets: readonly object[] } {
  return {
    offsets: rows.map(({ topic, partition, lastOffset }) => ({
      partition: { cluster: source, partition, topic },
      offset: lastOffset < 0 ? null : { offset: lastOffset },
    })),
  }
}
