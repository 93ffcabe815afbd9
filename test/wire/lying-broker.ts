// A peer that speaks just enough Kafka to be connected to and then answers with bytes of the test's choice: a real
// broker cannot be made to lie.

import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Endpoint } from '../../src/wire/connection.ts'
import { Encoder } from '../../src/wire/encoder.ts'

export interface LyingBroker extends AsyncDisposable {
  readonly endpoint: Endpoint
}

/** `answer` gets each request after the first (API versions) with its correlation id. */
export async function startLyingBroker(
  answer: (socket: Socket, correlationId: number) => void,
): Promise<LyingBroker> {
  const server = createServer((socket) => {
    let first = true
    socket.on('error', () => {})
    socket.on('data', (request) => {
      // Tests send one small request at a time: each arrives whole.
      const correlationId = request.readInt32BE(8)
      if (first) socket.write(frameOf(correlationId, versions()))
      else answer(socket, correlationId)
      first = false
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    endpoint: { host: '127.0.0.1', port },
    async [Symbol.asyncDispose]() {
      server.close()
      server.unref()
    },
  }
}

/** A response: length, correlation id, body. */
export function frameOf(correlationId: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt32BE(body.length + 4, 0)
  head.writeInt32BE(correlationId, 4)
  return Buffer.concat([head, body])
}

function versions(): Buffer {
  const encoder = new Encoder().int16(0)
  encoder.array([0, 1, 2, 3, 10, 18], (_, key) => encoder.int16(key).int16(0).int16(20).tags())
  return Buffer.concat(encoder.int32(0).tags().finish())
}
