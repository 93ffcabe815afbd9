// Sends recorded Kafka requests again, as they were, and reads the answers without looking into them: what the
// round trips of a plan cost when nothing is done with them. Started by bench/plan.ts with a file of conversations.

import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

/** The requests of one connection; each waits for the answer to the one before it. */
export interface Conversation {
  readonly port: number
  /** Whole frames, length included, as base64. */
  readonly requests: readonly string[]
}

const [file = ''] = process.argv.slice(2)
const conversations: readonly Conversation[] = JSON.parse(readFileSync(file, 'utf8'))
await Promise.all(conversations.map(replay))

async function replay({ port, requests }: Conversation): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let unread = Buffer.alloc(0)
  /** Bytes of the answer that are still to come, its length included; undefined until that is known. */
  let missing: number | undefined
  const frames = requests.map((text) => Buffer.from(text, 'base64'))
  socket.write(frames[0] ?? Buffer.alloc(0))
  let answered = 0
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    if (missing === undefined) {
      unread = Buffer.concat([unread, chunk])
      if (unread.length < 4) continue
      missing = 4 + unread.readInt32BE(0) - unread.length
    } else {
      missing -= chunk.length
    }
    if (missing > 0) continue
    if (missing < 0) throw new Error('An answer came to a request that was not sent')
    answered++
    const next = frames[answered]
    if (next === undefined) break
    unread = Buffer.alloc(0)
    missing = undefined
    socket.write(next)
  }
  if (answered < frames.length) throw new Error(`Only ${answered} of ${frames.length} requests were answered`)
  socket.destroy()
}
