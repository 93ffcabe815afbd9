// What a proxy recorded, as requests that can be sent again.

import { apiName } from '../src/wire/api-names.ts'
import type { Recorded } from '../test/proxy/proxy.ts'
import type { Conversation } from './replay.ts'

/** One conversation for each connection that asked anything. */
export function conversationsOf(port: number, recorded: readonly Recorded[]): Conversation[] {
  const asked = recorded.filter(({ direction }) => direction === 'requests')
  return [...Map.groupBy(asked, ({ connection }) => connection).values()].map((chunks) => ({
    port,
    requests: framesOf(Buffer.concat(chunks.map(({ bytes }) => bytes))).map((frame) =>
      frame.toString('base64'),
    ),
  }))
}

function framesOf(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readInt32BE(at)
    frames.push(bytes.subarray(at, end))
    at = end
  }
  return frames
}

/** How many of each kind. */
export function requestCounts(conversations: readonly Conversation[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const request of conversations.flatMap(({ requests }) => requests)) {
    const key = Buffer.from(request, 'base64').readInt16BE(4)
    const name = apiName(key)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
