// Free ports on loopback, from below the range out of which the system numbers outgoing connections: a broker
// that restarts must find its port free again.

import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

const LOWEST = 15_000
const HIGHEST = 30_000
const ATTEMPTS = 200

export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  for (let attempt = 0; attempt < ATTEMPTS && found.size < count; attempt++) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isFree(port)) found.add(port)
  }
  if (found.size < count) throw new Error(`No ${count} free ports between ${LOWEST} and ${HIGHEST}`)
  return [...found]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
